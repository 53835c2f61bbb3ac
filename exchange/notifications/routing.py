"""How a question finds the people who know: adopters of its solution, authors of reports on its services.

They have not asked to be told, so they are capped (``ROUTED_AT_MOST``), the most fitting first, and whoever has ended
following the solution or service is left in peace.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, F, Max, Q

from exchange.discussions.models import ThreadPage
from exchange.members.models import Membership
from exchange.members.roles import Role
from exchange.notifications.audience import Topics
from exchange.notifications.enums import Reason, SubscriptionKind
from exchange.notifications.models import Subscription
from exchange.notifications.telling import AT_ONCE, Candidate, told_members
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import Adoption, AdoptionChange

# Who runs a solution knows more of it than who plans it.
_BY_STATE = {
    state: number
    for number, state in enumerate(
        (AdoptionState.RUNNING, AdoptionState.TESTING, AdoptionState.GIVEN_UP, AdoptionState.PLANNED)
    )
}


def routed(thread: ThreadPage, topics: Topics, followers: Iterable[int]) -> list[Candidate]:
    """The adopters and authors who are told of a question, the most fitting first.

    Those among the followers are told anyway and do not count towards the cap.
    """
    followers = set(followers)
    candidates = {each.user_id: each for each in reversed([*_adopters(thread.solution_id), *_authors(topics)])}
    ordered = [*reversed(candidates.values())][:AT_ONCE]
    told = told_members([each.user_id for each in ordered])
    chosen = []
    room = settings.ROUTED_AT_MOST
    for candidate in ordered:
        if candidate.user_id not in told or candidate.user_id == thread.owner_id:
            continue
        if candidate.user_id not in followers:
            if room <= 0:
                continue
            room -= 1
        chosen.append(candidate)
    return chosen


def _adopters(solution_id: int | None) -> list[Candidate]:
    """Whoever declared the use of the solution, and the coordinators of those municipalities."""
    if solution_id is None:
        return []
    adoptions = dict(
        Adoption.objects.declared().filter(solution=solution_id).values_list("municipality", "state").order_by("pk")
    )
    peaceful = _ended(Q(kind=SubscriptionKind.PAGE, target_id=solution_id))
    # Editors who declared for others are not asked, since they do not use it.
    declared = AdoptionChange.objects.filter(
        adoption__solution=solution_id,
        adoption__withdrawn_on=None,
        by__memberships__municipality=F("adoption__municipality"),
    )
    coordinators = Membership.objects.filter(municipality__in=adoptions, role=Role.COORDINATOR)
    pairs = {
        *declared.values_list("adoption__municipality", "by"),
        *coordinators.values_list("municipality", "user"),
    }
    ordered = sorted(pairs, key=lambda pair: (_BY_STATE.get(AdoptionState(adoptions[pair[0]]), 9), pair))
    return [Candidate(user_id, Reason.ADOPTER) for _municipality, user_id in ordered if user_id not in peaceful]


def _authors(topics: Topics) -> list[Candidate]:
    """Authors of published reports on the services, those with the most of them first, then the latest."""
    if not topics.services:
        return []
    rows = (
        ReportPage.objects.live()
        .filter(service_links__service__in=topics.services)
        .exclude(owner=None)
        .order_by()
        .values_list("owner")
        .annotate(number=Count("service_links__service", distinct=True), latest=Max("first_published_at"))
        .order_by("-number", "-latest", "owner")
    )
    peaceful = _ended(Q(kind=SubscriptionKind.SERVICE, target_id__in=topics.services))
    return [Candidate(owner, Reason.AUTHOR) for owner, *_rest in rows[:AT_ONCE] if owner not in peaceful]


def _ended(condition: Q) -> set[int]:
    return set(Subscription.objects.ended().filter(condition).values_list("user", flat=True))
