"""What editors do to keep order: closing, pinning, duplicates, splitting and merging."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from exchange.discussions.formatting import shortened
from exchange.discussions.models import ForumIndexPage, Post, ThreadAlias, ThreadPage
from exchange.discussions.permissions import require_editor
from exchange.discussions.reading import carry_marks
from exchange.discussions.services.counting import locked_thread, recount
from exchange.discussions.services.opening import thread_slug
from exchange.discussions.signals import posts_changed, thread_merged
from exchange.members.models import User
from exchange.pages.models import ServiceLink


class PlacementError(Exception):
    """The posts cannot be moved like this."""


@transaction.atomic
def close_thread(*, thread: ThreadPage, actor: User, closed: bool) -> None:
    """Take no more answers, or take them again; only editors may (PermissionDenied)."""
    require_editor(actor)
    ThreadPage.objects.filter(pk=thread.pk).update(is_closed=closed)
    posts_changed.send(ThreadPage, thread=thread)


@transaction.atomic
def pin_thread(*, thread: ThreadPage, actor: User, pinned: bool) -> None:
    """Keep a thread on top of the list, or let it go; only editors may (PermissionDenied)."""
    require_editor(actor)
    ThreadPage.objects.filter(pk=thread.pk).update(is_pinned=pinned)


@transaction.atomic
def mark_duplicate(*, thread: ThreadPage, original: ThreadPage | None, actor: User) -> None:
    """Send readers to the thread where the same was asked before, and close this one; None takes it back.

    Only editors may (PermissionDenied). PlacementError where the original is this thread or a duplicate itself.
    """
    require_editor(actor)
    if original is not None and (original.pk == thread.pk or original.duplicate_of_id is not None):
        raise PlacementError
    ThreadPage.objects.filter(pk=thread.pk).update(duplicate_of=original, is_closed=original is not None)
    posts_changed.send(ThreadPage, thread=thread)


@transaction.atomic
def move_posts(*, posts: Collection[Post], target: ThreadPage, actor: User) -> None:
    """Move answers of one thread to another one, where they stand by their time; only editors may (PermissionDenied).

    PlacementError where the opening post is among them, they are of several threads, there is nothing to move, or what
    was written for members would become public.
    """
    require_editor(actor)
    sources = {post.thread_id for post in posts}
    if len(sources) != 1 or target.pk in sources or any(post.is_opening for post in posts):
        raise PlacementError
    source, into = _locked(sources.pop(), target.pk)
    if source.is_members_only and not into.is_members_only:
        raise PlacementError
    keys = [post.pk for post in posts]
    carry_marks(source=source.pk, target=into.pk, post_ids=keys)
    Post.objects.filter(pk__in=keys, thread=source.pk).update(thread=into.pk)
    for thread in (source, into):
        recount(thread)
        posts_changed.send(ThreadPage, thread=thread)


@transaction.atomic
def split_thread(*, posts: Collection[Post], title: str, actor: User) -> ThreadPage:
    """Make a thread of its own out of answers of another one; the earliest opens it. Only editors may.

    It takes over kind, visibility, tags, services and solution. Raises PermissionDenied and, as ``move_posts`` does,
    PlacementError.
    """
    require_editor(actor)
    chosen = sorted((post for post in posts if not post.is_removed), key=lambda post: (post.posted_at, post.pk))
    if not chosen or len({post.thread_id for post in posts}) != 1 or any(post.is_opening for post in posts):
        raise PlacementError
    index = ForumIndexPage.objects.select_for_update(of=("self",)).get()
    source = locked_thread(chosen[0].thread_id)
    opening = chosen[0]
    thread = ThreadPage(
        title=title,
        slug=thread_slug(index, title),
        summary=shortened(opening.text),
        owner=opening.author,
        municipality_id=opening.municipality_id,
        visibility=source.visibility,
        thread_kind=source.thread_kind,
        solution=source.solution,
        first_published_at=opening.posted_at,
        last_posted_at=timezone.now(),
        live=False,
    )
    thread.tags.set([tag.name for tag in source.tags.all()])
    thread.service_links.set([ServiceLink(service=link.service) for link in source.service_links.all()])
    index.add_child(instance=thread)
    keys = [post.pk for post in posts]
    carry_marks(source=source.pk, target=thread.pk, post_ids=keys)
    Post.objects.filter(pk__in=keys, thread=source.pk).update(thread=thread.pk)
    Post.objects.filter(pk=opening.pk).update(is_opening=True)
    recount(source)
    recount(thread)
    thread.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    posts_changed.send(ThreadPage, thread=source)
    return thread


@transaction.atomic
def merge_threads(*, thread: ThreadPage, into: ThreadPage, actor: User) -> None:
    """Move everything to another thread; the old address leads there from now on. Only editors may (PermissionDenied).

    PlacementError where both are the same, or one is for members and the other is not.
    """
    require_editor(actor)
    if thread.pk == into.pk:
        raise PlacementError
    old, target = _locked(thread.pk, into.pk)
    if old.visibility != target.visibility:
        raise PlacementError
    keys = list(old.posts.values_list("pk", flat=True))
    carry_marks(source=old.pk, target=target.pk, post_ids=keys)
    old.posts.update(thread=target.pk, is_opening=False)
    opening = target.posts.in_order().filter(removed_at=None).first()
    if opening is not None:
        target.posts.filter(is_opening=True).update(is_opening=False)
        target.posts.filter(pk=opening.pk).update(is_opening=True)
    ThreadAlias.objects.filter(thread=old.pk).update(thread=target.pk)
    ThreadAlias.objects.create(slug=old.slug, old_id=old.pk, thread=target)
    ThreadPage.objects.filter(duplicate_of=old.pk).exclude(pk=target.pk).update(duplicate_of=target.pk)
    if target.duplicate_of_id == old.pk:
        ThreadPage.objects.filter(pk=target.pk).update(duplicate_of=None)
    recount(target)
    thread_merged.send(ThreadPage, old_id=old.pk, thread=target)
    ThreadPage.objects.get(pk=old.pk).delete(user=actor)
    posts_changed.send(ThreadPage, thread=target)


def _locked(first: int, second: int) -> tuple[ThreadPage, ThreadPage]:
    """Both threads, locked in the order of their keys, so that two editors never wait for each other."""
    locked = {key: locked_thread(key) for key in sorted((first, second))}
    return locked[first], locked[second]
