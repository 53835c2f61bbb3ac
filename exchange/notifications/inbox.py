"""The notifications of a member: counting, reading, forgetting."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from exchange.notifications.enums import MailState
from exchange.notifications.models import Delivery
from exchange.notifications.models.delivery import DeliveryQuerySet

MOST_COUNTED = 100  # in the header; more is „99+“
KEPT_DAYS = 180  # what was read


def unread_pages(user: Any) -> list[int]:
    """The pages of a member's unread notifications, at most a hundred, once for each notification; one query."""
    unread = _unread_of_all(getattr(user, "is_member", False))
    return list(unread.filter(receiver=user.pk)[:MOST_COUNTED])


@cache
def _unread_of_all(is_member: bool) -> QuerySet[Delivery, int]:
    """The question on every page of a member, but for whose: putting it together takes four times as long as asking."""
    unread = Delivery.objects.readable(is_member=is_member).unread().order_by()
    return unread.values_list("page", flat=True)


def mark_read(deliveries: DeliveryQuerySet) -> int:
    """Note that these have been looked at; their mails need not go out any more. Returns how many were unread."""
    waiting = When(mail_state=MailState.PENDING, then=Value(MailState.NONE))
    return deliveries.unread().update(read_at=timezone.now(), mail_state=Case(waiting, default="mail_state"))


def mark_page_read(user: Any, page_id: int) -> int:
    """Everything that a member was told of a page; one query."""
    return mark_read(Delivery.objects.filter(receiver=user.pk, page=page_id))


def mark_thread_read(user: Any, thread_id: int, last_post_id: int) -> int:
    """What a member was told of a thread up to this post; one query."""
    shown = Q(post=None) | Q(post__lte=last_post_id)
    return mark_read(Delivery.objects.filter(shown, receiver=user.pk, page=thread_id))


def clean_deliveries() -> int:
    """Delete what was read and is old; returns how many."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    deleted, _details = Delivery.objects.filter(read_at__lt=limit, created_at__lt=limit).delete()
    return deleted
