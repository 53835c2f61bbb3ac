"""Opening threads, answering, editing, taking away; counters and marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from exchange.discussions.enums import ThreadKind
from exchange.discussions.models import Post, ReadMark, ThreadPage
from exchange.discussions.reading import unread_counts
from exchange.discussions.services import (
    ClosedError,
    ConflictError,
    accept_answer,
    close_thread,
    edit_post,
    mark_helpful,
    open_thread,
    post_reply,
    remove_post,
    restore_post,
)
from exchange.discussions.services.deciding import NotAnAnswerError
from exchange.discussions.signals import post_created, thread_opened
from exchange.members.models import User
from exchange.pages.enums import Visibility
from tests.factories import UserFactory, make_service, make_solution

pytestmark = pytest.mark.django_db

MakeThread = Callable[..., ThreadPage]


def fresh(thread: ThreadPage) -> ThreadPage:
    """The thread as the database has it."""
    return ThreadPage.objects.get(pk=thread.pk)


def test_a_thread_has_all_that_was_said(asker: User) -> None:
    service, solution = make_service(), make_solution(title="Zammad")
    thread = open_thread(
        author=asker,
        title="Größere Anhänge per OZG-Dienst?",
        html="<p>Wie macht ihr das?</p>",
        kind=ThreadKind.DISCUSSION,
        visibility=Visibility.PUBLIC,
        tags=["OZG", "Anhänge"],
        services=[service],
        solution=solution,
    )
    thread = fresh(thread)
    assert thread.live
    assert thread.slug == "groessere-anhaenge-per-ozg-dienst"
    assert thread.municipality == asker.active_memberships[0].municipality
    assert {tag.name for tag in thread.tags.all()} == {"OZG", "Anhänge"}
    assert thread.service_list == [service]
    assert thread.solution == solution
    assert thread.summary == "Wie macht ihr das?"
    opening = thread.posts.get()
    assert opening.is_opening
    assert thread.last_posted_at == opening.posted_at
    assert (thread.reply_count, thread.is_unanswered) == (0, False)


def test_two_threads_of_one_title_have_two_addresses(make_thread: MakeThread) -> None:
    slugs = [make_thread("Frage?").slug for _ in range(3)] + [make_thread("Neu").slug]
    assert slugs == ["frage", "frage-2", "frage-3", "neu-2"]


def test_only_members_write(asker: User, make_thread: MakeThread) -> None:
    thread, outsider = make_thread(), UserFactory()
    with pytest.raises(PermissionDenied):
        open_thread(author=outsider, title="Hallo", html="<p>Hallo</p>")
    with pytest.raises(PermissionDenied):
        post_reply(thread=thread, author=outsider, html="<p>Hallo</p>")


def test_an_answer_counts(make_thread: MakeThread, asker: User, helper: User) -> None:
    thread = make_thread()
    post_reply(thread=thread, author=asker, html="<p>Ein Nachtrag.</p>")
    assert fresh(thread).is_unanswered
    answer = post_reply(thread=thread, author=helper, html="<p>Wir haben das.</p>")
    thread = fresh(thread)
    assert thread.reply_count == 2
    assert thread.last_poster == helper
    assert thread.last_posted_at == thread.answered_at == answer.posted_at
    assert not ThreadPage.objects.unanswered().exists()


def test_counters_survive_a_publication_of_an_older_draft(make_thread: MakeThread, helper: User, editor: User) -> None:
    thread = make_thread()
    revision = fresh(thread).save_revision(user=editor)
    post_reply(thread=thread, author=helper, html="<p>Antwort.</p>")
    close_thread(thread=thread, actor=editor, closed=True)
    revision.publish(user=editor)
    thread = fresh(thread)
    assert (thread.reply_count, thread.is_closed, thread.last_poster) == (1, True, helper)


def test_closed_threads_take_no_answers_but_of_editors(make_thread: MakeThread, helper: User, editor: User) -> None:
    thread = make_thread()
    with pytest.raises(PermissionDenied):
        close_thread(thread=thread, actor=helper, closed=True)
    close_thread(thread=thread, actor=editor, closed=True)
    with pytest.raises(ClosedError):
        post_reply(thread=thread, author=helper, html="<p>Noch etwas.</p>")
    post_reply(thread=thread, author=editor, html="<p>Ein Schlusswort.</p>")


def test_editing_keeps_what_was_said(make_thread: MakeThread, asker: User, helper: User) -> None:
    post = make_thread().posts.get()
    with pytest.raises(PermissionDenied):
        edit_post(post=post, actor=helper, html="<p>Unfug.</p>")
    edit_post(post=post, actor=asker, html="<p>Genauer gefragt.</p>")
    post.refresh_from_db()
    assert post.html == "<p>Genauer gefragt.</p>"
    assert [revision.html for revision in post.revisions.all()] == ["<p>Wir suchen Erfahrungen.</p>"]
    assert fresh(post.thread).summary == "Genauer gefragt."


def test_an_edit_of_an_old_version_is_refused(make_thread: MakeThread, asker: User, editor: User) -> None:
    post = make_thread().posts.get()
    seen = post.posted_at
    edit_post(post=post, actor=editor, html="<p>Von der Redaktion.</p>", seen=seen)
    with pytest.raises(ConflictError):
        edit_post(post=post, actor=asker, html="<p>Von mir.</p>", seen=seen)


def test_a_removed_answer_leaves_the_counters_right(make_thread: MakeThread, helper: User, editor: User) -> None:
    thread = make_thread()
    answer = post_reply(thread=thread, author=helper, html="<p>Werbung.</p>")
    accept_answer(thread=thread, post=answer, actor=editor)
    remove_post(post=answer, actor=editor, reason="Werbung")
    thread = fresh(thread)
    assert (thread.reply_count, thread.accepted_answer, thread.is_unanswered) == (0, None, True)
    assert "Werbung" not in " ".join(thread.searched_texts)
    restore_post(post=answer, actor=editor)
    assert fresh(thread).reply_count == 1


def test_the_opening_post_stays(make_thread: MakeThread, asker: User, editor: User) -> None:
    opening = make_thread().posts.get()
    for person in (asker, editor):
        with pytest.raises(PermissionDenied):
            remove_post(post=opening, actor=person)


def test_helpful_counts_once_for_each_member(make_thread: MakeThread, asker: User, helper: User, editor: User) -> None:
    answer = post_reply(thread=make_thread(), author=helper, html="<p>So geht es.</p>")
    for helpful in (True, True):
        mark_helpful(post=answer, user=asker, helpful=helpful)
    mark_helpful(post=answer, user=editor, helpful=True)
    answer.refresh_from_db()
    assert answer.helpful_count == 2
    for helpful in (False, False):
        mark_helpful(post=answer, user=asker, helpful=helpful)
    answer.refresh_from_db()
    assert answer.helpful_count == 1
    with pytest.raises(PermissionDenied):
        mark_helpful(post=answer, user=helper, helpful=True)


def test_the_asker_and_editors_accept(make_thread: MakeThread, asker: User, helper: User, editor: User) -> None:
    thread, other = make_thread(), make_thread("Andere Frage")
    answer = post_reply(thread=thread, author=helper, html="<p>So geht es.</p>")
    with pytest.raises(PermissionDenied):
        accept_answer(thread=thread, post=answer, actor=helper)
    with pytest.raises(NotAnAnswerError):
        accept_answer(thread=other, post=answer, actor=asker)
    with pytest.raises(NotAnAnswerError):
        accept_answer(thread=thread, post=thread.posts.get(is_opening=True), actor=asker)
    accept_answer(thread=thread, post=answer, actor=asker)
    assert fresh(thread).accepted_answer == answer
    accept_answer(thread=thread, post=None, actor=editor)
    assert fresh(thread).accepted_answer is None


def test_unread_marks(make_thread: MakeThread, asker: User, helper: User, editor: User) -> None:
    thread = make_thread()
    User.objects.filter(pk=editor.pk).update(date_joined=timezone.now() + timedelta(days=1))
    editor.refresh_from_db()
    assert unread_counts(asker, [thread]) == {}
    assert unread_counts(helper, [thread]) == {thread.pk: 1}
    assert unread_counts(editor, [thread]) == {}
    for number in range(3):
        post_reply(thread=thread, author=helper, html=f"<p>{number}</p>")
    assert unread_counts(asker, [thread]) == {thread.pk: 3}
    assert unread_counts(helper, [thread]) == {}


def test_answering_never_moves_a_mark_back(make_thread: MakeThread, asker: User, helper: User) -> None:
    thread = make_thread()
    post = post_reply(thread=thread, author=helper, html="<p>1</p>")
    ReadMark.objects.update_or_create(user=asker, thread=thread, defaults={"last_read": post.pk + 5})
    post_reply(thread=thread, author=asker, html="<p>2</p>")
    assert ReadMark.objects.get(user=asker, thread=thread).last_read == post.pk + 5


def test_signals_tell_what_happened_with_whom(make_thread: MakeThread, helper: User) -> None:
    told: list[Any] = []

    def hear_thread(thread: ThreadPage, **kwargs: Any) -> None:
        told.append(("thread", thread.pk))

    def hear_post(post: Post, mentioned: list[int], **kwargs: Any) -> None:
        told.append(("post", post.is_opening, mentioned))

    thread_opened.connect(hear_thread)
    post_created.connect(hear_post)
    try:
        thread = make_thread(html="<p>Weiß das @Hanna Helferin?</p>")
    finally:
        thread_opened.disconnect(hear_thread)
        post_created.disconnect(hear_post)
    assert told == [("thread", thread.pk), ("post", True, [helper.pk])]
