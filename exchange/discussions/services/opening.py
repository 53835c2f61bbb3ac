"""Opening a thread, and changing what stands at its head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exchange.discussions.attachments import attach
from exchange.discussions.enums import ThreadKind
from exchange.discussions.formatting import shortened, text_of_html, without_mentions
from exchange.discussions.mentions import mark_mentions
from exchange.discussions.models import ForumIndexPage, Post, ThreadAlias, ThreadPage
from exchange.discussions.permissions import may_change_thread, require_member
from exchange.discussions.reading import mark_read
from exchange.discussions.services.counting import municipality_of
from exchange.discussions.signals import post_created, thread_opened
from exchange.german import free_slug, german_slug
from exchange.members.models import User
from exchange.ozg.models import Service
from exchange.pages.enums import Visibility
from exchange.pages.models import ServiceLink
from exchange.solutions.models import SolutionPage

SLUG_LENGTH = 70
# Address parts below the forum that are no threads.
RESERVED_SLUGS = {"neu", "beitrag", "datei", "mitglieder"}


class ExposureError(Exception):
    """What colleagues have written for members only would be read by everybody."""


@transaction.atomic
def open_thread(
    *,
    author: User,
    title: str,
    html: str,
    kind: ThreadKind = ThreadKind.QUESTION,
    visibility: Visibility = Visibility.MEMBERS,
    tags: Sequence[str] = (),
    services: Sequence[Service] = (),
    solution: SolutionPage | None = None,
    files: Sequence[UploadedFile[Any]] = (),
) -> ThreadPage:
    """A new thread with its opening post; ``html`` is clean. Only members may (PermissionDenied).

    The lock on the parent makes any number of writers at the same time queue up instead of colliding in the page tree.
    """
    require_member(author)
    index = ForumIndexPage.objects.select_for_update(of=("self",)).get()
    marked, mentioned = mark_mentions(html)
    text = text_of_html(without_mentions(marked))
    now = timezone.now()
    thread = ThreadPage(
        title=title,
        slug=thread_slug(index, title),
        summary=shortened(text),
        owner=author,
        municipality_id=municipality_of(author),
        visibility=visibility,
        thread_kind=kind,
        solution=solution,
        last_posted_at=now,
        last_poster=author,
        live=False,
    )
    thread.tags.set(tags)
    thread.service_links.set([ServiceLink(service=service) for service in services])
    index.add_child(instance=thread)
    post = Post.objects.create(
        thread=thread,
        is_opening=True,
        author=author,
        municipality_id=thread.municipality_id,
        html=marked,
        text=text,
        posted_at=now,
    )
    attach(post, files)
    thread.save_revision(user=author, log_action=False).publish(user=author, skip_permission_checks=True)
    mark_read(author, thread.pk, post.pk)
    thread_opened.send(ThreadPage, thread=thread)
    post_created.send(Post, post=post, mentioned=mentioned)
    return thread


@transaction.atomic
def change_thread(
    *,
    thread: ThreadPage,
    actor: User,
    title: str,
    kind: ThreadKind,
    visibility: Visibility,
    tags: Sequence[str],
    services: Sequence[Service],
    solution: SolutionPage | None,
) -> None:
    """Another head: whoever opened the thread and editors may (PermissionDenied). The address stays.

    ExposureError where others have written for members and the thread would become public; editors decide about that.
    """
    if not may_change_thread(actor, thread):
        raise PermissionDenied
    current = ThreadPage.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    becomes_public = current.is_members_only and visibility == Visibility.PUBLIC
    if becomes_public and not actor.is_editor and current.posts.filter(~Q(author=actor) | Q(author=None)).exists():
        raise ExposureError
    current.title = title
    current.draft_title = title
    current.thread_kind = kind
    current.visibility = visibility
    current.solution = solution
    current.tags.set(tags)
    current.service_links.set(
        [ServiceLink(service=service, sort_order=number) for number, service in enumerate(services)]
    )
    current.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)


def thread_slug(index: ForumIndexPage, title: str) -> str:
    """An address part out of the title that no thread has or had; the caller holds the lock on the index."""
    base = german_slug(title, SLUG_LENGTH) or "beitrag"
    below = ThreadPage.objects.child_of(index).filter(slug__startswith=base)
    taken = {
        *RESERVED_SLUGS,
        *below.values_list("slug", flat=True),
        *ThreadAlias.objects.filter(slug__startswith=base).values_list("slug", flat=True),
    }
    return free_slug(base, taken)
