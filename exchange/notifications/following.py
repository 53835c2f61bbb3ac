"""Following: begun and ended here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from exchange.discussions.models.thread import ThreadQuerySet
from exchange.members.models import User
from exchange.notifications.enums import SubscriptionKind
from exchange.notifications.models import Subscription


@transaction.atomic
def follow(*, user: User, kind: SubscriptionKind, target_id: int) -> None:
    """Follow something from now on. Only members may (PermissionDenied)."""
    _require_member(user)
    subscription, created = Subscription.objects.get_or_create(user=user, kind=kind, target_id=target_id)
    if not created and (not subscription.is_active or subscription.is_automatic):
        fresh = Subscription(user=user, kind=kind, target_id=target_id)
        Subscription.objects.filter(pk=subscription.pk).update(
            is_active=True, is_automatic=False, checked_at=fresh.checked_at
        )


@transaction.atomic
def unfollow(*, user: User, kind: SubscriptionKind, target_id: int) -> None:
    """Follow it no more; that is remembered, so that writing there does not begin it again."""
    _require_member(user)
    Subscription.objects.update_or_create(
        user=user, kind=kind, target_id=target_id, defaults={"is_active": False, "is_automatic": False}
    )


def follow_automatically(*, user_ids: Iterable[int], page_id: int) -> None:
    """Let people who have written on a page follow it, but not those who have ended that; one query."""
    Subscription.objects.bulk_create(
        [
            Subscription(user_id=key, kind=SubscriptionKind.PAGE, target_id=page_id, is_automatic=True)
            for key in user_ids
        ],
        ignore_conflicts=True,
    )


def carry_subscriptions(*, old_id: int, new_id: int) -> None:
    """Let everybody who follows a page follow the one into which it went."""
    users = Subscription.objects.active().to(SubscriptionKind.PAGE, old_id).values_list("user", flat=True)
    follow_automatically(user_ids=list(users), page_id=new_id)


def followed_ids(user: Any, kind: SubscriptionKind) -> set[int]:
    """The keys of all things of a kind that a person follows; one query."""
    mine = Subscription.objects.active().filter(user=user, kind=kind)
    return set(mine.values_list("target_id", flat=True))


def followed_threads(threads: ThreadQuerySet, user: Any) -> ThreadQuerySet:
    """Those of these threads that a member follows."""
    mine = Subscription.objects.active().filter(user=user.pk, kind=SubscriptionKind.PAGE)
    return threads.filter(pk__in=mine.values("target_id"))


def _require_member(user: User) -> None:
    if not user.is_member:
        raise PermissionDenied
