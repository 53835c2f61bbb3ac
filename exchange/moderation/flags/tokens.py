"""Links by which those concerned object to a decision without signing in."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from exchange.moderation.flags.models import Decision, Flag

SALT = "exchange.moderation.flags.objection"


def objection_url(decision: Decision, flag: Flag | None) -> str:
    """The address for the sender of a report, or for the author's side where ``flag`` is None."""
    token = signing.dumps([decision.pk, flag.pk if flag else 0], salt=SALT)
    return reverse("moderation:object", args=[token])


def read_token(token: str) -> tuple[Decision, Flag | None] | None:
    """The decision and the side that a link is for; None where it is none of ours or what it leads to is gone."""
    try:
        decision_id, flag_id = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    decision = Decision.objects.select_related("case").filter(pk=decision_id).first()
    flag = Flag.objects.filter(pk=flag_id, case=decision.case_id).first() if decision and flag_id else None
    if decision is None or (flag_id and flag is None):
        return None
    return decision, flag
