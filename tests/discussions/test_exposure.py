"""What is for members stays with members: names in quotes, what a thread refers to, posts in threads that change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exchange.discussions.models import ThreadPage
from exchange.discussions.services import (
    ExposureError,
    change_thread,
    edit_post,
    mark_duplicate,
    move_posts,
    open_thread,
    post_reply,
)
from exchange.discussions.services.moderating import PlacementError
from exchange.members.models import User
from exchange.pages.enums import Visibility
from tests.factories import UserFactory, make_solution

pytestmark = pytest.mark.django_db

Browsers = Callable[[Any], Client]
MakeThread = Callable[..., ThreadPage]


def head_of(thread: ThreadPage, **changed: Any) -> dict[str, Any]:
    """What the form of a thread's head sends."""
    return {
        "title": thread.title,
        "kind": thread.thread_kind,
        "visibility": thread.visibility,
        "tags": [],
        "services": [],
        "solution": thread.solution,
        **changed,
    }


def test_quotes_bring_no_names_before_visitors(
    make_thread: MakeThread, asker: User, helper: User, browser_of: Browsers
) -> None:
    """Neither of who is quoted nor of whom that person addressed; members read both, and nobody is told for it."""
    thread = make_thread(html=f"<p>Weiß es @{helper.get_full_name()}?</p>", visibility=Visibility.PUBLIC)
    opening = thread.posts.get()
    address = reverse("discussions:reply", args=[thread.slug])
    page = browser_of(helper).get(address, {"zitat": opening.pk})
    text = page.context["form"]["text"].value()
    for sent in ({"text": f"{text}<p>Ja.</p>", "text-format": "html"}, {"text": "> @Aylin Autorin:\n\nNein."}):
        assert browser_of(helper).post(address, sent).status_code == 302
    seen = browser_of(None).get(thread.list_url).content.decode()
    assert "Ja." in seen
    assert "Nein." in seen
    for person in (asker, helper):
        assert person.last_name not in seen
        assert person.last_name in browser_of(asker).get(thread.list_url).content.decode()
        assert not any(person.last_name in post.text for post in thread.posts.all())
    asked_for = {delivery.reason for delivery in asker.deliveries.all()}
    assert "mention" not in asked_for


def test_a_quote_names_the_town_where_the_name_cannot_be_left_out(
    make_thread: MakeThread, asker: User, helper: User, browser_of: Browsers
) -> None:
    thread = make_thread(html="<p>Weiß es @Hanna Helferin?</p>")
    User.objects.filter(pk=asker.pk).update(first_name="Madonna", last_name="")
    User.objects.filter(pk=helper.pk).update(is_active=False)
    reader = UserFactory(editor=True)
    page = browser_of(reader).get(
        reverse("discussions:reply", args=[thread.slug]), {"zitat": thread.posts.values_list("pk", flat=True).get()}
    )
    text = page.context["form"]["text"].value()
    assert "<em>Kehl:</em>" in text
    assert "@…" in text
    assert "Helferin" not in text


def test_a_thread_names_only_what_the_reader_may_read(
    make_thread: MakeThread, asker: User, editor: User, browser_of: Browsers
) -> None:
    """Its solution, the thread of which it is a duplicate, and the filters of the list."""
    hidden = make_solution(title="Geheimlösung", slug="geheim", visibility=Visibility.MEMBERS)
    original = make_thread("Geheimfrage?", tags=["Geheimwort"])
    thread = make_thread("Offene Frage?", visibility=Visibility.PUBLIC, solution=hidden)
    mark_duplicate(thread=thread, original=original, actor=editor)
    addresses = (thread.list_url, "/austausch/?loesung=geheim", "/austausch/?schlagwort=geheimwort")
    for address in addresses:
        assert "Geheim" not in browser_of(None).get(address).content.decode(), address
        assert "Geheim" in browser_of(asker).get(address).content.decode(), address
    hidden.unpublish()
    for reader in (None, asker):
        assert "Geheimlösung" not in browser_of(reader).get(thread.list_url).content.decode()
        assert "Geheimlösung" not in browser_of(reader).get("/austausch/?loesung=geheim").content.decode()


def test_only_editors_make_public_what_others_wrote_for_members(
    make_thread: MakeThread, asker: User, helper: User, editor: User, browser_of: Browsers
) -> None:
    thread = make_thread()
    change_thread(thread=thread, actor=asker, **head_of(thread, visibility=Visibility.PUBLIC))
    change_thread(thread=thread, actor=asker, **head_of(thread, visibility=Visibility.MEMBERS))
    post_reply(thread=thread, author=helper, html="<p>Unter uns: es klemmt.</p>")
    with pytest.raises(ExposureError):
        change_thread(thread=thread, actor=asker, **head_of(thread, visibility=Visibility.PUBLIC))
    page = browser_of(asker).post(
        reverse("discussions:edit_thread", args=[thread.slug]),
        {"title": "Neuer Titel?", "kind": "question", "visibility": "public", "tags": "Hundesteuer"},
    )
    assert "wenden Sie sich an die Redaktion" in page.content.decode()
    assert "Neuer Titel?" in page.content.decode()
    assert browser_of(None).get(thread.list_url).status_code == 404
    change_thread(thread=thread, actor=editor, **head_of(thread, visibility=Visibility.PUBLIC))
    assert browser_of(None).get(thread.list_url).status_code == 200


def test_posts_for_members_do_not_move_into_public_threads(make_thread: MakeThread, helper: User, editor: User) -> None:
    internal, public = make_thread("Intern?"), make_thread("Offen?", visibility=Visibility.PUBLIC)
    written = post_reply(thread=internal, author=helper, html="<p>Unter uns.</p>")
    with pytest.raises(PlacementError):
        move_posts(posts=[written], target=public, actor=editor)
    read = post_reply(thread=public, author=helper, html="<p>Für alle.</p>")
    move_posts(posts=[read], target=internal, actor=editor)
    assert internal.posts.count() == 3


def test_what_editors_put_right_is_theirs_to_read(
    make_thread: MakeThread, asker: User, helper: User, editor: User, browser_of: Browsers
) -> None:
    post = make_thread().posts.get()
    for number, actor in enumerate((asker, editor, asker, asker)):
        post = edit_post(post=post, actor=actor, html=f"<p>Fassung {number}</p>")
    address = reverse("discussions:history", args=[post.pk])
    for reader in (asker, helper):
        page = browser_of(reader).get(address).content.decode()
        assert [number for number in range(4) if f"Fassung {number}" in page] == [1, 2, 3]
        assert "Wir suchen Erfahrungen" not in page
        assert "kann nur sie lesen" in page
    page = browser_of(editor).get(address).content.decode()
    assert "Fassung 0" in page
    assert "Wir suchen Erfahrungen" in page
    assert "kann nur sie lesen" not in page


def test_names_that_several_bear_are_left_out_too(make_thread: MakeThread, asker: User, browser_of: Browsers) -> None:
    for _ in range(2):
        UserFactory(municipality=asker.memberships.get().municipality, first_name="Eva", last_name="Zwilling")
    thread = open_thread(author=asker, title="Wer?", html="<p>Weiß es @Eva Zwilling?</p>", visibility=Visibility.PUBLIC)
    assert "Zwilling" not in browser_of(None).get(thread.list_url).content.decode()
    assert "Zwilling" in browser_of(asker).get(thread.list_url).content.decode()
