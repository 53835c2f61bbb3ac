"""Browsing and feeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from exchange.members.models import User
from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import make_report, make_service

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
ATOM = "{http://www.w3.org/2005/Atom}"


def test_pasted_control_characters_do_not_break_feeds(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """A word processor's line break in a title is nothing that XML can hold."""
    make_report(kehl, title="Wohn\x0bgeld", slug="wohngeld", summary="Ein\ufffeSatz\uffff", tags=["Neu\x1fes"])
    for address in ("/feeds/neu.atom", "/feeds/kommunen/kehl.atom"):
        response = browser_of(None).get(address)
        assert response.status_code == 200
        assert "Wohn geld" in "".join(_titles(response))


def test_a_service_shows_what_is_known(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """Reports on it, who works on it, its synonyms; nothing of other services."""
    service = make_service("Wohngeld")
    make_report(kehl, title="Wohngeld in Kehl", services=[service], tags=["Soziales"])
    make_report(kehl, title="Etwas anderes")
    content = browser_of(None).get(service.get_absolute_url()).content.decode()
    assert "Wohngeld in Kehl" in content
    assert "Soziales" in content
    assert "Etwas anderes" not in content


def test_a_service_without_reports_says_what_to_do(site: Any, browser_of: Browser) -> None:
    """An empty page is an invitation."""
    service = make_service("Fischereischein")
    response = browser_of(None).get(service.get_absolute_url())
    assert response.status_code == 200
    assert "noch kein" in response.content.decode().lower()


@pytest.mark.parametrize(
    "address", ["/leistungen/gibt-es-nicht/", "/themen/gibt-es-nicht/", "/schlagworte/gibt-es-nicht/"]
)
def test_unknown_addresses(site: Any, browser_of: Browser, address: str) -> None:
    """404 in the site's design."""
    response = browser_of(None).get(address)
    assert response.status_code == 404
    assert "Interkommunal" in response.content.decode()


def _titles(response: Any) -> list[str]:
    root = ET.fromstring(response.content)  # noqa: S314
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


def test_feeds_hold_what_is_public_and_theirs(
    kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """All, municipality, tag and topic field; never what is for members, not even for members."""
    make_report(kehl, title="A", tags=["Wohnen"], services=[make_service()])
    make_report(lahr, title="B", tags=["Steuern"])
    make_report(kehl, title="Geheim", tags=["Wohnen"], services=[make_service()], visibility=Visibility.MEMBERS)
    topic_field = make_service().topic_field
    for user in (None, cast.author):
        browser = browser_of(user)
        assert set(_titles(browser.get("/feeds/neu.atom"))) == {"A", "B"}
        assert _titles(browser.get("/feeds/kommunen/kehl.atom")) == ["A"]
        assert _titles(browser.get("/feeds/schlagworte/steuern.atom")) == ["B"]
        assert _titles(browser.get(f"/feeds/themen/{topic_field.slug}.atom")) == ["A"]


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "1e9", "", "%00"])
def test_any_page_number_gives_a_page(kehl: MunicipalityPage, browser_of: Browser, page: str) -> None:
    """Whatever stands in the address."""
    make_report(kehl, tags=["Wohnen"])
    for address in ("/berichte/", "/kommunen/kehl/", "/schlagworte/wohnen/"):
        assert browser_of(None).get(f"{address}?page={page}").status_code == 200


def test_topic_fields_stand_with_their_services(site: Any, cast: Cast, browser_of: Browser) -> None:
    for user in cast.everybody.values():
        assert browser_of(user).get("/themen/", follow=True).redirect_chain == [("/leistungen/", 302)]


def test_pages_of_twenty(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """The twenty-first report stands on the second page, in a stable order."""
    reports = [make_report(kehl, title=f"Nummer {number:02}") for number in range(21)]
    first = browser_of(None).get("/berichte/").content.decode()
    second = browser_of(None).get("/berichte/?page=2").content.decode()
    assert sum(report.list_url in first for report in reports) == 20
    assert [report.title for report in reports if report.list_url in second] == ["Nummer 00"]
