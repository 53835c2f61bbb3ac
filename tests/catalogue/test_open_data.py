"""Open data: what is given away, to whom, and what is kept back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.catalogue.export import records
from exchange.catalogue.export.records import without_mail
from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.pages.models import Visibility
from exchange.solutions.adopting import adopt, withdraw
from exchange.solutions.models import Adoption, SolutionPage
from exchange.spaces.models import MunicipalityPage
from home.models import ExchangeSettings
from tests.catalogue.coverage_answers import lines_of
from tests.catalogue.open_data_answers import (
    ADOPTIONS,
    ADOPTIONS_CSV,
    FILES,
    PAGE,
    SOLUTIONS,
    SOLUTIONS_CSV,
    TURTLE,
    adoptions_of,
    solutions_of,
    text_of,
)
from tests.conftest import Cast
from tests.factories import adoption_values, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
# What begins with an @ in Turtle and JSON-LD.
_RDF = re.compile(r"@(de|prefix|context|graph|id|type|language|value)\b")


def declare(solution: SolutionPage, space: MunicipalityPage, cast: Cast, **values: Any) -> Adoption:
    """The municipality of this space says how it uses a solution."""
    coupled = values.pop("coupled", [])
    return adopt(
        municipality=space.member_municipality,
        solution=solution,
        actor=cast.administrator,
        values=adoption_values(**values),
        coupled=coupled,
    )


@pytest.fixture
def zirkon(cast: Cast, kehl: MunicipalityPage) -> SolutionPage:
    """A solution that Kehl uses, with all that is kept back: addresses, persons, and a mail address in a text."""
    solution = make_solution(
        title="Zirkon",
        slug="zirkon",
        summary="Anträge ohne Papier. Fragen an hilfe@zirkon.example.",
        description="<p>Läuft überall.</p><ul><li>Schreiben Sie an chefin@zirkon.example</li></ul>",
        features=["Fristen", "Serienbriefe"],
        licence="EUPL-1.2",
        repository="https://code.example/zirkon",
        website="https://zirkon.example",
        version="4.2",
        released_on=date(2026, 3, 1),
        development_status="stable",
        software_type="standalone/web",
        maintenance="community",
        platforms=["web", "linux"],
        languages=["de", "en"],
        categories=["help-desk"],
        services=[make_service()],
        tags=["Wohnen"],
        owner=cast.author,
    )
    solution.contacts.create(
        name="Team Onlinedienste", affiliation="Zirkonverein", email="team@zirkon.example", phone="07851 88"
    )
    solution.providers.create(name="Quarz GmbH", website="https://quarz.example", email="vertrieb@quarz.example")
    solution.save()
    declare(
        solution,
        kehl,
        cast,
        since=date(2025, 5, 1),
        version="4.1",
        operated_by="self",
        use_case="Wohngeld, Rückfragen an wohngeld@kehl.example",
        contact_role="Sachgebiet Wohnen",
        contact_mail="wohnen@kehl.example",
        coupled=[{"name": "enaio", "worked": True, "note": "über admin@kehl.example"}],
    )
    return solution


# --- What is in it ----------------------------------------------------------------------------------------------------


def test_a_solution(zirkon: SolutionPage, browser_of: Browser) -> None:
    """All fields, with whole addresses, values in the words of publiccode.yml and days after ISO 8601."""
    [found] = solutions_of(browser_of(None))
    assert found["url"] == "http://testserver/loesungen/zirkon/"
    assert found["publiccode"] == "http://testserver/loesungen/zirkon/publiccode.yml"
    assert (found["title"], found["licence"], found["licence_kind"]) == ("Zirkon", "EUPL-1.2", "open")
    assert found["description"].startswith("Läuft überall.\n\n- ")
    assert (found["version"], found["released_on"]) == ("4.2", "2026-03-01")
    assert (found["development_status"], found["software_type"]) == ("stable", "standalone/web")
    assert (found["platforms"], found["languages"], found["categories"]) == (
        ["web", "linux"],
        ["de", "en"],
        ["help-desk"],
    )
    [service] = found["services"]
    assert (service["name"], service["ozg_id"]) == ("Wohngeld", make_service().ozg_id)
    assert found["tags"] == ["Wohnen"]
    assert found["used_by"] == {"running": 1}
    assert found["providers"] == [{"name": "Quarz GmbH", "website": "https://quarz.example", "until": None}]
    assert found["contacts"] == [{"role": "Team Onlinedienste", "organisation": "Zirkonverein"}]


def test_an_adoption(zirkon: SolutionPage, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """Who, what, how, since when."""
    [found] = adoptions_of(browser_of(None))
    assert (found["municipality"], found["ags"], found["federal_state"]) == ("Kehl", "08317057", "Baden-Württemberg")
    assert (found["solution"], found["solution_url"]) == ("Zirkon", "http://testserver/loesungen/zirkon/")
    assert found["municipality_url"] == "http://testserver/kommunen/kehl/"
    assert (found["state"], found["version"], found["since"], found["operated_by"]) == (
        "running",
        "4.1",
        "2025-05-01",
        "self",
    )
    assert found["contact_role"] == "Sachgebiet Wohnen"
    assert [(each["name"], each["worked"]) for each in found["coupled"]] == [("enaio", True)]


def test_terms(zirkon: SolutionPage, browser_of: Browser, settings: Any) -> None:
    """Each file names its licence; JSON also its publisher: the operator, else the site."""
    settings.VISITOR_CACHE_SECONDS = 0
    for name, operator, expected in (("Austausch", "", "Austausch"), ("Austausch", "Landkreis", "Landkreis")):
        ExchangeSettings.objects.update(site_name=name, operator=operator)
        document = json.loads(text_of(browser_of(None), SOLUTIONS))
        assert (document["publisher"], document["licence"]) == (expected, "CC-BY-4.0")
    assert document["about"] == "http://testserver/daten/"
    assert document["modified"]
    for address in FILES:
        headers = browser_of(None).get(address).headers
        assert headers["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
        assert headers["X-Robots-Tag"] == "noindex"
        assert "Content-Disposition" not in headers


def test_tables(zirkon: SolutionPage, browser_of: Browser) -> None:
    """German headings and words, one row each, several values in one cell."""
    browser = browser_of(None)
    headings, row = lines_of(browser, SOLUTIONS_CSV)
    cells = dict(zip(headings, row, strict=True))
    assert (cells["Name"], cells["Art der Lizenz"], cells["Entwicklungsstand"]) == ("Zirkon", "Quelloffen", "Stabil")
    assert (cells["Läuft auf"], cells["Sprachen"]) == ("Browser | Linux", "Deutsch | Englisch")
    assert (cells["Kommunen: im Einsatz"], cells["Kommunen: im Test"]) == ("1", "0")
    assert cells["Dienstleister"] == "Quarz GmbH (https://quarz.example)"
    headings, row = lines_of(browser, ADOPTIONS_CSV)
    cells = dict(zip(headings, row, strict=True))
    assert (cells["Kommune"], cells["Stand der Nutzung"], cells["Seit"]) == ("Kehl", "Im Einsatz", "2025-05-01")
    assert cells["Angebundene Fachverfahren"].startswith("enaio: angebunden")
    response = browser.get(ADOPTIONS_CSV)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbfKommune;Gemeindeschl")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_text(
    zirkon: SolutionPage, kehl: MunicipalityPage, cast: Cast, browser_of: Browser, start: str
) -> None:
    """Whatever people typed, a spreadsheet does not calculate it."""
    formula = f"{start}HYPERLINK(1)"
    SolutionPage.objects.update(title=formula, summary=formula, features=[formula], version=formula)
    declare(zirkon, kehl, cast, use_case=formula, contact_role=formula, version=formula)
    for address in (SOLUTIONS_CSV, ADOPTIONS_CSV):
        cells = [cell for line in lines_of(browser_of(None), address) for cell in line]
        assert f"'{formula}" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_odd_values(cast: Cast, browser_of: Browser) -> None:
    """A page with nothing but its title, and values that come out of files and that nobody offers."""
    make_solution(title="Leer", slug="leer", summary="")
    make_solution(
        title="Schräg & <krumm>",
        slug="schraeg",
        licence="LicenseRef-Eigene",
        platforms=["amiga"],
        languages=["tlh", ""],
        categories=["zauberei"],
        based_on=["kein Verweis", "https://a.example/<b>|c"],
    )
    browser = browser_of(None)
    assert [found["title"] for found in solutions_of(browser)] == ["Leer", "Schräg & <krumm>"]
    assert "zauberei" in text_of(browser, SOLUTIONS_CSV)
    for address in FILES:
        assert text_of(browser, address)


def test_nothing_there(cast: Cast, browser_of: Browser) -> None:
    """An empty site has files, too."""
    browser = browser_of(None)
    assert solutions_of(browser) == adoptions_of(browser) == []
    assert len(lines_of(browser, SOLUTIONS_CSV)) == 1
    assert "Zuletzt geändert am" not in text_of(browser, PAGE)
    assert "dcat:Catalog" in text_of(browser, TURTLE)


# --- What is kept back ------------------------------------------------------------------------------------------------


def test_everybody_gets_the_same(
    zirkon: SolutionPage, cast: Cast, lahr: MunicipalityPage, browser_of: Browser, settings: Any
) -> None:
    """Members, too, get what everybody may read: no solution for members, nor that somebody uses one."""
    settings.VISITOR_CACHE_SECONDS = 0
    hidden = make_solution(title="Geheimpult", slug="geheimpult", visibility=Visibility.MEMBERS, tags=["Geheimwort"])
    draft = make_solution(title="Entwurfspult", slug="entwurfspult")
    declare(hidden, lahr, cast)
    declare(draft, lahr, cast)
    draft.unpublish()
    for name, user in cast.everybody.items():
        browser = browser_of(user)
        assert [found["title"] for found in solutions_of(browser)] == ["Zirkon"], name
        assert [found["municipality"] for found in adoptions_of(browser)] == ["Kehl"], name
        for address in (*FILES, PAGE):
            content = text_of(browser, address)
            for word in ("Geheimpult", "Geheimwort", "Entwurfspult"):
                assert word.lower() not in content.lower(), (name, address)


def test_no_addresses_and_no_people(zirkon: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """Neither those in fields nor those that somebody typed into a text; for nobody."""
    person = cast.author.get_full_name()
    for name, user in cast.everybody.items():
        for address in FILES:
            content = text_of(browser_of(user), address)
            assert "@" not in re.sub(r"@(de|prefix|context|graph|id|type|language|value)\b", "", content), (
                name,
                address,
            )
            for word in ("07851", person, cast.administrator.last_name):
                assert word not in content, (name, address)


def test_names_out_of_a_file_stay_here(browser_of: Browser, site: Any) -> None:
    """The contacts of a publiccode.yml are persons: only their organisation is given away."""
    solution = make_solution(title="Quarz", publiccode="publiccodeYmlVersion: '0.7'\nname: Quarz\n")
    solution.contacts.create(name="Erika Beispiel", affiliation="Stadtwerke Musterstadt")
    solution.contacts.create(name="Max Beispiel", affiliation="Stadtwerke Musterstadt")
    solution.contacts.create(name="Moritz Beispiel")
    solution.save()
    browser = browser_of(None)
    [found] = solutions_of(browser)
    assert found["contacts"] == [{"role": "", "organisation": "Stadtwerke Musterstadt"}]
    for address in FILES:
        assert "Beispiel" not in text_of(browser, address)


def test_withdrawn_adoptions_are_left_out(
    zirkon: SolutionPage, kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Browser, settings: Any
) -> None:
    """In every file and in every number."""
    settings.VISITOR_CACHE_SECONDS = 0
    declare(zirkon, lahr, cast, state="given_up")
    browser = browser_of(None)
    assert solutions_of(browser)[0]["used_by"] == {"given_up": 1, "running": 1}
    for adoption in Adoption.objects.filter(municipality=kehl.municipality_id):
        withdraw(adoption=adoption, actor=cast.author)
    assert [found["ags"] for found in adoptions_of(browser)] == ["08317065"]
    assert solutions_of(browser)[0]["used_by"] == {"given_up": 1}
    assert len(lines_of(browser, ADOPTIONS_CSV)) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An max.muster+x@stadt-kehl.de schreiben", "An […] schreiben"),
        ("<MAX@KEHL.EXAMPLE>", "<[…]>"),
        ("Termin @ Rathaus, 5 @-Zeichen", "Termin @ Rathaus, 5 @-Zeichen"),
        ("", ""),
    ],
)
def test_mail_addresses_in_texts(text: str, expected: str) -> None:
    """Found in what people write; nothing else is touched."""
    assert without_mail(text) == expected


# --- How it is given --------------------------------------------------------------------------------------------------


def test_the_page(zirkon: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """German, for everybody, with every file, the licence and how to name us; found from elsewhere."""
    for user in cast.everybody.values():
        page = text_of(browser_of(user), PAGE)
        assert "<h1>Offene Daten</h1>" in page
        assert "Creative Commons Namensnennung 4.0" in page
        for address in FILES:
            assert f'href="{address}"' in page
    visitor = browser_of(None)
    for address in ("/", "/loesungen/"):
        assert f'href="{PAGE}"' in text_of(visitor, address)
    assert f"http://testserver{PAGE}</loc>" in text_of(visitor, "/sitemap.xml")


@pytest.mark.parametrize("address", [PAGE, *FILES])
def test_only_reading(address: str, browser_of: Browser, site: Any) -> None:
    """GET and HEAD, and the strict policy of the whole site."""
    browser = browser_of(None)
    assert browser.post(address).status_code == 405
    assert browser.head(address).status_code == 200
    response = browser.get(address)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_change_shows_at_once(
    zirkon: SolutionPage,
    lahr: MunicipalityPage,
    cast: Cast,
    browser_of: Browser,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Files are kept for visitors and for members, until something changes."""
    browsers = [browser_of(None), browser_of(cast.other)]
    for browser in browsers:
        assert len(adoptions_of(browser)) == 1
        with CaptureQueriesContext(connection) as queries:
            text_of(browser, ADOPTIONS)
        assert not [query for query in queries if "adoption" in query["sql"]]
    with django_capture_on_commit_callbacks(execute=True):
        declare(zirkon, lahr, cast)
    for browser in browsers:
        assert len(adoptions_of(browser)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        municipality = Municipality.objects.get(pk=lahr.municipality_id)
        municipality.name = "Lahr an der Schutter"
        municipality.save()
    assert "Lahr an der Schutter" in text_of(browsers[1], ADOPTIONS_CSV)


def test_every_field_is_described() -> None:
    """docs/open-data.md names each field of the JSON files."""
    text = Path(django_settings.BASE_DIR, "docs", "open-data.md").read_text(encoding="utf-8")
    for record in (
        records.SolutionRecord,
        records.ServiceRecord,
        records.ProviderRecord,
        records.ContactRecord,
        records.AdoptionRecord,
        records.CoupledRecord,
    ):
        for field in fields(record):
            assert f"`{field.name}`" in text, (record.__name__, field.name)
