"""No list may ask the database more often when it grows: each is counted with N and with N+4 of everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.reports.models import SoftwareUse
from exchange.solutions.adopting import adopt
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import join_municipality
from tests.conftest import Cast
from tests.factories import adoption_values, make_image, make_report, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]

ADDRESSES = [
    "/",
    "/daten/",
    "/daten/katalog.jsonld",
    "/daten/katalog.ttl",
    "/daten/loesungen.csv",
    "/daten/loesungen.json",
    "/daten/nachnutzung.csv",
    "/daten/nachnutzung.json",
    "/berichte/",
    "/kommunen/",
    "/kommunen/kehl/",
    "/loesungen/",
    "/loesungen/?thema=arbeit-ruhestand&betrieb=self",
    "/loesungen/gross/",
    "/leistungen/",
    "/leistungen/abdeckung/",
    "/leistungen/abdeckung.csv",
    "/leistungen/wohngeld/",
    "/themen/arbeit-ruhestand/",
    "/schlagworte/",
    "/schlagworte/wohnen/",
    "/suche/",
    "/suche/?q=wohngeld",
    "/suche/?q=wohngeld&schlagwort=wohnen&kommune=kehl",
    "/suche/vorschlaege/?q=wohn",
    "/feeds/neu.atom",
    "/feeds/nachnutzung.atom",
    "/sitemap.xml",
]
MEMBERS_ADDRESSES = [*ADDRESSES, "/mein-bereich/", "/admin/pruefung/"]


def grow(kehl: MunicipalityPage, cast: Cast, number: int) -> None:
    """Four more of all that lists show."""
    spaces = list(Municipality.objects.filter(joined_on=None).order_by("ags")[:4])
    for offset in range(4):
        space = join_municipality(municipality=spaces[offset], actor=cast.administrator)
        services = [make_service(), Service.objects.order_by("pk")[number + offset]]
        for place in (kehl, space):
            make_report(
                place,
                owner=cast.author,
                title=f"Wohngeld {number} {offset}",
                slug=f"wohngeld-{number}-{offset}-{place.pk}",
                tags=["Wohnen", f"Wohnwort {number} {offset}"],
                services=services,
            )
        grow_solutions(space, cast, number * 10 + offset)
        waiting = make_report(kehl, live=False, owner=cast.author, slug=f"wartet-{number}-{offset}")
        waiting.get_workflow().start(waiting, cast.author)


def grow_solutions(space: MunicipalityPage, cast: Cast, number: int) -> None:
    """One more solution, and one more municipality that uses the first one and has connected two programs."""
    large = SolutionPage.objects.filter(slug="gross").first() or make_solution(title="Groß", slug="gross")
    new = make_solution(services=[make_service()], tags=["Wohnen", f"Lösungswort {number}"])
    for solution in (large, new):
        adopt(
            municipality=space.member_municipality,
            solution=solution,
            actor=cast.administrator,
            values=adoption_values(operated_by="self"),
            coupled=[{"name": name, "worked": True, "note": ""} for name in ("enaio", "regisafe")],
        )


def count(browser: Client, address: str) -> int:
    """Queries of one request; the first request fills caches that belong to the process."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
    assert response.status_code == 200, address
    return len(queries)


def test_lists_do_not_grow(kehl: MunicipalityPage, cast: Cast, browser_of: Browser, settings: Any) -> None:
    """As a visitor (with nothing kept) and as an editor."""
    settings.VISITOR_CACHE_SECONDS = settings.MEMBER_CACHE_SECONDS = 0
    visitor, editor = browser_of(None), browser_of(cast.editor)
    grow(kehl, cast, 1)
    before = {
        **{("visitor", address): count(visitor, address) for address in ADDRESSES},
        **{("editor", address): count(editor, address) for address in MEMBERS_ADDRESSES},
    }
    grow(kehl, cast, 5)
    after = {
        **{("visitor", address): count(visitor, address) for address in ADDRESSES},
        **{("editor", address): count(editor, address) for address in MEMBERS_ADDRESSES},
    }
    grown = {key: (before[key], after[key]) for key in before if after[key] > before[key]}
    assert not grown


def test_a_report_does_not_grow(kehl: MunicipalityPage, cast: Cast, browser_of: Browser, settings: Any) -> None:
    """More tags, services, software and pictures cost no more queries; a member's page needs at most twelve."""
    settings.VISITOR_CACHE_SECONDS = 0

    def report_with(number: int) -> str:
        images = [make_image(f"Bild {index}") for index in range(number)]
        report = make_report(
            kehl,
            tags=[f"Wort {index}" for index in range(number)],
            services=list(Service.objects.order_by("pk")[:number]),
            body=[("image", {"image": image, "alternative_text": "Bild", "caption": ""}) for image in images],
            software=[SoftwareUse(name=f"Software {index}") for index in range(number)],
        )
        return report.list_url

    small, large = report_with(1), report_with(5)
    for user in (None, cast.other):
        browser = browser_of(user)
        assert count(browser, large) <= count(browser, small)
    assert count(browser_of(cast.other), large) <= 12
