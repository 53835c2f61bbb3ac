"""What the apps below tell, turned into work inside the transaction of the change: there are both or neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published

from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.signals import (
    answer_accepted,
    post_created,
    posts_changed,
    thread_merged,
    thread_seen,
)
from exchange.members.models import User
from exchange.notifications.following import carry_subscriptions, follow_automatically
from exchange.notifications.inbox import mark_thread_read
from exchange.notifications.models import Delivery, Subscription
from exchange.notifications.sources import kind_of_model
from exchange.notifications.tasks import tell_of_accepted_answer, tell_of_adoption, tell_of_page, tell_of_post
from exchange.pages.models import ExchangePage
from exchange.solutions.models import Adoption
from exchange.solutions.signals import adoption_declared


@receiver(post_created, dispatch_uid="notify_post_created")
def post_was_created(post: Post, mentioned: Sequence[int], **kwargs: Any) -> None:
    """Whoever writes follows the thread."""
    if post.author_id is not None:
        follow_automatically(user_ids=[post.author_id], page_id=post.thread_id)
    tell_of_post.enqueue(post.pk, list(mentioned))


@receiver(answer_accepted, dispatch_uid="notify_answer_accepted")
def answer_was_accepted(post: Post, actor: User, **kwargs: Any) -> None:
    """An answer stands on top."""
    tell_of_accepted_answer.enqueue(post.pk, actor.pk)


@receiver(page_published, dispatch_uid="notify_page_published")
def page_was_published(instance: ExchangePage, revision: Any = None, **kwargs: Any) -> None:
    """A page is new or revised. Of threads, their posts tell; whoever is said to have opened one follows it."""
    if isinstance(instance, ThreadPage):
        if instance.owner_id is not None:
            follow_automatically(user_ids=[instance.owner_id], page_id=instance.pk)
        _realign(instance.pk)
    elif instance.is_contribution:
        first = instance.first_published_at == instance.last_published_at
        actor_id = revision.user_id if revision is not None else None
        tell_of_page.enqueue(instance.pk, actor_id, first, timezone.localdate().isoformat())


@receiver(adoption_declared, dispatch_uid="notify_adoption_declared")
def adoption_was_declared(adoption: Adoption, actor: User, **kwargs: Any) -> None:
    """A municipality uses a solution."""
    tell_of_adoption.enqueue(adoption.pk, actor.pk)


@receiver(thread_seen, dispatch_uid="notify_thread_seen")
def thread_was_seen(user: User, thread_id: int, last_post_id: int, **kwargs: Any) -> None:
    """What has been read there needs no mail and no counter."""
    mark_thread_read(user, thread_id, last_post_id)


@receiver(posts_changed, dispatch_uid="notify_posts_changed")
def posts_have_changed(thread: ThreadPage, **kwargs: Any) -> None:
    """Posts may have gone to another thread."""
    _realign(thread.pk)


@receiver(thread_merged, dispatch_uid="notify_thread_merged")
def thread_was_merged(old_id: int, thread: ThreadPage, **kwargs: Any) -> None:
    """Followers and what was told go along."""
    carry_subscriptions(old_id=old_id, new_id=thread.pk)
    Delivery.objects.filter(page=old_id).update(page=thread)


@receiver(post_delete, dispatch_uid="notify_followed_thing_deleted")
def followed_thing_was_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Nobody follows what is gone."""
    kind = kind_of_model(sender)
    if kind is not None:
        Subscription.objects.to(kind, instance.pk).delete()


def _realign(thread_id: int) -> None:
    """Let what was told of posts name the thread in which they are now."""
    moved = Delivery.objects.filter(Q(page=thread_id) | Q(post__thread=thread_id), post__isnull=False)
    now = Post.objects.filter(pk=OuterRef("post")).values("thread")[:1]
    moved.exclude(page=F("post__thread")).update(page=Subquery(now))
