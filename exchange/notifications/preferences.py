"""How often members are told: read and changed here."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q

from exchange.members.models import User
from exchange.notifications.enums import OPEN_STATES, MailState, Rhythm
from exchange.notifications.models import Delivery, Preferences

DEFAULT = Rhythm.WEEKLY


def rhythm_of(user: Any) -> Rhythm:
    """What a member has chosen, or the default."""
    chosen = Preferences.objects.filter(user=user.pk).values_list("rhythm", flat=True).first()
    return Rhythm(chosen) if chosen else DEFAULT


def rhythms_of(user_ids: Collection[int]) -> dict[int, Rhythm]:
    """The rhythm of each of these members; one query."""
    chosen = dict(Preferences.objects.filter(user__in=user_ids).values_list("user", "rhythm"))
    return {key: Rhythm(chosen.get(key, DEFAULT)) for key in user_ids}


def in_rhythm(*rhythms: Rhythm, prefix: str) -> Q:
    """Condition for members with one of these rhythms; ``prefix`` leads to the account, such as „receiver__“."""
    path = f"{prefix}notification_preferences"
    condition = Q(**{f"{path}__rhythm__in": rhythms})
    return condition | Q(**{f"{path}__isnull": True}) if DEFAULT in rhythms else condition


@transaction.atomic
def choose_rhythm(*, user: User, rhythm: Rhythm) -> None:
    """Tell this person in another rhythm from now on; without mails what waits to be sent waits no longer."""
    Preferences.objects.update_or_create(user=user, defaults={"rhythm": rhythm})
    if not rhythm.has_mails:
        waiting = Delivery.objects.filter(receiver=user, mail_state__in=OPEN_STATES)
        waiting.update(mail_state=MailState.NONE)
