"""What threads keep of their posts, counted anew after posts have gone or come."""

from __future__ import annotations

from django.db.models import Q

from exchange.discussions.models import Post, ThreadPage


def locked_thread(thread_id: int) -> ThreadPage:
    """The thread as it is now, locked until the end of the transaction: its writers queue up."""
    return ThreadPage.objects.select_for_update(of=("self",)).get(pk=thread_id)


def recount(thread: ThreadPage) -> None:
    """Write the counters of a locked thread out of its posts."""
    shown = thread.posts.shown()
    latest = shown.order_by("-posted_at", "-pk").first() or thread.posts.order_by("-posted_at", "-pk").first()
    replies = shown.filter(is_opening=False)
    by_others = replies.filter(~Q(author=thread.owner_id) | Q(author=None)).order_by("posted_at")
    values = {
        "reply_count": replies.count(),
        "last_posted_at": latest.posted_at if latest else thread.first_published_at,
        "last_poster_id": latest.author_id if latest else None,
        "answered_at": by_others.values_list("posted_at", flat=True).first(),
    }
    accepted = thread.accepted_answer_id
    if accepted is not None and not replies.filter(pk=accepted).exists():
        values["accepted_answer_id"] = None
    ThreadPage.objects.filter(pk=thread.pk).update(**values)
    for name, value in values.items():
        setattr(thread, name, value)


def municipality_of(user: object) -> int | None:
    """The key of the municipality in whose name somebody writes: that of the oldest membership."""
    memberships = getattr(user, "active_memberships", [])
    return memberships[0].municipality_id if memberships else None


def last_post_id(thread_id: int) -> int:
    """The highest key among the posts of a thread."""
    return Post.objects.filter(thread=thread_id).order_by("-pk").values_list("pk", flat=True).first() or 0
