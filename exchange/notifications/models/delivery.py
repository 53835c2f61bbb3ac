"""What each member is told: one row for each event and receiver."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.notifications.enums import OPEN_STATES, Event, MailState, Reason
from exchange.pages.models.querysets import public_q


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries in the words of the exchange."""

    def visible_to(self, user: Any) -> DeliveryQuerySet:
        """This person's, as far as what they tell of may be read now; the rule is ``ExchangePage.visible_to``."""
        return self.readable(is_member=getattr(user, "is_member", False)).filter(receiver=user.pk)

    def readable(self, *, is_member: bool) -> DeliveryQuerySet:
        """Everybody's, as far as what they tell of may be read now by members or else by visitors."""
        return (
            self.filter(Q(page__live=True) if is_member else public_q("page__"))
            .filter(Q(post=None) | Q(post__removed_at=None))
            .filter(Q(adoption=None) | Q(adoption__withdrawn_on=None))
        )

    def unread(self) -> DeliveryQuerySet:
        """Those that have not been looked at."""
        return self.filter(read_at=None)

    def newest_first(self) -> DeliveryQuerySet:
        """As the inbox shows them."""
        return self.order_by("-created_at", "-pk")

    def with_targets(self) -> DeliveryQuerySet:
        """With all that a row of the inbox or a mail shows, in one query."""
        return self.select_related(
            "page__content_type",
            "page__municipality",
            "post__author",
            "post__municipality",
            "adoption__municipality",
        )


class Delivery(models.Model):
    """An event and one who is told of it. ``key`` names the event: nobody is told twice of the same.

    ``page`` is what it is about and decides who may read of it; ``post`` and ``adoption`` say what happened there.
    """

    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=60)
    event = models.CharField(max_length=10, choices=Event)
    reason = models.CharField(max_length=15, choices=Reason)
    # The name of the tag, service, municipality or search that is followed.
    because = models.CharField(max_length=250, blank=True)
    page = models.ForeignKey("pages.ExchangePage", on_delete=models.CASCADE, related_name="deliveries")
    post = models.ForeignKey("discussions.Post", null=True, on_delete=models.CASCADE, related_name="deliveries")
    adoption = models.ForeignKey("solutions.Adoption", null=True, on_delete=models.CASCADE, related_name="deliveries")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mail_state = models.CharField(max_length=7, choices=MailState, default=MailState.NONE)
    # Of the mail that tells of it, alone or with others; written before the mail goes out.
    message_id = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = (
            models.UniqueConstraint(fields=["receiver", "key"], name="notifications_told_once"),
            models.CheckConstraint(condition=Q(event__in=Event.values), name="notifications_known_event"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="notifications_known_reason"),
            models.CheckConstraint(condition=Q(mail_state__in=MailState.values), name="notifications_known_mail_state"),
        )
        indexes: ClassVar = [
            # A page of the inbox.
            models.Index(fields=["receiver", "-created_at", "-id"], name="notifications_inbox"),
            # The counter on every page of a member.
            models.Index(fields=["receiver", "page"], condition=Q(read_at=None), name="notifications_unread"),
            # Whose mails are due.
            models.Index(
                fields=["receiver", "id"], condition=Q(mail_state__in=OPEN_STATES), name="notifications_mails_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receiver_id}: {self.key}"

    @property
    def target_url(self) -> str:
        """Address of what it tells of."""
        if self.post is not None and self.event != Event.THREAD:
            return str(self.post.get_absolute_url())
        return str(self.page.list_url)

    @property
    def reason_text(self) -> str:
        """Why the receiver is told, as half a sentence."""
        return str(self.get_reason_display()) % {"name": self.because}
