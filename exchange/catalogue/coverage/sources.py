"""Where the coverage matrix knows from; further sources are further functions in ``SOURCES``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, F, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.pages.breadcrumb import address_of
from exchange.reports.enums import Status
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import Adoption, SolutionPage


class Coverage(models.IntegerChoices):
    """How far a municipality has come with a service; of several the strongest counts, which has the largest number."""

    NOTHING = 0, _("Nothing known")
    ABANDONED = 1, _("Abandoned")
    PLANNED = 2, _("Planned")
    PILOT = 3, _("Pilot")
    LIVE = 4, _("In operation")


class Entry(NamedTuple):
    """What a source knows about a municipality and a service: ``number`` pages, and the address of one of them."""

    municipality_id: int
    service_id: int
    state: Coverage
    number: int
    url: str


Source = Callable[[Any], Iterable[Entry]]

_OF_STATUS: dict[str, Coverage] = {
    Status.LIVE: Coverage.LIVE,
    Status.PILOT: Coverage.PILOT,
    Status.PLANNED: Coverage.PLANNED,
    Status.ABANDONED: Coverage.ABANDONED,
}


def report_entries(user: Any) -> Iterable[Entry]:
    """What the reports say that this person may read. One query; the database puts those of one status together."""
    rows = (
        ReportPage.objects.visible_to(user)
        .filter(service_links__service__is_municipal=True, municipality__joined_on__isnull=False)
        .order_by()
        .annotate(service_id=F("service_links__service"))
        .values_list("municipality_id", "service_id", "status")
        .annotate(number=Count("pk"), address=Min("url_path"))
    )
    for municipality_id, service_id, status, number, url_path in rows:
        yield Entry(municipality_id, service_id, _OF_STATUS[status], number, address_of(url_path))


_OF_ADOPTION: dict[str, Coverage] = {
    AdoptionState.RUNNING: Coverage.LIVE,
    AdoptionState.TESTING: Coverage.PILOT,
    AdoptionState.PLANNED: Coverage.PLANNED,
    AdoptionState.GIVEN_UP: Coverage.ABANDONED,
}


def adoption_entries(user: Any) -> Iterable[Entry]:
    """What municipalities say of their use of solutions that this person may read, by the services of these.

    One query. However many solutions it uses for a service, a municipality has one entry: they stand together on the
    page of the service.
    """
    rows = (
        Adoption.objects.declared()
        .filter(
            solution__in=SolutionPage.objects.visible_to(user).order_by().values("pk"),
            solution__service_links__service__is_municipal=True,
            municipality__joined_on__isnull=False,
        )
        .order_by()
        .values_list(
            "municipality_id",
            "solution__service_links__service",
            "solution__service_links__service__slug",
            "state",
            "solution__url_path",
        )
    )
    found: dict[tuple[int, int], Entry] = {}
    for municipality_id, service_id, slug, state, url_path in rows:
        before = found.get((municipality_id, service_id))
        url = address_of(url_path) if before is None else reverse("catalogue:service", args=[slug])
        strongest = max(_OF_ADOPTION[state], before.state if before else Coverage.NOTHING)
        found[municipality_id, service_id] = Entry(municipality_id, service_id, strongest, 1, url)
    return found.values()


# Each is asked for all that the person may see; the matrix leaves out what it does not show.
SOURCES: tuple[Source, ...] = (report_entries, adoption_entries)
