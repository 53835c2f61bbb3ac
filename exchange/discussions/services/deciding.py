"""What members think of answers: helpful, and accepted."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from exchange.discussions.models import HelpfulVote, Post, ThreadPage
from exchange.discussions.permissions import may_accept, require_member
from exchange.discussions.services.counting import locked_thread
from exchange.discussions.signals import answer_accepted, posts_changed
from exchange.members.models import User


class NotAnAnswerError(Exception):
    """The post cannot be chosen: it is the question itself, is gone, or stands in another thread."""


@transaction.atomic
def mark_helpful(*, post: Post, user: User, helpful: bool) -> None:
    """Say that a post helped, or take that back; once for each member, never for one's own (PermissionDenied)."""
    require_member(user)
    if post.author_id == user.pk or post.is_removed:
        raise PermissionDenied
    if helpful:
        _vote, changed = HelpfulVote.objects.get_or_create(post=post, user=user)
    else:
        changed = bool(HelpfulVote.objects.filter(post=post, user=user).delete()[0])
    if changed:
        Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + (1 if helpful else -1))


@transaction.atomic
def accept_answer(*, thread: ThreadPage, post: Post | None, actor: User) -> None:
    """Put an answer on top as the one that solved the question; None takes the choice back.

    The asker and editors may (PermissionDenied). Raises NotAnAnswerError.
    """
    current = locked_thread(thread.pk)
    if not may_accept(actor, current):
        raise PermissionDenied
    if post is not None and not current.posts.shown().filter(pk=post.pk, is_opening=False).exists():
        raise NotAnAnswerError
    ThreadPage.objects.filter(pk=current.pk).update(accepted_answer=post)
    posts_changed.send(ThreadPage, thread=current)
    if post is not None:
        answer_accepted.send(Post, post=post, actor=actor)
