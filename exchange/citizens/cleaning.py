"""What is deleted when it is no longer needed; the privacy notice names the same times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.tokens import CONFIRMATION_DAYS

KEPT_DAYS = 30  # after the answer or refusal
OPEN_DAYS = 180  # after the confirmation, of what nobody has reviewed or answered


@dataclass(frozen=True)
class Cleaned:
    """How many rows were touched."""

    unconfirmed: int
    unreviewed: int
    refused: int
    addresses: int


@transaction.atomic
def clean_questions() -> Cleaned:
    """Delete questions nobody confirmed or reviewed, refused ones, and what is known of the askers of all others.

    A refused question is deleted as a whole: what it was refused for may well be what it says about somebody. Names
    stay only where they are shown. What was published and has no answer after half a year stays, but nobody can be told
    of an answer any more.
    """
    now = timezone.now()
    closed_before = now - timedelta(days=KEPT_DAYS)
    questions = CitizenQuestion.objects
    unconfirmed, _rows = questions.filter(
        state=State.UNCONFIRMED, asked_at__lte=now - timedelta(days=CONFIRMATION_DAYS)
    ).delete()
    open_before = now - timedelta(days=OPEN_DAYS)
    unreviewed, _rows = questions.filter(state=State.WAITING, confirmed_at__lte=open_before).delete()
    refused, _rows = questions.filter(state=State.REFUSED, decided_at__lte=closed_before).delete()
    over = questions.filter(
        Q(state=State.ANSWERED, answered_at__lte=closed_before)
        | Q(state=State.PUBLISHED, confirmed_at__lte=open_before)
    )
    over.filter(show_name=False).exclude(name="").update(name="")
    addresses = over.filter(~Q(email="")).update(email="")
    return Cleaned(unconfirmed, unreviewed, refused, addresses)
