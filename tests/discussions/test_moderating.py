"""Splitting, merging, duplicates: posts, counters, addresses and marks stay right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from exchange.discussions.models import ThreadPage
from exchange.discussions.reading import mark_read, unread_counts
from exchange.discussions.services import (
    mark_duplicate,
    merge_threads,
    move_posts,
    pin_thread,
    post_reply,
    split_thread,
)
from exchange.discussions.services.moderating import PlacementError
from exchange.members.models import User
from exchange.pages.enums import Visibility

pytestmark = pytest.mark.django_db

MakeThread = Callable[..., ThreadPage]


def texts(thread: ThreadPage) -> list[str]:
    """What stands in a thread, in reading order."""
    return [post.text for post in thread.posts.in_order()]


def fresh(thread: ThreadPage) -> ThreadPage:
    """The thread as the database has it."""
    return ThreadPage.objects.get(pk=thread.pk)


@pytest.fixture
def two(make_thread: MakeThread, asker: User, helper: User) -> tuple[ThreadPage, ThreadPage]:
    """Two threads with answers that were written in turn."""
    first, second = make_thread("Erste", html="<p>A</p>"), make_thread("Zweite", html="<p>B</p>")
    for number in range(2):
        post_reply(thread=first, author=helper, html=f"<p>a{number}</p>")
        post_reply(thread=second, author=helper, html=f"<p>b{number}</p>")
    return first, second


def test_merging(two: tuple[ThreadPage, ThreadPage], editor: User, asker: User, browser_of: Any) -> None:
    first, second = two
    slug = first.slug
    with pytest.raises(PermissionDenied):
        merge_threads(thread=first, into=second, actor=asker)
    merge_threads(thread=first, into=second, actor=editor)
    target = fresh(second)
    assert texts(target) == ["A", "B", "a0", "b0", "a1", "b1"]
    assert [post.text for post in target.posts.filter(is_opening=True)] == ["A"]
    assert target.reply_count == 5
    assert not ThreadPage.objects.filter(pk=first.pk).exists()
    answer = browser_of(asker).get(f"/austausch/{slug}/")
    assert (answer.status_code, answer["Location"]) == (301, target.list_url)
    assert Client().get(f"/austausch/{slug}/").status_code == 404


def test_merging_only_what_the_same_people_see(make_thread: MakeThread, editor: User) -> None:
    members, public = make_thread(), make_thread("Öffentlich", visibility=Visibility.PUBLIC)
    for pair in ((members, public), (public, members), (public, public)):
        with pytest.raises(PlacementError):
            merge_threads(thread=pair[0], into=pair[1], actor=editor)


def test_addresses_follow_further_merges(make_thread: MakeThread, editor: User, browser_of: Any) -> None:
    threads = [make_thread(f"Frage {number}") for number in range(3)]
    slug = threads[0].slug
    merge_threads(thread=threads[0], into=threads[1], actor=editor)
    merge_threads(thread=fresh(threads[1]), into=threads[2], actor=editor)
    assert browser_of(editor).get(f"/austausch/{slug}/")["Location"] == threads[2].list_url


def test_splitting(two: tuple[ThreadPage, ThreadPage], editor: User, helper: User, asker: User) -> None:
    first, _second = two
    moving = list(first.posts.filter(is_opening=False))
    with pytest.raises(PermissionDenied):
        split_thread(posts=moving, title="Neu", actor=asker)
    with pytest.raises(PlacementError):
        split_thread(posts=list(first.posts.all()), title="Neu", actor=editor)
    new = split_thread(posts=moving, title="Anderes Thema", actor=editor)
    assert texts(new) == ["a0", "a1"]
    assert new.posts.get(is_opening=True).text == "a0"
    assert (fresh(new).owner, fresh(new).reply_count, fresh(new).live) == (helper, 1, True)
    assert (fresh(first).reply_count, fresh(first).answered_at) == (0, None)
    assert texts(first) == ["A"]


def test_moving_answers(two: tuple[ThreadPage, ThreadPage], editor: User) -> None:
    first, second = two
    move_posts(posts=list(first.posts.filter(text="a0")), target=second, actor=editor)
    assert texts(fresh(second)) == ["B", "a0", "b0", "b1"]
    assert (fresh(first).reply_count, fresh(second).reply_count) == (1, 3)
    for posts in ([], list(first.posts.filter(is_opening=True)), list(second.posts.filter(is_opening=False))):
        with pytest.raises(PlacementError):
            move_posts(posts=posts, target=second, actor=editor)


def test_what_was_unread_stays_unread(
    two: tuple[ThreadPage, ThreadPage], make_thread: MakeThread, asker: User, editor: User
) -> None:
    first, second = two
    mark_read(asker, second.pk, second.posts.latest("pk").pk)
    mark_read(editor, first.pk, first.posts.latest("pk").pk)
    mark_read(editor, second.pk, second.posts.latest("pk").pk)
    merge_threads(thread=first, into=second, actor=editor)
    assert unread_counts(asker, [second])[second.pk] >= 2
    assert unread_counts(editor, [second]) == {}


def test_duplicates_lead_to_the_original(
    make_thread: MakeThread, editor: User, asker: User, helper: User, browser_of: Any
) -> None:
    original, again = make_thread("Original"), make_thread("Noch einmal")
    with pytest.raises(PermissionDenied):
        mark_duplicate(thread=again, original=original, actor=asker)
    with pytest.raises(PlacementError):
        mark_duplicate(thread=original, original=original, actor=editor)
    mark_duplicate(thread=again, original=original, actor=editor)
    with pytest.raises(PlacementError):
        mark_duplicate(thread=original, original=fresh(again), actor=editor)
    page = browser_of(helper).get(again.list_url).content.decode()
    assert "Das wurde schon einmal gefragt" in page
    assert original.list_url in page
    assert fresh(again).is_closed


def test_managing_by_form(make_thread: MakeThread, editor: User, browser_of: Any) -> None:
    original, again = make_thread("Original"), make_thread("Noch einmal")
    address = reverse("discussions:manage", args=[again.slug])
    browser = browser_of(editor)
    wrong = browser.post(address, {"duplicate_of": "https://x.example/austausch/gibt-es-nicht/"})
    assert "Unter dieser Adresse gibt es kein Thema." in wrong.content.decode()
    same = browser.post(address, {"duplicate_of": again.list_url})
    assert "Dieses Thema passt nicht" in same.content.decode()
    assert browser.post(address, {"is_pinned": "on", "is_closed": "on"}).status_code == 302
    assert (fresh(again).is_pinned, fresh(again).is_closed) == (True, True)
    named = browser.post(address, {"duplicate_of": f"http://testserver{original.list_url}?page=2#beitrag-1"})
    assert named.status_code == 302
    assert fresh(again).duplicate_of == original
    assert browser.post(address, {}).status_code == 302
    assert (fresh(again).duplicate_of, fresh(again).is_closed) == (None, False)
    assert browser.post(address, {"merge_into": original.list_url})["Location"] == original.list_url


def test_pinned_threads_stand_on_top(make_thread: MakeThread, editor: User, browser_of: Any) -> None:
    pinned = make_thread("Willkommen")
    make_thread("Neuer")
    with pytest.raises(PermissionDenied):
        pin_thread(thread=pinned, actor=pinned.owner, pinned=True)
    pin_thread(thread=pinned, actor=editor, pinned=True)
    context = browser_of(editor).get("/austausch/").context
    assert [thread.title for thread in context["pinned"]] == ["Willkommen"]


def test_splitting_by_form(two: tuple[ThreadPage, ThreadPage], editor: User, browser_of: Any) -> None:
    first, second = two
    address = reverse("discussions:split", args=[first.slug])
    browser = browser_of(editor)
    answer = first.posts.get(text="a0")
    assert "Bitte wählen Sie die Beiträge" in browser.post(address, {"title": "Neu"}).content.decode()
    both = browser.post(address, {"posts": [answer.pk], "title": "Neu", "target": second.list_url})
    assert "Bitte geben Sie entweder" in both.content.decode()
    assert browser.post(address, {"posts": [answer.pk], "target": second.list_url}).status_code == 302
    assert "a0" in texts(second)
    rest = first.posts.get(text="a1")
    assert browser.post(address, {"posts": [rest.pk], "title": "Eigenes Thema"}).status_code == 302
    assert ThreadPage.objects.get(title="Eigenes Thema").posts.get().text == "a1"
