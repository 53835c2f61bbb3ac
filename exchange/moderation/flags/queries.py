"""What waits for editors, and what members see of their own reports and of decisions about what they wrote."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from exchange.members.models import User
from exchange.moderation.flags.enums import State
from exchange.moderation.flags.models import Decision, Flag, FlagCase
from exchange.moderation.flags.services import may_object
from exchange.moderation.flags.tokens import objection_url

PAGE_SIZE = 50


@dataclass(frozen=True)
class Concern:
    """A report that somebody sent, or a decision about something that they wrote."""

    case: FlagCase
    flag: Flag | None
    decision: Decision | None
    objection_url: str


def waiting_cases() -> QuerySet[FlagCase]:
    """What waits for a decision, the longest waiting first."""
    return _listed(FlagCase.objects.waiting()).order_by("moved_at", "pk")


def decided_cases(number: str | None) -> Page[FlagCase]:
    """A page of what was decided, the newest first."""
    decided = FlagCase.objects.filter(state__in=(State.DECIDED, State.CLOSED))
    return Paginator(_listed(decided).order_by("-moved_at", "-pk"), PAGE_SIZE).get_page(number)


def _listed(cases: QuerySet[FlagCase]) -> QuerySet[FlagCase]:
    return cases.select_related("author").annotate(number_of_flags=Count("flags")).prefetch_related("flags")


def number_waiting() -> int:
    """For the counter in the menu."""
    return FlagCase.objects.waiting().count()


def earlier_cases(case: FlagCase) -> QuerySet[FlagCase]:
    """Other cases about the same thing, the newest first."""
    if case.page_id is None and case.post_id is None:
        return FlagCase.objects.none()
    same = FlagCase.objects.filter(page=case.page_id) if case.page_id else FlagCase.objects.filter(post=case.post_id)
    return same.exclude(pk=case.pk).prefetch_related("decisions").order_by("-pk")


def concerns_of(user: User) -> list[Concern]:
    """What a person reported, and what was decided about their contributions; the newest first."""
    cases = (
        FlagCase.objects.filter(Q(flags__reporter=user) | Q(author=user, decisions__isnull=False))
        .distinct()
        .prefetch_related("flags", "decisions__objections")
        .order_by("-moved_at", "-pk")
    )
    return [_concern(case, flag) for case in cases for flag in _sides(case, user)]


def _sides(case: FlagCase, user: User) -> list[Flag | None]:
    flags: list[Flag | None] = [flag for flag in case.flags.all() if flag.reporter_id == user.pk]
    return [*flags, None] if case.author_id == user.pk and case.decisions.all() else flags


def _concern(case: FlagCase, flag: Flag | None) -> Concern:
    decision = max(case.decisions.all(), key=lambda each: each.is_final, default=None)
    may = decision is not None and may_object(decision, flag, case)
    return Concern(case, flag, decision, objection_url(decision, flag) if decision is not None and may else "")
