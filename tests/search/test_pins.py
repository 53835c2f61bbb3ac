"""Recommended pages: for which question, for whom, until when, and how editors keep them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exchange.members.models import User
from exchange.pages.models import ExchangePage, Visibility
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from search.curation.pins import MAX_PINNED, pinned_pages
from search.models import PinnedPage
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def pin(page: ExchangePage, *phrases: str, **fields: Any) -> PinnedPage:
    return PinnedPage.objects.create(phrases="\n".join(phrases), page_id=page.pk, **fields)


def pinned(text: str, user: Any = None) -> list[str]:
    return [hit.title for hit in pinned_pages(text, user or AnonymousUser())]


def results(browser: Client, query: str) -> str:
    response = browser.get(f"/suche/?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("Bürgerbüro öffnen", True),
        ("  buergerbuero   OEFFNEN! ", True),
        ("Bürgerbüro", False),
        ("", False),
        ("\x00", False),
    ],
)
def test_a_question_fits_whatever_its_spelling(kehl: MunicipalityPage, typed: str, fits: bool) -> None:
    pin(make_report(kehl, title="Guter Rat"), "Ganz anderes", "Bürgerbüro öffnen")
    assert pinned(typed) == (["Guter Rat"] if fits else [])


def test_order_end_and_number(kehl: MunicipalityPage) -> None:
    today = timezone.localdate()
    pin(make_report(kehl, title="Zweiter"), "Wohngeld", sort_order=2, until=today)
    pin(make_report(kehl, title="Erster"), "Wohngeld", sort_order=1)
    pin(make_report(kehl, title="Vorbei"), "Wohngeld", sort_order=0, until=today - timedelta(days=1))
    assert pinned("wohngeld") == ["Erster", "Zweiter"]
    for number in range(MAX_PINNED):
        pin(make_report(kehl, title=f"Weiterer {number}"), "Wohngeld", sort_order=3)
    assert len(pinned("wohngeld")) == MAX_PINNED


def test_only_for_those_who_may_read_the_page(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    pin(make_report(kehl, title="Verschlusswort", visibility=Visibility.MEMBERS), "Wohngeld")
    for name, user in cast.everybody.items():
        html = results(browser_of(user), "q=wohngeld")
        assert ("Verschlusswort" in html) == (name in cast.members), name
        assert ("Empfohlen" in html) == (name in cast.members), name


def test_unpublished_and_deleted_pages_are_not_recommended(kehl: MunicipalityPage) -> None:
    report = make_report(kehl, title="Guter Rat")
    pin(report, "Wohngeld")
    assert pinned("wohngeld") == ["Guter Rat"]
    report.unpublish()
    assert pinned("wohngeld") == []
    ExchangePage.objects.get(pk=report.pk).delete()
    assert not PinnedPage.objects.exists()


def test_the_page_of_results(kehl: MunicipalityPage, browser_of: Browser, settings: Any) -> None:
    """On top, once, and only for the bare question."""
    settings.VISITOR_CACHE_SECONDS = 0
    make_report(kehl, title="Wohngeld im Rathaus")
    pin(make_report(kehl, title="Wohngeld: guter Rat"), "Wohngeld")
    visitor = browser_of(None)
    html = results(visitor, "q=wohngeld")
    assert html.count("Wohngeld: guter Rat</a>") == 1
    assert html.index("Empfohlen") < html.index("Wohngeld: guter Rat</a>") < html.index("Wohngeld im Rathaus</a>")
    for query in ("q=wohngeld&kommune=kehl", "q=wohngeld+rathaus", ""):
        assert "Empfohlen" not in results(visitor, query), query


def test_a_recommendation_stands_where_nothing_else_is_found(kehl: MunicipalityPage, browser_of: Browser) -> None:
    pin(make_report(kehl, title="Guter Rat"), "quatschwort")
    html = results(browser_of(None), "q=quatschwort")
    assert "Guter Rat</a>" in html
    assert "Nichts gefunden" not in html


def test_questions_without_recommendation_cost_nothing(kehl: MunicipalityPage) -> None:
    pin(make_report(kehl), "Wohngeld")
    pinned("hundesteuer")
    with CaptureQueriesContext(connection) as queries:
        assert pinned("hundesteuer") == []
    assert len(queries) <= 1  # the look into a cache that is a table


def test_every_cast_member_at_the_door(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    existing = pin(make_report(kehl), "Wohngeld")
    addresses = [
        reverse("recommended:index"),
        reverse("recommended:add"),
        reverse("recommended:edit", args=[existing.pk]),
        reverse("recommended:delete", args=[existing.pk]),
        reverse("recommended:history", args=[existing.pk]),
    ]
    for name, user in cast.everybody.items():
        for address in addresses:
            status = browser_of(user).get(address).status_code
            assert (status == 200) == (name in ("editor", "administrator")), (name, address)


def test_an_editor_recommends_and_withdraws(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    report = make_report(kehl, title="Guter Rat")
    browser = browser_of(cast.editor)
    data = {"phrases": "Wohngeld\n\n Mietzuschuss ", "page": report.pk, "sort_order": 1, "until": "", "note": ""}
    browser.post(reverse("recommended:add"), data)
    made = PinnedPage.objects.get()
    assert made.phrase_list == ["Wohngeld", "Mietzuschuss"]
    assert made.changed_by == cast.editor
    assert pinned("mietzuschuss") == ["Guter Rat"]
    assert "Guter Rat" in browser.get(reverse("recommended:index")).content.decode()
    browser.post(reverse("recommended:edit", args=[made.pk]), {**data, "phrases": "Wohngeld"})
    assert pinned("mietzuschuss") == []
    browser.post(reverse("recommended:delete", args=[made.pk]))
    assert pinned("wohngeld") == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"phrases": "Wohngeld\nwohngeld"}, "sind für die Suche dasselbe"),
        ({"phrases": "12"}, "„12“ enthält keinen Buchstaben."),
        ({"page": "start"}, "Seiten dieser Art stehen nicht in der Suche"),
    ],
)
def test_wrong_entries_are_explained(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser, fields: dict[str, str], message: str
) -> None:
    data = {"phrases": "Wohngeld", "page": make_report(kehl).pk, "sort_order": 1, "until": "", "note": "", **fields}
    if data["page"] == "start":
        data["page"] = HomePage.objects.get().pk
    html = browser_of(cast.editor).post(reverse("recommended:add"), data).content.decode()
    assert message in html
    assert not PinnedPage.objects.exists()
