"""The list of municipalities: as one list in a county, by federal state and county in all of Germany."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.pages.models import Visibility
from exchange.spaces import directory as directories
from exchange.spaces.directory import Directory
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import join_municipality
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

ADDRESS = "/kommunen/"
ORTENAU = "08317"
STATES = {"08": "Baden-Württemberg", "09": "Bayern", "11": "Berlin"}


def join(ags: str, name: str, county: str, actor: User) -> MunicipalityPage:
    return join_municipality(municipality=registered(ags, name, county), actor=actor)


def registered(ags: str, name: str, county: str) -> Municipality:
    return Municipality.objects.create(
        ags=ags,
        name=name,
        slug=f"ort-{ags}",
        county=county,
        county_ags=ags[:5],
        state=STATES[ags[:2]],
        state_ags=ags[:2],
        population=10_000,
        latitude=Decimal("48.5"),
        longitude=Decimal("9.5"),
    )


def directory(browser: Client, query: str = "") -> Directory:
    response = browser.get(f"{ADDRESS}{query}")
    assert response.status_code == 200
    found: Directory = response.context["directory"]
    return found


def names(found: Directory) -> list[str]:
    return [entry.municipality.name for entry in found.entries]


def counties(found: Directory) -> dict[str, list[tuple[str, str]]]:
    return {state.name: [(county.name, county.note) for county in state.counties] for state in found.states}


@pytest.fixture
def germany(kehl: MunicipalityPage, lahr: MunicipalityPage, administrator: User, monkeypatch: Any) -> None:
    """Municipalities of four counties take part, and a page has room for 52."""
    monkeypatch.setattr(directories, "MOST_LISTED", 52)
    join("08311000", "Freiburg im Breisgau", "Freiburg im Breisgau, Stadtkreis", administrator)
    join("09184123", "Hohenbrunn", "München", administrator)
    registered("09184118", "Höhenkirchen-Siegertsbrunn", "München")
    join("11000000", "Berlin", "Berlin, Stadt", administrator)


def test_a_county_is_one_list(kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Any) -> None:
    found = directory(browser_of(None))
    assert not found.is_large
    assert not found.states
    assert [entry.municipality.name for entry in found.joined_entries] == ["Kehl", "Lahr/Schwarzwald"]
    assert len(found.other_entries) == 49
    assert found.map is not None
    assert len(found.map.places) == 51
    # What is meant for large sites changes nothing.
    assert names(directory(browser_of(None), "?kreis=99999")) == names(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kehl", ["Kehl"]),
        ("FRIESENHEIM", ["Friesenheim"]),
        ("mühlenbach", ["Mühlenbach"]),
        ("muehlenbach", ["Mühlenbach"]),
        ("muhlenbach", ["Mühlenbach"]),
        ("lahr/schwarzwald", ["Lahr/Schwarzwald"]),
        ("xyz", []),
        ("§", []),
        ("%", []),
        ("\0kehl", ["Kehl"]),
    ],
)
def test_names_are_found_as_people_write_them(
    kehl: MunicipalityPage, browser_of: Any, text: str, expected: list[str]
) -> None:
    assert names(directory(browser_of(None), f"?name={text.replace('%', '%25')}")) == expected


@pytest.mark.usefixtures("germany")
def test_germany_is_listed_by_state_and_county(browser_of: Any) -> None:
    browser = browser_of(None)
    found = directory(browser)
    assert found.joined == 5
    assert counties(found) == {
        "Baden-Württemberg": [("Freiburg im Breisgau", "kreisfreie Stadt"), ("Ortenaukreis", "2 von 51")],
        "Bayern": [("München", "1 von 2")],
        "Berlin": [("Berlin", "kreisfreie Stadt")],
    }
    assert not found.entries
    assert found.map is not None
    assert [place["title"] for place in found.map.places][:2] == ["Freiburg im Breisgau", "Ortenaukreis"]
    page = browser.get(ADDRESS).content.decode()
    assert 'href="#land-08"' in page
    assert 'id="land-08"' in page
    # A town without a county leads to its space, which is there.
    for state in found.states:
        for county in state.counties:
            assert browser.get(county.url if county.is_town else f"{ADDRESS}{county.url}").status_code == 200


@pytest.mark.usefixtures("germany")
def test_a_county_of_germany(browser_of: Any, settings: Any) -> None:
    browser = browser_of(None)
    found = directory(browser, f"?kreis={ORTENAU}")
    assert found.county is not None
    assert found.county.name == "Ortenaukreis"
    assert len(found.joined_entries) == 2
    assert len(found.other_entries) == 49
    page = browser.get(f"{ADDRESS}?kreis={ORTENAU}").content.decode()
    assert f'<link rel="canonical" href="{settings.WAGTAILADMIN_BASE_URL}{ADDRESS}?kreis={ORTENAU}">' in page
    assert "Alle Kreise" in page
    for unknown in ("99999", "", "\0", "08317 OR 1=1"):
        assert directory(browser, f"?kreis={unknown}").states


@pytest.mark.usefixtures("germany")
def test_names_are_found_in_all_of_germany(browser_of: Any) -> None:
    browser = browser_of(None)
    assert names(directory(browser, "?name=hohen")) == ["Hohenbrunn", "Höhenkirchen-Siegertsbrunn"]
    assert "Höhenkirchen-Siegertsbrunn <span" in browser.get(f"{ADDRESS}?name=hohen").content.decode()
    found = directory(browser, "?name=muenchen")
    assert not found.entries
    assert counties(directory(browser, "?name=münchen")) == {"Bayern": [("München", "1 von 2")]}
    for nobody in ("§", "%25", "xyz"):
        found = directory(browser, f"?name={nobody}")
        assert not found.entries
        assert not found.states
    nothing = browser.get(f"{ADDRESS}?name=xyz").content.decode()
    assert "Keine Kommune heißt „xyz“" in nothing
    assert 'value="xyz"' in nothing


@pytest.mark.usefixtures("germany")
def test_what_does_not_fit_is_counted(browser_of: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(directories, "MOST_LISTED", 3)
    found = directory(browser_of(None), "?name=en")
    assert len(found.entries) == 3
    everything = Municipality.objects.filter(sort_name__contains="en").count()
    assert found.unlisted == everything - 3
    assert f"Noch {found.unlisted} Kommunen" in browser_of(None).get(f"{ADDRESS}?name=en").content.decode()


@pytest.mark.usefixtures("germany")
def test_numbers_are_of_what_one_may_read(cast: Cast, kehl: MunicipalityPage, browser_of: Any) -> None:
    make_report(kehl, owner=cast.author, visibility=Visibility.MEMBERS)
    make_report(kehl, owner=cast.author, live=False)
    for user in cast.everybody.values():
        for query in (f"?kreis={ORTENAU}", "?name=kehl"):
            entries = directory(browser_of(user), query).entries
            numbers = [entry.contributions for entry in entries if entry.municipality.name == "Kehl"]
            assert numbers == [1 if getattr(user, "is_member", False) else 0]


@pytest.mark.usefixtures("germany")
def test_queries_do_not_grow(administrator: User, browser_of: Any, settings: Any) -> None:
    settings.VISITOR_CACHE_SECONDS = settings.MEMBER_CACHE_SECONDS = 0
    browser = browser_of(None)

    def count(query: str) -> int:
        browser.get(f"{ADDRESS}{query}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{ADDRESS}{query}")
        return len(queries)

    addresses = ("", "?kreis=09184", "?name=hohen")
    before = [count(query) for query in addresses]
    for number in range(4):
        join(f"0918420{number}", f"Hohenort {number}", "München", administrator)
        join(f"0918{number + 5}100", f"Hohenstadt {number}", f"Kreis {number}", administrator)
    assert [count(query) for query in addresses] == before
