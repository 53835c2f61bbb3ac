"""Who follows what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.notifications.enums import SubscriptionKind


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions in the words of the exchange."""

    def active(self) -> SubscriptionQuerySet:
        """Those that have not been ended."""
        return self.filter(is_active=True)

    def ended(self) -> SubscriptionQuerySet:
        """Those that somebody has ended: nothing begins them again but the person."""
        return self.filter(is_active=False)

    def to(self, kind: SubscriptionKind, *targets: int | None) -> SubscriptionQuerySet:
        """Those to any of these."""
        return self.filter(kind=kind, target_id__in=[key for key in targets if key is not None])


class Subscription(models.Model):
    """A member follows something. What it is say the sources (see sources.py), some of them in apps above this one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=12, choices=SubscriptionKind)
    target_id = models.BigIntegerField()
    # „Nicht mehr folgen“ stays as a row, so that the next answer does not begin it again.
    is_active = models.BooleanField(default=True)
    is_automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Of saved searches: up to when new hits have been looked for.
    checked_at = models.DateTimeField(default=timezone.now)

    objects = SubscriptionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = (
            models.UniqueConstraint(fields=["user", "kind", "target_id"], name="notifications_followed_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=SubscriptionKind.values), name="notifications_known_subscription"
            ),
        )
        indexes: ClassVar = [
            # Who is to be told of something.
            models.Index(fields=["kind", "target_id", "user"], name="notifications_followers"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.target_id}"
