"""Claims: which deliveries a mail tells of stands in the database before the mail goes out.

A claim is „being sent“ with the Message-ID. Whoever finds one that is not marked as sent while holding the receiver's
lock (see locking.py) knows that a run has ended in the middle, and sends it again under the same Message-ID.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from exchange.notifications.addresses import digest_message_id, message_id
from exchange.notifications.enums import OPEN_STATES, MailState, Rhythm
from exchange.notifications.models import Delivery
from exchange.notifications.models.delivery import DeliveryQuerySet
from exchange.notifications.preferences import in_rhythm

CHUNK = 500  # receivers that are looked up together


@dataclass(frozen=True)
class Claim:
    """The deliveries of one receiver that one mail tells of."""

    receiver_id: int
    message_id: str
    number: int | None = None  # of deliveries; unknown of unfinished ones

    @property
    def deliveries(self) -> DeliveryQuerySet:
        """Those that are still open."""
        return Delivery.objects.filter(
            receiver=self.receiver_id, message_id=self.message_id, mail_state=MailState.SENDING
        )

    def narrow(self, told: list[int]) -> None:
        """Take those out that the mail does not tell of; they need none any more."""
        if len(told) == self.number:
            return
        self.deliveries.exclude(pk__in=told).update(mail_state=MailState.NONE)

    def was_sent(self) -> None:
        """Note that the mail server has taken the mail."""
        self.deliveries.update(mail_state=MailState.SENT, mailed_at=timezone.now())

    def has_failed(self) -> None:
        """Note that the mail server did not take it; it is tried again by later runs, but not for ever."""
        self.deliveries.filter(attempts__gte=settings.MAIL_ATTEMPTS).update(mail_state=MailState.FAILED)


def receivers_due(rhythm: Rhythm, after: int) -> list[int]:
    """The next members, by key, who wait for a mail in this rhythm, or whose mail some run has left unfinished."""
    waiting = Q(mail_state=MailState.PENDING) & in_rhythm(rhythm, prefix="receiver__")
    due = Delivery.objects.filter(mail_state__in=OPEN_STATES).filter(waiting | Q(mail_state=MailState.SENDING))
    keys = due.filter(receiver__gt=after).order_by("receiver").values_list("receiver", flat=True).distinct()
    return list(keys[:CHUNK])


def unfinished_claims(receiver_id: int) -> list[Claim]:
    """What an earlier run has begun to send; claimed again, which counts as an attempt."""
    begun = Delivery.objects.filter(receiver=receiver_id, mail_state=MailState.SENDING)
    if not begun.exists():
        return []
    with transaction.atomic():
        # A mail at which the process dies each time must not stop all others.
        begun.filter(attempts__gte=settings.MAIL_ATTEMPTS).update(mail_state=MailState.FAILED)
        begun.update(attempts=F("attempts") + 1)
        names = begun.order_by("message_id").values_list("message_id", flat=True).distinct()
        return [Claim(receiver_id, name) for name in names]


def claim_one(receiver_id: int) -> Claim | None:
    """The oldest delivery that waits, for a mail of its own; None where none does."""
    with transaction.atomic():
        oldest = _locked(receiver_id).order_by("pk").first()
        if oldest is None:
            return None
        return _claim([oldest.pk], Claim(receiver_id, message_id(oldest), 1))


def claim_all(receiver_id: int) -> Claim | None:
    """Everything that waits, for one digest; None where nothing does."""
    with transaction.atomic():
        keys = list(_locked(receiver_id).values_list("pk", flat=True))
        name = digest_message_id(receiver_id, max(keys, default=0))
        return _claim(keys, Claim(receiver_id, name, len(keys))) if keys else None


def _locked(receiver_id: int) -> DeliveryQuerySet:
    pending = Delivery.objects.filter(receiver=receiver_id, mail_state=MailState.PENDING)
    return pending.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)


def _claim(keys: list[int], claim: Claim) -> Claim:
    Delivery.objects.filter(pk__in=keys).update(
        mail_state=MailState.SENDING, message_id=claim.message_id, attempts=F("attempts") + 1
    )
    return claim
