"""What the search box offers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.ozg.models import Service
from exchange.pages.models import StandardPage
from exchange.spaces.models import MunicipalityPage
from search.suggestion_rows import refresh_all
from search.suggestions import MOST, MOST_OF_A_GROUP
from tests.factories import make_report
from tests.search.conftest import new_service, offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def car_service() -> Any:
    """A service that people call otherwise than the law does."""
    service = new_service("Kfz-Zulassung", synonyms=["Auto anmelden", "Autoanmeldung"], is_municipal=True)
    refresh_all()
    return service


@pytest.mark.parametrize(
    "typed", ["wohng", "WOHNG", "Papierst", "papierstapel zum", "onlineantrag fü", "onlineantrag fue"]
)
def test_titles_are_offered_from_every_word_on(kehl: MunicipalityPage, typed: str) -> None:
    make_report(kehl, title="Wohngeld: vom Papierstapel zum Onlineantrag für alle")
    assert offers(typed)["Beiträge"] == ["Wohngeld: vom Papierstapel zum Onlineantrag für alle"]


@pytest.mark.parametrize("typed", ["bürgerb", "Buergerb", "burgerb", "BÜRGERBÜRO"])
def test_spellings_of_umlauts_do_not_matter(kehl: MunicipalityPage, typed: str) -> None:
    make_report(kehl, title="Ein Bericht", tags=["Bürgerbüro"])
    assert offers(typed)["Schlagwörter"] == ["Bürgerbüro"]


@pytest.mark.parametrize("typed", ["auto an", "Auto anmelden", "autoan", "kfz", "kfz-zu", "zulass"])
def test_services_are_offered_by_all_their_names(car_service: Any, typed: str) -> None:
    assert "Kfz-Zulassung" in offers(typed)["Leistungen"]


def test_a_note_says_what_a_suggestion_is(kehl: MunicipalityPage) -> None:
    service = new_service("Kfz-Zulassung", synonyms=["Karosse anmelden"], is_municipal=True)
    report = make_report(kehl, title="Karossenfreie Innenstadt", services=[service])
    response = Client().get("/suche/vorschlaege/", {"q": "karosse"})
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Robots-Tag"] == "noindex"
    page = {"title": "Karossenfreie Innenstadt", "url": report.list_url, "note": "Erfahrungsbericht · Kehl"}
    offered = {
        "title": "Kfz-Zulassung",
        "url": "/leistungen/kfz-zulassung/",
        "note": "auch: Karosse anmelden · 1 Beitrag",
    }
    assert response.json() == {
        "groups": [{"label": "Beiträge", "items": [page]}, {"label": "Leistungen", "items": [offered]}]
    }


def test_services_with_contributions_come_first(kehl: MunicipalityPage) -> None:
    for name in ("Karosse abmelden", "Karosse zulassen"):
        new_service(name, is_municipal=True)
    make_report(kehl, services=[Service.objects.get(name="Karosse zulassen")])
    assert offers("karosse")["Leistungen"] == ["Karosse zulassen", "Karosse abmelden"]


def test_municipalities_and_information_pages_are_offered(site: Any, kehl: MunicipalityPage) -> None:
    page = StandardPage(title="Kehrtwende", slug="kehrtwende")
    site.add_child(instance=page)
    page.save_revision().publish()
    assert offers("keh") == {"Beiträge": ["Kehrtwende"], "Kommunen": [kehl.title]}


def test_at_most_eight_and_no_group_alone(kehl: MunicipalityPage) -> None:
    for number in range(12):
        make_report(kehl, title=f"Testbericht {number}", tags=[f"Testtag {number}"])
    offered = offers("test")
    assert sum(map(len, offered.values())) == MOST
    assert all(len(titles) >= MOST_OF_A_GROUP for titles in offered.values())


@pytest.mark.parametrize("typed", ["", " ", "a", "ä", "\x00", "%", "__", "''", "😀", "-" * 50, "x" * 100_000])
def test_nothing_is_offered_for_nothing(kehl: MunicipalityPage, typed: str) -> None:
    make_report(kehl, title="Ein Bericht")
    response = Client().get("/suche/vorschlaege/", {"q": typed})
    assert response.status_code == 200
    assert response.json() == {"groups": []}


def test_at_most_four_queries(kehl: MunicipalityPage, car_service: Any, settings: Any) -> None:
    settings.VISITOR_CACHE_SECONDS = 0
    for number in range(5):
        make_report(kehl, title=f"Auto {number}", tags=[f"Auto {number}"], services=[car_service])
    client = Client()
    client.get("/suche/vorschlaege/?q=auto")
    with CaptureQueriesContext(connection) as queries:
        client.get("/suche/vorschlaege/?q=auto")
    assert len(queries) <= 4
