"""Rows of lists and posts of threads, made once for each content, as cards are (exchange/pages/cards.py).

A page shows twenty of them, each out of several templates. They are kept by all that they show: whatever changes makes
another one, and nobody can get one with something that was not read for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exchange.discussions.models import Attachment, Post, ThreadPage
from exchange.members.models import User
from exchange.pages.models import Tag

KEPT = 2_000  # of each in a process, about 3 kB each


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """All that a row of a list shows. ``tags`` are (name, address part)."""

    title: str
    list_url: str
    kind_label: str
    is_members_only: bool
    accepted_answer_id: int | None
    is_unanswered: bool
    is_closed: bool
    reply_count: int
    unread: int
    municipality: str
    last_posted_at: datetime | None
    tags: tuple[tuple[str, str], ...]

    @property
    def tag_list(self) -> list[Tag]:
        """Its tags, with their addresses."""
        return [Tag(name=name, slug=slug) for name, slug in self.tags]


def row_of(thread: ThreadPage) -> ThreadRow:
    """The row of a thread that was read for a list (see listing.thread_rows)."""
    return ThreadRow(
        title=thread.title,
        list_url=thread.list_url,
        kind_label=thread.kind_label,
        is_members_only=thread.is_members_only,
        accepted_answer_id=thread.accepted_answer_id,
        is_unanswered=thread.is_unanswered,
        is_closed=thread.is_closed,
        reply_count=thread.reply_count,
        unread=getattr(thread, "unread", 0),
        municipality=thread.municipality.name if thread.municipality else "",
        last_posted_at=thread.last_posted_at,
        tags=tuple((tag.name, tag.slug) for tag in thread.tag_list),
    )


@lru_cache(maxsize=KEPT)
def render_row(row: ThreadRow, *, pinned: bool) -> SafeString:
    """The HTML of a row."""
    return render_to_string("discussions/thread_row.html", {"thread": row, "pinned": pinned})


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What does not depend on who reads a post."""

    pk: int
    anchor: str
    get_absolute_url: str
    is_opening: bool
    is_removed: bool
    removal_reason: str
    posted_at: datetime
    edited_at: datetime | None
    source: str
    get_source_display: str
    helpful_count: int


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a post, for members."""

    get_full_name: str
    initials: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file on a post."""

    url: str
    name: str
    size: int
    is_image: bool
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post as one reader sees it; names of members are for members, so ``author`` is None for all others."""

    post: PostFacts
    html: str
    attachments: tuple[FileFacts, ...]
    author: Writer | None
    role: str
    municipality: str
    slug: str
    is_member: bool
    is_own: bool
    is_accepted: bool
    is_helpful: bool
    may_reply: bool
    may_vote: bool
    may_accept: bool
    may_change: bool
    may_remove: bool
    may_restore: bool


def facts_of(post: Post) -> PostFacts:
    """What does not depend on the reader."""
    return PostFacts(
        pk=post.pk,
        anchor=post.anchor,
        get_absolute_url=post.get_absolute_url(),
        is_opening=post.is_opening,
        is_removed=post.is_removed,
        removal_reason=post.removal_reason,
        posted_at=post.posted_at,
        edited_at=post.edited_at,
        source=post.source,
        get_source_display=str(post.get_source_display()),
        helpful_count=post.helpful_count,
    )


def writer_of(author: User | None) -> Writer | None:
    """Name and initials; None for an account that is gone."""
    return Writer(author.get_full_name(), author.initials) if author is not None else None


def file_of(file: Attachment) -> FileFacts:
    """A file on a post."""
    return FileFacts(file.url, file.name, file.size, file.is_image, file.width, file.height)


@lru_cache(maxsize=KEPT)
def render_post(item: ShownPost, *, copy: bool) -> SafeString:
    """The HTML of a post; ``copy``: it stands on the page a second time and has no anchor."""
    return render_to_string("discussions/post.html", {"item": item, "copy": copy})
