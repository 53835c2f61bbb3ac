"""Questions that nobody answers: after five working days the county's coordinators and the editors are told, once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from holidays import HolidayBase, country_holidays

from exchange.discussions.models import Post, ThreadPage
from exchange.members.models import User
from exchange.members.roles import EDITORS_GROUP, Role
from exchange.notifications.enums import Event, Reason
from exchange.notifications.telling import Candidate, Happening, tell

WORKING_DAYS = 5


@cache
def working_days() -> HolidayBase:
    """The calendar of Baden-Württemberg; Saturdays and Sundays are no working days either."""
    return country_holidays("DE", subdiv="BW")


def due_at(asked_at: datetime) -> datetime:
    """When five working days have passed; what is asked on a day off counts from the end of that day."""
    asked = timezone.localtime(asked_at)
    calendar = working_days()
    day = calendar.get_nth_working_day(asked.date(), WORKING_DAYS)
    passed = asked.time() if calendar.is_working_day(asked.date()) else time.max
    return timezone.make_aware(datetime.combine(day, passed))


def escalate_questions() -> int:
    """Tell editors and the county's coordinators of questions that have waited long enough; returns their number."""
    now = timezone.now()
    # Five working days are at least seven days.
    waiting = ThreadPage.objects.live().unanswered().filter(escalated_at=None, duplicate_of=None)
    oldest_first = waiting.filter(first_published_at__lte=now - timedelta(days=WORKING_DAYS)).order_by("pk")
    due = [
        key
        for key, asked_at in oldest_first.values_list("pk", "first_published_at").iterator()
        if due_at(asked_at) <= now
    ]
    return sum(_escalate(key) for key in due)


@transaction.atomic
def _escalate(thread_id: int) -> bool:
    """Tell of one question; false where somebody has answered, or another run has told, meanwhile."""
    still = ThreadPage.objects.live().unanswered().filter(pk=thread_id, escalated_at=None)
    if not still.update(escalated_at=timezone.now()):
        return False
    thread = ThreadPage.objects.select_related("municipality").get(pk=thread_id)
    opening = Post.objects.filter(thread=thread, is_opening=True).values_list("pk", flat=True).first()
    county = thread.municipality.county_ags if thread.municipality else None
    near = Q(memberships__role=Role.COORDINATOR, memberships__municipality__county_ags=county)
    receivers = User.objects.filter(Q(groups__name=EDITORS_GROUP) | near)
    happening = Happening(f"escalation:{thread_id}", Event.ESCALATION, thread_id, post_id=opening)
    candidates = [Candidate(key, Reason.COORDINATOR) for key in receivers.values_list("pk", flat=True).distinct()]
    tell(happening, candidates, without=[thread.owner_id])
    return True
