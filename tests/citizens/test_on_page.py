"""What readers see under a page, and that a question is never seen further than its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.citizens.answering import publish_question
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.members.models import User
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from exchange.solutions.adopting import adopt
from tests.citizens.conftest import AskedIn
from tests.citizens.values import MAIL, QUESTION
from tests.conftest import Cast
from tests.factories import adoption_values, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.mark.parametrize("state", list(State))
def test_only_what_was_reviewed_shows(
    state: State, asked: AskedIn, report: ReportPage, cast: Cast, browser_of: Browser
) -> None:
    """The same for the whole cast."""
    asked(state, name="Frieda Frager")
    for name, user in cast.everybody.items():
        page = browser_of(user).get(report.list_url).content.decode()
        assert (QUESTION in page) is (state in (State.PUBLISHED, State.ANSWERED)), name
        assert ("Ja, das geht." in page) is (state == State.ANSWERED), name
        assert "Frieda" not in page
        assert MAIL not in page


@pytest.mark.usefixtures("nothing_kept")
def test_questions_go_with_their_page(asked: AskedIn, report: ReportPage, cast: Cast, browser_of: Browser) -> None:
    """Members-only: members see them; unpublished: nobody."""
    asked(State.ANSWERED)
    assert QUESTION in browser_of(None).get(report.list_url).content.decode()
    report.visibility = Visibility.MEMBERS
    report.save_revision().publish(skip_permission_checks=True)
    for name, user in cast.everybody.items():
        page = browser_of(user).get(report.list_url)
        assert (page.status_code, QUESTION in page.content.decode()) == (
            (200, True) if name in cast.members else (404, False)
        ), name
    assert CitizenQuestion.objects.visible_to(cast.other).exists()
    assert not CitizenQuestion.objects.visible_to(AnonymousUser()).exists()
    report.unpublish()
    assert browser_of(cast.author).get(report.list_url).status_code == 404
    assert not CitizenQuestion.objects.visible_to(cast.author).exists()


def test_publishing_drops_kept_pages(
    asked: AskedIn,
    cast: Cast,
    report: ReportPage,
    browser_of: Browser,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    question, visitor = asked(State.WAITING), browser_of(None)
    assert QUESTION not in visitor.get(report.list_url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        publish_question(question=question, actor=cast.coordinator, version=question.version)
    assert QUESTION in visitor.get(report.list_url).content.decode()


def test_the_question_itself_has_no_links(asked: AskedIn, report: ReportPage, browser_of: Browser) -> None:
    """Nobody is paid for advertising here."""
    asked(State.PUBLISHED, text="Siehe https://spam.example <a href='https://spam.example'>hier</a>")
    page = browser_of(None).get(report.list_url).content.decode()
    assert "Siehe https://spam.example &lt;a" in page
    assert 'href="https://spam.example' not in page


def test_a_preview_shows_none(asked: AskedIn, report: ReportPage, cast: Cast, browser_of: Browser) -> None:
    asked(State.ANSWERED)
    page = browser_of(cast.author).get(f"/admin/pages/{report.pk}/view_draft/")
    assert page.status_code == 200
    assert QUESTION not in page.content.decode()


def test_older_ones_are_folded_away(asked: AskedIn, report: ReportPage, browser_of: Browser) -> None:
    for number in range(6):
        asked(State.ANSWERED, text=f"Frage {number}?", email=f"p{number}@privat.example")
    page = browser_of(None).get(report.list_url).content.decode()
    assert "1 weitere Rückfrage anzeigen" in page
    first, folded = page.split('<details class="questions-more">')
    assert "Frage 5?" in first
    assert "Frage 0?" in folded


def count(browser: Client, address: str) -> int:
    """Queries of one request; the first one fills caches that belong to the process."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


@pytest.mark.usefixtures("nothing_kept")
def test_more_questions_cost_no_more_queries(
    asked: AskedIn, report: ReportPage, cast: Cast, browser_of: Browser
) -> None:
    """Under a report and a solution, in the lists and in the queue: with N and with N+4 of everything."""
    solution = make_solution(title="Zammad", slug="zammad")
    solution.municipality = report.municipality
    adopt(municipality=report.municipality, solution=solution, actor=cast.administrator, values=adoption_values())

    def grow(start: int) -> None:
        for number in range(start, start + 4):
            for state in (State.WAITING, State.PUBLISHED, State.ANSWERED, State.REFUSED):
                for page in (report, solution):
                    asked(state, page=page, email=f"{state}{number}@privat.example")

    visitor, editor = browser_of(None), browser_of(cast.editor)
    addresses = [(visitor, report.list_url), (visitor, solution.list_url)]
    addresses += [(editor, url) for url in ("/mein-bereich/", "/mein-bereich/rueckfragen/", "/admin/rueckfragen/")]
    grow(0)
    before = [count(browser, address) for browser, address in addresses]
    grow(4)
    assert [count(browser, address) for browser, address in addresses] == before
