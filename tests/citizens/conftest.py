"""A public report of Kehl, and questions about it in every state."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.urls import reverse

from exchange.citizens.asking import ask_question, confirm_question
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.guard import SALT
from exchange.municipalities.models import Municipality
from exchange.pages.models import ExchangePage
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.citizens.values import MAIL, QUESTION
from tests.factories import make_report

AskedIn = Callable[..., CitizenQuestion]


@pytest.fixture
def nothing_kept(settings: Any) -> None:
    """Nothing is kept for readers: what drops it waits for a commit, which tests do not have."""
    settings.VISITOR_CACHE_SECONDS = settings.MEMBER_CACHE_SECONDS = 0


@pytest.fixture
def report(kehl: MunicipalityPage) -> ReportPage:
    """A public report."""
    return make_report(kehl, title="Wohngeld online", slug="wohngeld")


@pytest.fixture
def asked(report: ReportPage) -> AskedIn:
    """Makes a question in the given state; other fields and the page may be given."""

    def make(state: State = State.UNCONFIRMED, page: ExchangePage | None = None, **fields: Any) -> CitizenQuestion:
        values = {"email": MAIL, "text": QUESTION, **fields}
        later = {name: values.pop(name) for name in list(values) if name not in ("email", "text", "name", "show_name")}
        page = page or report
        place: Municipality = page.municipality
        question = ask_question(page=page, municipality=place, **values)
        if state != State.UNCONFIRMED:
            confirm_question(question_id=question.pk)
            question.refresh_from_db()
        question.state = state
        if state in (State.PUBLISHED, State.ANSWERED, State.REFUSED):
            question.decided_at = question.confirmed_at
        if state == State.ANSWERED:
            question.answer, question.answered_at = "Ja, das geht.", question.confirmed_at
        if state == State.REFUSED:
            question.refusal = "Das gehört nicht hierher."
        for name, value in later.items():
            setattr(question, name, value)
        question.save()
        return question

    return make


@pytest.fixture
def form(report: ReportPage) -> str:
    """The address of the form about the report."""
    return reverse("citizens:ask", args=[report.pk])


@pytest.fixture
def opened(report: ReportPage) -> Callable[..., str]:
    """A token of a form that was opened so many seconds ago."""

    def make(seconds: float = 60, page_id: int | None = None) -> str:
        made = [f"question about {page_id or report.pk}", "nonce" + str(time.time_ns()), time.time() - seconds]
        return signing.dumps(made, salt=SALT)

    return make
