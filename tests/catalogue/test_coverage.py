"""The coverage matrix: what it knows, what filters leave of it, who sees it, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.catalogue.coverage.matrix import Matrix, coverage
from exchange.catalogue.coverage.sources import Coverage
from exchange.discussions.enums import ThreadKind
from exchange.discussions.services import open_thread
from exchange.members.models import User
from exchange.municipalities.enums import SizeClass
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service, TopicField
from exchange.pages.enums import Visibility
from exchange.reports.enums import Status
from exchange.solutions.adopting import adopt, withdraw
from exchange.spaces.models import MunicipalityPage
from tests.catalogue.coverage_answers import FILE, PAGE, html_of, lines_of, table_of
from tests.conftest import Cast
from tests.factories import adoption_values, make_report, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
VISITOR = AnonymousUser()


def state(matrix: Matrix, space: MunicipalityPage, service: Service) -> Coverage:
    """What the matrix says about a municipality and a service."""
    row = next(row for row in matrix.rows if row.pk == space.municipality_id)
    return row.cells[service.pk].state if service.pk in row.cells else Coverage.NOTHING


# --- States and totals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], Coverage.NOTHING),
        ([Status.ABANDONED], Coverage.ABANDONED),
        ([Status.PLANNED], Coverage.PLANNED),
        ([Status.PILOT], Coverage.PILOT),
        ([Status.LIVE], Coverage.LIVE),
        ([Status.PLANNED, Status.ABANDONED], Coverage.PLANNED),
        ([Status.PLANNED, Status.PILOT], Coverage.PILOT),
        ([Status.LIVE, Status.ABANDONED, Status.PILOT], Coverage.LIVE),
    ],
)
def test_the_strongest_state_counts(kehl: MunicipalityPage, statuses: list[Status], expected: Coverage) -> None:
    """A service that runs runs, whatever was given up before."""
    for status in statuses:
        make_report(kehl, services=[make_service()], status=status)
    assert state(coverage(VISITOR), kehl, make_service()) is expected


def test_every_status_has_a_state(kehl: MunicipalityPage) -> None:
    """No report can break the page."""
    for status, service in zip(Status, Service.objects.municipal(), strict=False):
        make_report(kehl, services=[service], status=status)
    assert coverage(VISITOR).total == len(Status)


def test_totals(kehl: MunicipalityPage, lahr: MunicipalityPage) -> None:
    """Cells are counted, not reports: by municipality, by service, by state and altogether."""
    wohngeld, grundsteuer = make_service(), make_service("Grundsteuer")
    make_report(kehl, services=[wohngeld, grundsteuer])
    make_report(kehl, services=[wohngeld], status=Status.PILOT)
    make_report(lahr, services=[wohngeld], status=Status.PLANNED)
    found = coverage(VISITOR)
    assert {row.pk: row.total for row in found.rows} == {kehl.municipality_id: 2, lahr.municipality_id: 1}
    totals = {column.pk: column.total for column in found.columns if column.total}
    assert totals == {wohngeld.pk: 2, grundsteuer.pk: 1}
    assert found.states == {Coverage.LIVE: 2, Coverage.PLANNED: 1}
    assert found.total == 3
    cell = next(row for row in found.rows if row.pk == kehl.municipality_id).cells[wohngeld.pk]
    assert (cell.state, cell.number) == (Coverage.LIVE, 2)


def test_rows_and_columns(kehl: MunicipalityPage, lahr: MunicipalityPage) -> None:
    """Those that have joined by name; all services that municipalities carry out, by topic field and name."""
    others_work = make_service("Seniorenpass")
    Service.objects.filter(pk=others_work.pk).update(is_municipal=False)
    make_report(kehl, services=[others_work])
    found = coverage(VISITOR)
    assert [row.name for row in found.rows] == ["Kehl", "Lahr/Schwarzwald"]
    assert len(found.columns) == Service.objects.municipal().count()
    assert found.total == 0
    fields = [column.topic for column in found.columns]
    assert list(dict.fromkeys(fields)) == list(
        TopicField.objects.filter(services__is_municipal=True).distinct().values_list("name", flat=True)
    )
    first = [column.name for column in found.columns if column.topic == fields[0]]
    assert "Seniorenpass" not in first
    assert first.index("Übernahme von Mietrückständen") < first.index("Wohngeld")


def test_who_has_left_is_not_shown(kehl: MunicipalityPage, lahr: MunicipalityPage) -> None:
    """A municipality that takes part no more has no row, and its reports count nowhere."""
    make_report(kehl, services=[make_service()])
    Municipality.objects.filter(pk=kehl.municipality_id).update(joined_on=None)
    found = coverage(VISITOR)
    assert [row.pk for row in found.rows] == [lahr.municipality_id]
    assert found.total == 0


def test_several_sources_are_put_together(kehl: MunicipalityPage, cast: Cast) -> None:
    """The strongest state of reports, uses of solutions and questions, and the pages of all of them."""
    service = make_service()
    make_report(kehl, services=[service], status=Status.PLANNED)
    for solution in (make_solution(services=[service]), make_solution(services=[service])):
        values = adoption_values()
        adopt(municipality=kehl.municipality, solution=solution, actor=cast.author, values=values, coupled=[])
    for visibility in Visibility:
        open_thread(author=cast.author, title="Frage?", html="<p>?</p>", services=[service], visibility=visibility)
    assert [row.cells[service.pk][:2] for row in coverage(VISITOR).rows if row.cells] == [(Coverage.LIVE, 3)]
    assert [row.cells[service.pk][:2] for row in coverage(cast.other).rows if row.cells] == [(Coverage.LIVE, 4)]


def test_a_question_shows_where_nothing_else_is_known(cast: Cast) -> None:
    """Only questions, and only to those who may read them."""
    service = make_service()
    question = open_thread(author=cast.author, title="Frage?", html="<p>?</p>", services=[service])
    open_thread(author=cast.other, title="Diskussion", html="<p>!</p>", services=[service], kind=ThreadKind.DISCUSSION)
    assert coverage(VISITOR).total == 0
    known = [row.cells[service.pk] for row in coverage(cast.other).rows if row.cells]
    assert known == [(Coverage.QUESTION, 1, question.url_path)]


# --- Filters ----------------------------------------------------------------------------------------------------------


def test_filters(kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser) -> None:
    """By topic field, by size, and only what is known; alone and together, on the page and in the file."""
    wohngeld, abbruch = make_service(), make_service("Abbruchgenehmigung")
    make_report(kehl, services=[wohngeld, abbruch])
    Municipality.objects.filter(pk=lahr.municipality_id).update(population=120_000)
    browser = browser_of(None)
    by_topic = f"?thema={wohngeld.topic_field.slug}"
    names = set(wohngeld.topic_field.services.municipal().values_list("name", flat=True))
    assert set(lines_of(browser, FILE + by_topic)[0][3:]) == names
    assert lines_of(browser, FILE + by_topic)[-1][2] == "1"
    assert [line[0] for line in lines_of(browser, f"{FILE}?groesse={SizeClass.CITY}")[1:-1]] == ["Lahr/Schwarzwald"]
    known = lines_of(browser, f"{FILE}?nur=bekannt")
    assert (set(known[0][3:]), [line[0] for line in known[1:-1]]) == ({"Wohngeld", "Abbruchgenehmigung"}, ["Kehl"])
    assert lines_of(browser, f"{FILE}{by_topic}&nur=bekannt")[0][3:] == ["Wohngeld"]
    content = html_of(browser, f"{PAGE}{by_topic}&groesse={Municipality.objects.get(name='Kehl').size}&nur=bekannt")
    assert 'value="arbeit-ruhestand" selected' in content
    assert "bekannt" in content.partition("checked")[0][-40:]
    assert "Abbruchgenehmigung" not in table_of(content)
    assert f'href="{FILE}{by_topic}&amp;groesse=' in content


@pytest.mark.parametrize("query", ["thema=%00", "thema=x", "groesse=riesig", "groesse=%00", "nur=alles", "nur="])
def test_unknown_values_are_passed_over(kehl: MunicipalityPage, browser_of: Browser, query: str) -> None:
    """As if nothing had been chosen; and they do not come back in links."""
    make_report(kehl, services=[make_service()])
    browser = browser_of(None)
    plain = html_of(browser)
    assert table_of(html_of(browser, f"{PAGE}?{query}")) == table_of(plain)
    assert f'href="{FILE}"' in html_of(browser, f"{PAGE}?{query}")
    assert browser.get(f"{FILE}?{query}").content == browser.get(FILE).content


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=999",
        "page=x",
        "page=1e9",
        "page=",
        "page=%00",
        "thema=a&thema=b",
        "a" * 2000,
        "%ff=%fe",
    ],
)
def test_any_address_gives_a_page(kehl: MunicipalityPage, browser_of: Browser, query: str) -> None:
    """Whatever stands in it."""
    for address in (PAGE, FILE):
        assert browser_of(None).get(f"{address}?{query}").status_code == 200


def test_only_for_reading(site: Any, browser_of: Browser) -> None:
    """Nothing can be sent there."""
    for address in (PAGE, FILE):
        assert browser_of(None).post(address).status_code == 405
        assert browser_of(None).head(address).status_code == 200


def test_nothing_to_show(site: Any, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """Says so and leads back; the file has headings and totals all the same."""
    content = html_of(browser_of(None), f"{PAGE}?nur=bekannt")
    assert "Hier gibt es nichts zu zeigen" in content
    assert "<table" not in content
    assert lines_of(browser_of(None), f"{FILE}?nur=bekannt")[-1][2] == "0"
    assert "<table" not in html_of(browser_of(None), f"{PAGE}?groesse={SizeClass.CITY_LARGER}")


# --- Who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["outsider", "visitor"])
def test_strangers_find_no_trace(cast: Cast, kehl: MunicipalityPage, browser_of: Browser, name: str) -> None:
    """What is for members, and what is not published, changes nothing: no cell, no total, no line of the file."""
    make_report(kehl, services=[make_service("Grundsteuer")])
    browser = browser_of(cast.strangers[name])
    addresses = [*(f"{address}{query}" for address in (PAGE, FILE) for query in ("", "?nur=bekannt"))]

    def seen() -> list[str]:
        # Tokens of forms are new in each answer.
        return [re.sub(r'value="\w{64}"', "", browser.get(address).content.decode()) for address in addresses]

    before = seen()
    for service in (make_service(), make_service("Grundsteuer")):
        make_report(kehl, services=[service], visibility=Visibility.MEMBERS, title="Geheim")
        make_report(kehl, services=[service], live=False, title="Entwurf")
    assert seen() == before
    assert coverage(cast.strangers[name] or VISITOR).total == 1


@pytest.mark.parametrize("name", ["author", "colleague", "trusted", "coordinator", "other", "editor", "administrator"])
def test_members_find_it(cast: Cast, kehl: MunicipalityPage, browser_of: Browser, name: str) -> None:
    """Members of any municipality see what is for members, never what is not published."""
    report = make_report(kehl, services=[make_service()], visibility=Visibility.MEMBERS, status=Status.PILOT)
    make_report(kehl, services=[make_service("Grundsteuer")], live=False)
    browser = browser_of(cast.members[name])
    assert report.list_url in table_of(html_of(browser))
    assert "Im Pilotbetrieb" in lines_of(browser)[1]
    assert coverage(cast.members[name]).total == 1


def test_kept_answers_are_dropped_with_the_next_report(
    kehl: MunicipalityPage, browser_of: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    """Page and file are kept for visitors, and never show what was."""
    browser = browser_of(None)
    before = [browser.get(address).content for address in (PAGE, FILE)]
    with CaptureQueriesContext(connection) as queries:
        assert [browser.get(address).content for address in (PAGE, FILE)] == before
    assert not queries
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report(kehl, services=[make_service()])
    assert report.list_url in table_of(html_of(browser))
    assert "Im Einsatz" in lines_of(browser)[1]


# --- Cost -------------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow(
    kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Browser, settings: Any
) -> None:
    """At most six for visitors, whatever there is to show; one for each source, the rows, and the columns."""
    settings.VISITOR_CACHE_SECONDS = 0
    services = list(Service.objects.municipal()[:5])

    def count(browser: Client, address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    def counts() -> list[int]:
        return [count(browser, address) for browser in (visitor, member) for address in (PAGE, FILE)]

    visitor, member = browser_of(None), browser_of(cast.other)
    make_report(kehl, services=services[:1])
    before = counts()
    for number in range(4):
        make_report(kehl, services=services[: number + 2], status=list(Status)[number % len(Status)])
        make_report(lahr, services=services)
    assert counts() == before
    assert max(before) <= 6
    with CaptureQueriesContext(connection) as queries:
        coverage(VISITOR)
    assert len(queries) == 3


# --- Solutions in use -------------------------------------------------------------------------------------------------


def test_solutions_in_use_count_too(cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """The strongest state; one solution leads to its page, several to the service's; withdrawn ones are gone."""
    service = make_service()
    for title, declared in (("Alpha", "planned"), ("Beta", "testing")):
        solution = make_solution(title=title, slug=title.lower(), services=[service])
        adoption = adopt(
            municipality=kehl.member_municipality,
            solution=solution,
            actor=cast.author,
            values=adoption_values(state=declared),
        )
        links = table_of(html_of(browser_of(None)))
        assert (solution.list_url in links) is (title == "Alpha")
    assert state(coverage(VISITOR), kehl, service) is Coverage.PILOT
    withdraw(adoption=adoption, actor=cast.author)
    assert state(coverage(VISITOR), kehl, service) is Coverage.PLANNED


def test_members_solutions_leave_no_trace(cast: Cast, kehl: MunicipalityPage) -> None:
    """Nor who uses them."""
    service = make_service()
    solution = make_solution(services=[service], visibility=Visibility.MEMBERS)
    adopt(municipality=kehl.member_municipality, solution=solution, actor=cast.author, values=adoption_values())
    assert state(coverage(VISITOR), kehl, service) is Coverage.NOTHING
    assert state(coverage(cast.outsider), kehl, service) is Coverage.NOTHING
    assert state(coverage(cast.other), kehl, service) is Coverage.LIVE
