"""What the page of a thread shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.utils.functional import cached_property

from exchange.discussions.formatting import without_mentions
from exchange.discussions.models import Attachment, HelpfulVote, Post, PostRevision, ThreadPage
from exchange.discussions.parts import ShownPost, facts_of, file_of, writer_of
from exchange.discussions.permissions import may_accept, may_change_thread
from exchange.discussions.reading import mark_read
from exchange.discussions.signals import thread_seen
from exchange.pages.models import ExchangePage

POSTS_PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads the thread, and what that person may do in it."""

    user: Any
    is_member: bool
    is_editor: bool
    may_reply: bool
    may_accept: bool


class PostPaginator(Paginator[Any]):
    """Pages of a thread's posts; their number is known without counting."""

    def __init__(self, posts: Any, total: int) -> None:
        super().__init__(posts, POSTS_PER_PAGE)
        self._total = total

    @cached_property
    def count(self) -> int:
        """All posts, removed ones included."""
        return self._total


def thread_context(thread: ThreadPage, request: HttpRequest) -> dict[str, Any]:
    """The posts of one page, with what this person may do; a number of queries that does not grow with the thread.

    For members what is shown is marked as read.
    """
    user: Any = request.user
    is_member = bool(getattr(user, "is_member", False))
    page = posts_page(thread, request.GET.get("page"))
    posts = list(page.object_list)
    accepted = _accepted(thread, posts) if page.number == 1 else None
    helpful = _helpful(user, posts) if is_member else set()
    if is_member and posts:
        last = max(post.pk for post in posts)
        mark_read(user, thread.pk, last)
        thread_seen.send(ThreadPage, user=user, thread_id=thread.pk, last_post_id=last)
    reader = _Reader(
        user=user,
        is_member=is_member,
        is_editor=bool(getattr(user, "is_editor", False)),
        may_reply=is_member and (not thread.is_closed or user.is_editor),
        may_accept=is_member and may_accept(user, thread),
    )
    return {
        "page_obj": page,
        "posts": [_shown(post, thread, reader, helpful) for post in posts],
        "accepted": _shown(accepted, thread, reader, helpful) if accepted else None,
        "services": thread.service_list,
        "tags": thread.tag_list,
        "original": _shown_page(thread.duplicate_of, user),
        "solution": _shown_page(thread.solution, user),
        "is_member": is_member,
        "is_editor": reader.is_editor,
        "may_change": may_change_thread(user, thread),
        "may_reply": reader.may_reply,
    }


def revisions_for_members(post: Post, revisions: Iterable[PostRevision]) -> list[PostRevision]:
    """The earlier versions, newest first, back to the last one that somebody else than the author has replaced.

    Editors change what somebody wrote because it must not stand there, for example what it says about a person.
    """
    return list(takewhile(lambda revision: revision.replaced_by_id == post.author_id, revisions))


def _shown_page(page: ExchangePage | None, user: Any) -> ExchangePage | None:
    """The page where this person may read it: it may be for members, or off the site, while the thread is not."""
    return page if page is not None and page.live and page.is_visible_to(user) else None


def posts_page(thread: ThreadPage, number: Any) -> Page[Any]:
    """One page of a thread's posts in reading order, with authors and files."""
    posts = (
        thread.posts.in_order()
        .select_related("author", "municipality")
        .prefetch_related(Prefetch("attachments", Attachment.objects.order_by("pk")))
    )
    return PostPaginator(posts, thread.posts.count()).get_page(number)


def page_number_of(post: Post) -> int:
    """The page of the thread on which a post stands, counted over an index."""
    before = post.thread.posts.filter(Q(posted_at__lt=post.posted_at) | Q(posted_at=post.posted_at, pk__lt=post.pk))
    return before.count() // POSTS_PER_PAGE + 1


def _accepted(thread: ThreadPage, posts: list[Post]) -> Post | None:
    """The accepted answer to show on top, out of the page where it stands there; None where it comes first anyway."""
    if thread.accepted_answer_id is None or thread.accepted_answer_id in [post.pk for post in posts[1:2]]:
        return None
    on_page = next((post for post in posts if post.pk == thread.accepted_answer_id), None)
    if on_page is not None:
        return on_page
    found: Post | None = (
        thread.posts.shown()
        .filter(pk=thread.accepted_answer_id)
        .select_related("author", "municipality")
        .prefetch_related("attachments")
        .first()
    )
    return found


def _helpful(user: Any, posts: list[Post]) -> set[int]:
    """Which of these posts the member has found helpful."""
    return set(HelpfulVote.objects.filter(user=user, post__in=posts).values_list("post", flat=True))


def _shown(post: Post, thread: ThreadPage, reader: _Reader, helpful: set[int]) -> ShownPost:
    """A post as this reader sees it."""
    is_own = reader.is_member and post.author_id == reader.user.pk
    may_write = reader.is_member and not post.is_removed
    may_change = may_write and (is_own or reader.is_editor)
    return ShownPost(
        post=facts_of(post),
        html=post.html if reader.is_member else without_mentions(post.html),
        attachments=tuple(file_of(file) for file in post.attachments.all()),
        author=writer_of(post.author) if reader.is_member else None,
        role=post.author.job_title if post.author else "",
        municipality=post.municipality.name if post.municipality else "",
        slug=thread.slug,
        is_member=reader.is_member,
        is_own=is_own,
        is_accepted=post.pk == thread.accepted_answer_id,
        is_helpful=post.pk in helpful,
        may_reply=reader.may_reply,
        may_vote=may_write and not is_own,
        may_accept=reader.may_accept and not post.is_opening,
        may_change=may_change,
        may_remove=may_change and not post.is_opening,
        may_restore=reader.is_editor and post.is_removed,
    )
