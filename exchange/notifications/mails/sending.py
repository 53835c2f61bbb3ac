"""Sending what waits: each mail is claimed, sent, marked; a run that is killed is made up for by the next one.

The one moment that no database can close lies between the mail server's „taken“ and the mark. A process that dies there
makes the next run send the same mail again under the same Message-ID, by which mail systems know it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

from exchange.members.models import User
from exchange.notifications.enums import Rhythm
from exchange.notifications.mails.claiming import Claim, claim_all, claim_one, receivers_due, unfinished_claims
from exchange.notifications.mails.composing import compose
from exchange.notifications.mails.locking import receiver_lock
from exchange.notifications.models import Delivery
from exchange.notifications.preferences import rhythm_of

logger = logging.getLogger(__name__)

MOST_TOLD = 100  # deliveries in one digest; more are counted, so that no digest takes more memory than another
GIVE_UP_AFTER = 5  # mails in a row that the mail server did not take


class MailServerError(Exception):
    """The mail server takes nothing; what waits goes on waiting."""


@dataclass
class Run:
    """What a run has done, and its connection to the mail server."""

    sent: int = 0
    failed: int = 0
    failed_in_a_row: int = 0
    connection: Any = field(default_factory=get_connection)

    def send(self, mail: EmailMultiAlternatives) -> bool:
        """Whether the mail server has taken this mail."""
        mail.connection = self.connection
        try:
            # Opened here, so that it stays open for all mails of the run.
            self.connection.open()
            mail.send()
        except (SMTPException, OSError):
            logger.exception("A notification could not be sent: %s", mail.extra_headers["Message-ID"])
            self.connection.close()
            self.failed += 1
            self.failed_in_a_row += 1
            return False
        self.sent += 1
        self.failed_in_a_row = 0
        return True


def send_due(rhythm: Rhythm) -> Run:
    """Send what waits for members with this rhythm, and what earlier runs have left unfinished.

    Raises MailServerError when several mails in a row were not taken.
    """
    run = Run()
    try:
        for receiver_id in _receivers(rhythm):
            with receiver_lock(receiver_id) as free:
                if free:
                    _send_to(receiver_id, rhythm, run)
            if run.failed_in_a_row >= GIVE_UP_AFTER:
                raise MailServerError
    finally:
        run.connection.close()
    return run


def _receivers(rhythm: Rhythm) -> Iterator[int]:
    last = 0
    while keys := receivers_due(rhythm, after=last):
        yield from keys
        last = keys[-1]


def _send_to(receiver_id: int, rhythm: Rhythm, run: Run) -> None:
    receiver = User.objects.filter(pk=receiver_id).first()
    if receiver is None:  # deleted meanwhile, and the deliveries with the account
        return
    chosen = rhythm_of(receiver)
    may_be_told = receiver.is_member and chosen.has_mails
    for claim in unfinished_claims(receiver_id):
        _send(claim, receiver, run, may_be_told=may_be_told)
    if chosen != rhythm:
        return
    if rhythm != Rhythm.AT_ONCE:
        digest = claim_all(receiver_id)
        if digest is not None:
            _send(digest, receiver, run, may_be_told=may_be_told)
        return
    while (single := claim_one(receiver_id)) is not None:
        if not _send(single, receiver, run, may_be_told=may_be_told):
            return


def _send(claim: Claim, receiver: User, run: Run, *, may_be_told: bool) -> bool:
    """Send what the receiver may still see and has not read; false where the mail server did not take it."""
    readable = Delivery.objects.visible_to(receiver).unread() if may_be_told else Delivery.objects.none()
    keys = list(readable.filter(pk__in=claim.deliveries.values("pk")).order_by("pk").values_list("pk", flat=True))
    claim.narrow(keys)
    if not keys:
        return True
    shown = list(Delivery.objects.with_targets().filter(pk__in=keys[-MOST_TOLD:]).order_by("pk"))
    if not run.send(compose(receiver, shown, claim.message_id, more=len(keys) - len(shown))):
        claim.has_failed()
        return False
    claim.was_sent()
    return True
