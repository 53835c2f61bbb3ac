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


@dataclass(frozen=True)
class Cleaned:
    """How many rows were touched."""

    unconfirmed: int
    refused: int
    addresses: int


@transaction.atomic
def clean_questions() -> Cleaned:
    """Delete questions nobody confirmed, refused ones, and what is known of the askers of answered ones.

    A refused question is deleted as a whole: what it was refused for may well be what it says about somebody. Names
    stay only where they are shown.
    """
    now = timezone.now()
    closed_before = now - timedelta(days=KEPT_DAYS)
    questions = CitizenQuestion.objects
    unconfirmed, _rows = questions.filter(
        state=State.UNCONFIRMED, asked_at__lte=now - timedelta(days=CONFIRMATION_DAYS)
    ).delete()
    refused, _rows = questions.filter(state=State.REFUSED, decided_at__lte=closed_before).delete()
    answered = questions.filter(state=State.ANSWERED, answered_at__lte=closed_before)
    answered.filter(show_name=False).exclude(name="").update(name="")
    addresses = answered.filter(~Q(email="")).update(email="")
    return Cleaned(unconfirmed, refused, addresses)
