"""Where the coverage matrix knows from; further sources are further functions in ``SOURCES``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import models
from django.db.models import CharField, Count, F, Max, Min, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.discussions.enums import ThreadKind
from exchange.discussions.models import ThreadPage
from exchange.pages.breadcrumb import address_of
from exchange.reports.enums import Status
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import Adoption, SolutionPage


class Coverage(models.IntegerChoices):
    """How far a municipality has come with a service; of several the strongest counts, which has the largest number."""

    NOTHING = 0, _("Nothing known")
    QUESTION = 1, _("Question asked")
    ABANDONED = 2, _("Abandoned")
    PLANNED = 3, _("Planned")
    PILOT = 4, _("Pilot")
    LIVE = 5, _("In operation")


class Entry(NamedTuple):
    """What a source knows about a municipality and a service: ``number`` pages, and the address of one of them."""

    municipality_id: int
    service_id: int
    state: Coverage
    number: int
    url: str


# Rows of municipality, service, state with its source before it, number of pages, first and last place in the tree.
Rows = models.QuerySet[Any, Any]
Source = Callable[[Any], Rows]

_STATES: dict[str, Coverage] = {
    f"report:{Status.LIVE}": Coverage.LIVE,
    f"report:{Status.PILOT}": Coverage.PILOT,
    f"report:{Status.PLANNED}": Coverage.PLANNED,
    f"report:{Status.ABANDONED}": Coverage.ABANDONED,
    f"adoption:{AdoptionState.RUNNING}": Coverage.LIVE,
    f"adoption:{AdoptionState.TESTING}": Coverage.PILOT,
    f"adoption:{AdoptionState.PLANNED}": Coverage.PLANNED,
    f"adoption:{AdoptionState.GIVEN_UP}": Coverage.ABANDONED,
    f"question:{ThreadKind.QUESTION}": Coverage.QUESTION,
}


def report_rows(user: Any) -> Rows:
    """What the reports say that this person may read; the database puts those of one status together."""
    reports = ReportPage.objects.visible_to(user).filter(
        service_links__service__is_municipal=True, municipality__joined_on__isnull=False
    )
    return _grouped(reports, "report", "municipality", "service_links__service", "status", Count("pk"), "url_path")


def adoption_rows(user: Any) -> Rows:
    """What municipalities say of their use of solutions that this person may read, by the services of these.

    However many solutions it uses for a service, a municipality has one entry for each state.
    """
    adoptions = Adoption.objects.declared().filter(
        solution__in=SolutionPage.objects.visible_to(user).order_by().values("pk"),
        solution__service_links__service__is_municipal=True,
        municipality__joined_on__isnull=False,
    )
    services = "solution__service_links__service"
    return _grouped(adoptions, "adoption", "municipality", services, "state", Count("pk"), "solution__url_path")


def question_rows(user: Any) -> Rows:
    """What municipalities have asked about a service, as far as this person may read it."""
    questions = ThreadPage.objects.visible_to(user).filter(
        thread_kind=ThreadKind.QUESTION,
        service_links__service__is_municipal=True,
        municipality__joined_on__isnull=False,
    )
    services = "service_links__service"
    return _grouped(questions, "question", "municipality", services, "thread_kind", Count("pk"), "url_path")


def _grouped(rows: Rows, source: str, municipality: str, service: str, state: str, number: Any, address: str) -> Rows:
    """One row for each municipality, service and state, of the same columns from every source."""
    return (
        rows.order_by()
        .annotate(
            municipality_key=F(municipality),
            service_key=F(service),
            source_state=Concat(Value(f"{source}:"), F(state), output_field=CharField()),
        )
        .values_list("municipality_key", "service_key", "source_state")
        .annotate(number=number, first_address=Min(address), last_address=Max(address))
    )


# Each is asked for all that the person may see; the matrix leaves out what it does not show.
SOURCES: tuple[Source, ...] = (report_rows, adoption_rows, question_rows)


def entries(user: Any, service_slugs: dict[int, str]) -> Iterable[Entry]:
    """What all sources know that this person may see, in one query.

    ``service_slugs`` are the services that are asked for. Solutions stand together on the page of the service.
    """
    first, *others = (source(user) for source in SOURCES)
    services_url = reverse("catalogue:services")
    for municipality_id, service_id, source_state, number, first_path, last_path in first.union(*others, all=True):
        slug = service_slugs.get(service_id)
        if slug is None:
            continue
        url = address_of(first_path)
        if source_state.startswith("adoption:"):
            number = 1
            if first_path != last_path:
                url = f"{services_url}{slug}/"
        yield Entry(municipality_id, service_id, _STATES[source_state], number, url)
