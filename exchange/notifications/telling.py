"""Writing deliveries: sets of rows, however many are told, and nothing new when it is done again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from exchange.discussions.mentions import members
from exchange.members.models import User
from exchange.notifications.enums import REASON_ORDER, Event, MailState, Reason, Rhythm
from exchange.notifications.models import Delivery
from exchange.notifications.preferences import rhythms_of

AT_ONCE = 500  # receivers that are looked up and written together


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be told, and why; ``because`` is the name of what is followed."""

    user_id: int
    reason: Reason
    because: str = ""


@dataclass(frozen=True)
class Happening:
    """What is told. ``key`` names it: nobody is told twice of the same."""

    key: str
    event: Event
    page_id: int
    post_id: int | None = None
    adoption_id: int | None = None


def tell(happening: Happening, candidates: Iterable[Candidate], *, without: Collection[int | None] = ()) -> None:
    """Write a delivery for each of these members, with the best fitting of the reasons, except for those ``without``.

    Accounts without membership and members who want to be told nothing get none. Mails at once go out after the
    transaction.
    """
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        known = best.get(candidate.user_id)
        if known is None or REASON_ORDER[candidate.reason] < REASON_ORDER[known.reason]:
            best[candidate.user_id] = candidate
    chosen = [candidate for key, candidate in best.items() if key not in without]
    mails_at_once = False
    with transaction.atomic():
        for start in range(0, len(chosen), AT_ONCE):
            chunk = chosen[start : start + AT_ONCE]
            rhythms = told_members([candidate.user_id for candidate in chunk])
            Delivery.objects.bulk_create(
                [
                    _delivery(happening, candidate, rhythms[candidate.user_id])
                    for candidate in chunk
                    if candidate.user_id in rhythms
                ],
                ignore_conflicts=True,
            )
            mails_at_once = mails_at_once or Rhythm.AT_ONCE in rhythms.values()
    if mails_at_once:
        send_at_once_after_commit()


def told_members(user_ids: Collection[int]) -> dict[int, Rhythm]:
    """Those of these accounts that may be told something, with their rhythm; two queries."""
    current = set(
        User.objects.filter(pk__in=members().filter(pk__in=user_ids).values("pk")).values_list("pk", flat=True)
    )
    rhythms = rhythms_of(user_ids)
    return {key: rhythm for key, rhythm in rhythms.items() if key in current and rhythm != Rhythm.NEVER}


def send_at_once_after_commit() -> None:
    """Send the mails that are not to wait; where that is lost, ``manage.py send_digests at_once`` makes up for it."""
    from exchange.notifications.tasks import send_mails_at_once

    def enqueue() -> None:
        send_mails_at_once.enqueue()

    transaction.on_commit(enqueue, robust=True)


def _delivery(happening: Happening, candidate: Candidate, rhythm: Rhythm) -> Delivery:
    values: dict[str, Any] = {
        "key": happening.key,
        "event": happening.event,
        "page_id": happening.page_id,
        "post_id": happening.post_id,
        "adoption_id": happening.adoption_id,
    }
    return Delivery(
        receiver_id=candidate.user_id,
        reason=candidate.reason,
        because=candidate.because,
        mail_state=MailState.PENDING if rhythm.has_mails else MailState.NONE,
        **values,
    )
