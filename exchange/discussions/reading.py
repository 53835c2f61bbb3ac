"""Unread marks: how far each member has read each thread.

A mark is the key of the latest post that was shown; keys ascend as posts are written. A thread without a mark is new to
a member when something was written in it since the person joined: nobody begins with a thousand unread threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import Exact

from exchange.discussions.models import Post, ReadMark, ThreadPage
from exchange.discussions.models.thread import ThreadQuerySet
from exchange.members.models import User


def mark_read(user: User, thread_id: int, post_id: int) -> None:
    """Note that everything up to this post has been read; a mark never goes back."""
    moved = ReadMark.objects.filter(user=user, thread=thread_id).update(last_read=Greatest(F("last_read"), post_id))
    if not moved:
        ReadMark.objects.bulk_create(
            [ReadMark(user=user, thread_id=thread_id, last_read=post_id)],
            update_conflicts=True,
            unique_fields=["user", "thread"],
            update_fields=["last_read"],
        )


def with_unread(threads: ThreadQuerySet, user: Any) -> ThreadQuerySet:
    """The threads with ``unread``: how many posts of others the member has not seen in each; nothing for visitors.

    Counted for each row: only for the few threads that a page shows. Threads without a mark count from the day on
    which the person joined.
    """
    if not getattr(user, "is_member", False):
        return threads
    mark = ReadMark.objects.filter(user=user, thread=OuterRef("pk")).values("last_read")[:1]
    unseen = (
        Post.objects.shown()
        .filter(
            Q(pk__gt=OuterRef("mark")) & (~Q(Exact(OuterRef("mark"), -1)) | Q(posted_at__gte=user.date_joined)),
            thread=OuterRef("pk"),
        )
        .filter(~Q(author=user) | Q(author=None))
        .order_by()
        .values("thread")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return threads.annotate(mark=Coalesce(Subquery(mark), -1)).annotate(unread=Coalesce(Subquery(unseen), 0))


def unread_counts(user: Any, threads: Iterable[ThreadPage]) -> dict[int, int]:
    """How many posts of others the member has not seen, by thread; those without any are left out."""
    keys = [thread.pk for thread in threads]
    counted = with_unread(ThreadPage.objects.filter(pk__in=keys), user)
    return {thread.pk: thread.unread for thread in counted if getattr(thread, "unread", 0)}


def first_unread(user: Any, thread: ThreadPage) -> Post | None:
    """The first post in reading order that the member has not seen; None where there is none."""
    mark = ReadMark.objects.filter(user=user, thread=thread).values_list("last_read", flat=True).first() or 0
    return thread.posts.filter(pk__gt=mark).in_order().first()


@transaction.atomic
def carry_marks(*, source: int, target: int, post_ids: Collection[int]) -> None:
    """Keep marks right for posts that move to another thread; to be called before they do.

    What somebody has not read there is unread here, even at the price of reading something twice.
    """
    moving = sorted(post_ids)
    if not moving:
        return
    here = dict(ReadMark.objects.filter(thread=target).values_list("user", "last_read"))
    there = dict(ReadMark.objects.filter(thread=source).values_list("user", "last_read"))
    latest = Post.objects.filter(thread=target).aggregate(latest=Max("pk"))["latest"] or 0
    marks = []
    for user_id in here.keys() | there.keys():
        unread = [key for key in moving if key > there.get(user_id, 0)]
        read_here = here.get(user_id, 0 if latest else moving[-1])
        if unread:
            mark = min(read_here, unread[0] - 1)
        elif read_here >= latest:
            mark = max(read_here, moving[-1])
        else:
            mark = read_here
        marks.append(ReadMark(user_id=user_id, thread_id=target, last_read=mark))
    ReadMark.objects.bulk_create(
        marks, update_conflicts=True, unique_fields=["user", "thread"], update_fields=["last_read"]
    )
