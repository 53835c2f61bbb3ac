"""Where the coverage matrix knows from; further sources are further functions in ``SOURCES``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.models import CharField, Count, F, IntegerField, Min, Value
from django.utils.translation import gettext_lazy as _

from exchange.discussions.enums import ThreadKind
from exchange.discussions.models import ThreadPage
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


# What a source knows: municipality, service, state, number of pages, and the place in the tree of the page to be shown
# for it where it is the only one; empty where that is the page of the service.
Entry = tuple[int, int, Coverage, int, str]

# Rows of municipality, service, state, source, number of pages, and the place of one in the tree.
Rows = models.QuerySet[Any, Any]
Source = Callable[[Any], Rows]

_REPORT, _ADOPTION, _QUESTION = "report", "adoption", "question"
_STATES: dict[tuple[str, str], Coverage] = {
    (_REPORT, Status.LIVE.value): Coverage.LIVE,
    (_REPORT, Status.PILOT.value): Coverage.PILOT,
    (_REPORT, Status.PLANNED.value): Coverage.PLANNED,
    (_REPORT, Status.ABANDONED.value): Coverage.ABANDONED,
    (_ADOPTION, AdoptionState.RUNNING.value): Coverage.LIVE,
    (_ADOPTION, AdoptionState.TESTING.value): Coverage.PILOT,
    (_ADOPTION, AdoptionState.PLANNED.value): Coverage.PLANNED,
    (_ADOPTION, AdoptionState.GIVEN_UP.value): Coverage.ABANDONED,
    (_QUESTION, ThreadKind.QUESTION.value): Coverage.QUESTION,
}


def report_rows(user: Any) -> Rows:
    """What the reports say that this person may read."""
    return _pages(ReportPage.objects.visible_to(user), _REPORT, "status")


def adoption_rows(user: Any) -> Rows:
    """What municipalities say of their use of solutions that this person may read, by the services of these.

    The database puts those of one state together.
    """
    visible = SolutionPage.objects.visible_to(user).order_by().values("pk")
    adoptions = Adoption.objects.declared().filter(solution__in=visible).order_by()
    return adoptions.values_list("municipality", "solution__service_links__service", "state").annotate(
        source=Value(_ADOPTION, output_field=CharField()),
        number=Count("solution", distinct=True),
        one_path=Min("solution__url_path"),
    )


def question_rows(user: Any) -> Rows:
    """What municipalities have asked about a service, as far as this person may read it."""
    questions = ThreadPage.objects.visible_to(user).filter(thread_kind=ThreadKind.QUESTION)
    return _pages(questions, _QUESTION, "thread_kind")


def _pages(pages: Rows, source: str, state: str) -> Rows:
    """A row for each page and service. As a rule a cell has one; to sort all so that they are counted takes longer."""
    return (
        pages.order_by()
        .values_list("municipality", "service_links__service", state)
        .annotate(
            source=Value(source, output_field=CharField()),
            number=Value(1, output_field=IntegerField()),
            one_path=F("url_path"),
        )
    )


# Each is asked for all that the person may see; the matrix leaves out what it does not show.
SOURCES: tuple[Source, ...] = (report_rows, adoption_rows, question_rows)


def entries(user: Any) -> Iterator[Entry]:
    """What all sources know that this person may see, in one query, of any municipalities and services.

    However many solutions a municipality uses for a service, it has one entry for each state; several solutions stand
    together on the page of the service.
    """
    first, *others = (source(user) for source in SOURCES)
    for municipality_id, service_id, state, source, number, path in first.union(*others, all=True):
        if source == _ADOPTION:
            number, path = 1, path if number == 1 else ""
        yield municipality_id, service_id, _STATES[source, state], number, path
