"""The coverage matrix as a table and as a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from exchange.catalogue.coverage.views import ROWS_PER_PAGE
from exchange.catalogue.spreadsheet import harmless
from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.reports.enums import Status
from exchange.spaces.models import MunicipalityPage
from search.api import SearchRequest, search
from tests.catalogue.coverage_answers import FILE, PAGE, html_of, lines_of, table_of
from tests.factories import make_report, make_service

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
VISITOR = AnonymousUser()


# --- The table --------------------------------------------------------------------------------------------------------


def test_cells_lead_to_the_reports(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """To the one report, or to the search, which finds exactly those of the cell."""
    report = make_report(kehl, services=[make_service("Grundsteuer")])
    for status in (Status.LIVE, Status.ABANDONED):
        make_report(kehl, services=[make_service()], status=status)
    table = table_of(html_of(browser_of(None)))
    assert f'class="is-live" href="{report.list_url}" title="Kehl: Grundsteuer"' in table
    assert "Im Einsatz, 1 Eintrag<" in table
    address = "/suche/?kommune=kehl&amp;leistung=wohngeld"
    assert f'class="is-live" href="{address}" title="Kehl: Wohngeld"' in table
    assert "Im Einsatz, 2 Einträge<" in table
    assert browser_of(None).get(address.replace("&amp;", "&")).status_code == 200
    chosen = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    filters = {name: frozenset(values) for name, values in chosen.items()}
    assert search(SearchRequest(filters=filters), VISITOR).total == 2


def test_the_table_can_be_read_aloud(kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser) -> None:
    """Caption, headings with their scope, one cell for each column in each row, and a region with a name."""
    make_report(kehl, services=[make_service()])
    content = html_of(browser_of(None))
    table = table_of(content)
    columns = Service.objects.municipal().count()
    assert 'role="region" tabindex="0" aria-labelledby="abdeckung-titel"' in content
    assert '<caption id="abdeckung-titel">Kommunen: 2, Leistungen: ' in table
    assert table.count('<th scope="col"') == columns + 2
    assert sum(map(int, re.findall(r'scope="colgroup" colspan="(\d+)"', table))) == columns
    assert table.count('<th scope="row">') == 3
    assert table.count("<td") == 3 * (columns + 1)


def test_names_are_escaped(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """Whatever stands in a name is text."""
    nasty = '<script>alert("&")</script>'
    service = make_service()
    Service.objects.filter(pk=service.pk).update(name=nasty)
    Municipality.objects.filter(pk=kehl.municipality_id).update(name=nasty)
    make_report(kehl, services=[service])
    table = table_of(html_of(browser_of(None)))
    assert "<script" not in table
    assert table.count("&lt;script&gt;alert(&quot;&amp;&quot;)") == 4


def test_pages_of_a_hundred(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """The totals are those of all rows, the file has them all; filters go along, odd parameters do not."""
    Municipality.objects.bulk_create(
        Municipality(
            ags=f"0999{number:04}", name=f"Zell {number:03}", slug=f"zell-{number}", sort_name=f"zell {number:03}"
        )
        for number in range(ROWS_PER_PAGE)
    )
    Municipality.objects.filter(ags__startswith="0999").update(joined_on=date(2026, 1, 1))
    make_report(kehl, services=[make_service()])
    browser = browser_of(None)
    first, second = html_of(browser, f"{PAGE}?x=1"), html_of(browser, f"{PAGE}?page=2&thema=arbeit-ruhestand")
    assert table_of(first).count('<th scope="row">') == ROWS_PER_PAGE + 1
    assert table_of(second).count('<th scope="row">') == 2
    assert "Zell 099" in table_of(second)
    assert 'href="?page=2"' in first
    assert 'href="?thema=arbeit-ruhestand&amp;page=1"' in second
    for content in (first, second):
        assert '<td class="coverage__sum">1</td>' in table_of(content).partition("<tfoot>")[2]
    assert len(lines_of(browser, f"{FILE}?page=2")) == ROWS_PER_PAGE + 3


def test_other_pages_lead_there(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """The list of services, and a service about which something is known."""
    make_report(kehl, services=[make_service()])
    assert f'href="{PAGE}"' in html_of(browser_of(None), "/leistungen/")
    assert f'href="{PAGE}?thema=arbeit-ruhestand"' in html_of(browser_of(None), "/leistungen/wohngeld/")


# --- The file ---------------------------------------------------------------------------------------------------------


def test_the_file(kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser) -> None:
    """UTF-8 with its mark, semicolons, German headings, states in words, totals at the side and at the end."""
    make_report(kehl, services=[make_service()], status=Status.ABANDONED)
    response = browser_of(None).get(FILE)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbfKommune;Gemeindeschl")
    lines = lines_of(browser_of(None))
    place = lines[0].index("Wohngeld")
    assert lines[0][:3] == ["Kommune", "Gemeindeschlüssel (AGS)", "Leistungen mit Einträgen"]
    assert (lines[1][0], lines[1][1], lines[1][2], lines[1][place]) == ("Kehl", "08317057", "1", "Eingestellt")
    assert (lines[2][2], set(lines[2][3:])) == ("0", {""})
    assert (lines[3][0], lines[3][2], lines[3][place]) == ("Kommunen mit Einträgen", "1", "1")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_text(kehl: MunicipalityPage, browser_of: Browser, start: str) -> None:
    """A spreadsheet must not calculate what somebody called a municipality or a service."""
    name = f"{start}HYPERLINK(1)"
    Municipality.objects.filter(pk=kehl.municipality_id).update(name=name)
    Service.objects.filter(name="Wohngeld").update(name=name)
    lines = lines_of(browser_of(None))
    cells = [cell for line in lines for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert cells.count(f"'{name}") == 2
    assert harmless("Wohngeld - Antrag") == "Wohngeld - Antrag"
