"""Deletes what tells of the people who reported something, once nobody can object any more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from exchange.moderation.flags.enums import Reason, State
from exchange.moderation.flags.models import OBJECTION_PERIOD, Decision, Flag, FlagCase, Objection


@transaction.atomic
def clean_flags() -> int:
    """Empty the reports and objections of cases decided more than six months ago; returns how many reports.

    The decision, its reason and the text that was judged stay. Where personal data was reported that text goes, too.
    """
    over = FlagCase.objects.filter(
        state__in=(State.DECIDED, State.CLOSED), moved_at__lt=timezone.now() - OBJECTION_PERIOD
    )
    flags = Flag.objects.filter(case__in=over.values("pk"), cleaned_at=None)
    keys = set(flags.values_list("case", flat=True))
    personal = set(flags.filter(reason=Reason.PERSONAL_DATA).values_list("case", flat=True))
    Objection.objects.filter(decision__case__in=keys).update(text="")
    FlagCase.objects.filter(pk__in=personal).update(snapshot="")
    Decision.objects.filter(case__in=personal).update(snapshot="")
    return flags.update(text="", name="", mail="", reporter=None, cleaned_at=timezone.now())
