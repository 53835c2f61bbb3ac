"""Answers: writing, editing, taking away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from exchange.discussions.attachments import attach, detach
from exchange.discussions.enums import PostSource
from exchange.discussions.formatting import shortened, text_of_html, without_mentions
from exchange.discussions.mentions import mark_mentions
from exchange.discussions.models import Attachment, Post, PostRevision, ThreadPage
from exchange.discussions.permissions import may_change_post, require_editor, require_member
from exchange.discussions.reading import mark_read
from exchange.discussions.services.counting import locked_thread, municipality_of, recount
from exchange.discussions.signals import post_created, posts_changed
from exchange.members.models import User


class ClosedError(Exception):
    """The thread takes no more answers."""


@transaction.atomic
def post_reply(
    *,
    thread: ThreadPage,
    author: User,
    html: str,
    files: Sequence[UploadedFile[Any]] = (),
    source: PostSource = PostSource.WEB,
) -> Post:
    """A new answer; ``html`` is clean. Only members may (PermissionDenied); ClosedError in a closed thread.

    Everything before it counts as read by its author.
    """
    require_member(author)
    if locked_thread(thread.pk).is_closed and not author.is_editor:
        raise ClosedError
    marked, mentioned = mark_mentions(html)
    post = Post.objects.create(
        thread_id=thread.pk,
        author=author,
        municipality_id=municipality_of(author),
        html=marked,
        text=text_of_html(without_mentions(marked)),
        source=source,
    )
    attach(post, files)
    values: dict[str, Any] = {
        "reply_count": F("reply_count") + 1,
        "last_posted_at": post.posted_at,
        "last_poster": author,
    }
    if author.pk != thread.owner_id:
        values["answered_at"] = Coalesce(F("answered_at"), Value(post.posted_at))
    ThreadPage.objects.filter(pk=thread.pk).update(**values)
    mark_read(author, thread.pk, post.pk)
    post_created.send(Post, post=post, mentioned=mentioned)
    return post


@transaction.atomic
def edit_post(
    *,
    post: Post,
    actor: User,
    html: str,
    seen: datetime | None = None,
    files: Sequence[UploadedFile[Any]] = (),
    removed: Sequence[Attachment] = (),
) -> Post:
    """Another text, more ``files``, without those ``removed``. The author and editors may (PermissionDenied).

    The old text is kept, removed files are not: most often they hold what should never have been there.
    ``seen`` is when the text was last edited as the editing person saw it; ConflictError where it has changed since.
    """
    current = Post.objects.select_for_update(of=("self",)).select_related("thread").get(pk=post.pk)
    if not may_change_post(actor, current):
        raise PermissionDenied
    if seen is not None and (current.edited_at or current.posted_at) > seen:
        raise ConflictError
    marked, _mentioned = mark_mentions(html)
    gone = current.attachments.filter(pk__in=[attachment.pk for attachment in removed])
    if marked == current.html and not files and not gone:
        return current
    detach(gone)
    attach(current, files)
    if marked != current.html:
        PostRevision.objects.create(
            post=current, html=current.html, written_at=current.edited_at or current.posted_at, replaced_by=actor
        )
    current.html = marked
    current.text = text_of_html(without_mentions(marked))
    current.edited_at = timezone.now()
    current.save(update_fields=["html", "text", "edited_at"])
    if current.is_opening:
        ThreadPage.objects.filter(pk=current.thread_id).update(summary=shortened(current.text))
    posts_changed.send(ThreadPage, thread=current.thread)
    return current


class ConflictError(Exception):
    """Somebody else has edited the text meanwhile."""


@transaction.atomic
def remove_post(*, post: Post, actor: User, reason: str = "") -> None:
    """Leave a note in place of an answer; its author and editors may (PermissionDenied), editors say why.

    The opening post stays: without it nobody would understand the answers.
    """
    thread = locked_thread(post.thread_id)
    current = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if current.is_opening or not may_change_post(actor, current):
        raise PermissionDenied
    current.removed_at = timezone.now()
    current.removed_by = actor
    current.removal_reason = reason
    current.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    recount(thread)
    posts_changed.send(ThreadPage, thread=thread)


@transaction.atomic
def restore_post(*, post: Post, actor: User) -> None:
    """Show a removed answer again; only editors may (PermissionDenied)."""
    require_editor(actor)
    thread = locked_thread(post.thread_id)
    Post.objects.filter(pk=post.pk).update(removed_at=None, removed_by=None, removal_reason="")
    recount(thread)
    posts_changed.send(ThreadPage, thread=thread)
