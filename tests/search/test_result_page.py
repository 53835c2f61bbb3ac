"""The page of results: what readers see, and that nothing typed can break it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exchange.members.models import User
from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from search.api import FACETS
from tests.conftest import Cast
from tests.factories import make_report, make_service

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def page(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    return response.content.decode()


def test_hits_with_marked_words_and_number(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Papierlos", summary="Wir haben <b>Zinnoberblätter</b> & mehr abgeschafft.")
    html = page("/suche/?q=zinnoberblatt")
    assert "1 Treffer für „zinnoberblatt“" in html
    assert "Wir haben &lt;b&gt;<mark>Zinnoberblätter</mark>&lt;/b&gt; &amp; mehr abgeschafft." in html
    assert 'href="/kommunen/kehl/' in html


def test_what_is_typed_is_escaped_everywhere(kehl: MunicipalityPage) -> None:
    make_report(kehl)
    html = page('/suche/?q=<script>alert(1)</script>"bericht')
    assert "<script>alert" not in html
    nothing = page('/suche/?q=<zz>amethyst"')
    assert "Nichts gefunden für „&lt;zz&gt;amethyst&quot;“" in nothing


def test_before_a_question_there_is_something_to_browse(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Neuester Bericht", tags=["Wohnen"])
    html = page("/suche/")
    assert "Neueste Beiträge" in html
    assert "Neuester Bericht" in html
    assert re.search(r'name="schlagwort" value="wohnen"', html)


def test_nothing_found_comes_with_advice(site: Any) -> None:
    html = page("/suche/?q=amethyst")
    assert "Nichts gefunden für „amethyst“" in html
    assert "Was oft hilft" in html
    assert 'href="/leistungen/"' in html


def test_chosen_filters_can_be_removed_one_by_one(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Wohngeld", tags=["Wohnen"])
    html = unescape(page("/suche/?q=wohngeld&kommune=kehl&schlagwort=wohnen&page=1&unbekannt=x"))
    removals = re.findall(r'class="chip chip--remove" href="([^"]+)"', html)
    assert removals == ["/suche/?q=wohngeld&schlagwort=wohnen", "/suche/?q=wohngeld&kommune=kehl"]
    assert "Kommune: Kehl" in html
    assert 'href="/suche/?q=wohngeld"' in html
    assert re.search(r'name="kommune" value="kehl" checked', html)
    for address in removals:
        page(address)


def test_filters_that_leave_nothing_can_be_dropped(kehl: MunicipalityPage, lahr: MunicipalityPage) -> None:
    make_report(kehl, title="Wohngeld", tags=["Wohnen"])
    make_report(lahr, title="Hundesteuer", tags=["Hunde"])
    html = page("/suche/?q=wohngeld&schlagwort=hunde")
    assert "Zu diesen Filtern passt nichts" in html
    assert "Schlagwort: Hunde" in html


def test_order_and_pages_keep_the_question_and_the_filters(
    kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.api.PAGE_SIZE", 3)
    monkeypatch.setattr("search.views.PAGE_SIZE", 3)
    for number in range(4):
        make_report(kehl, title=f"Wohngeld {number}")
    html = unescape(page("/suche/?q=wohngeld&kommune=kehl&sortierung=neueste"))
    assert 'href="/suche/?q=wohngeld&kommune=kehl"' in html
    assert 'href="?q=wohngeld&kommune=kehl&sortierung=neueste&page=2"' in html
    second = page("/suche/?q=wohngeld&kommune=kehl&sortierung=neueste&page=2")
    assert second.count("<article") == 1
    assert '<input type="hidden" name="sortierung" value="neueste">' in second


def test_the_page_has_one_search_box(site: Any) -> None:
    assert page("/suche/").count('type="search"') == 1


def test_members_pages_reach_members_only(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    make_report(kehl, title="Verschlusswort", visibility=Visibility.MEMBERS, tags=["Gneis"])
    for name, user in cast.everybody.items():
        html = page("/suche/?q=verschlusswort", browser_of(user)) + page("/suche/", browser_of(user))
        assert ("Verschlusswort" in html) == (name in cast.members), name
        assert ("Gneis" in html) == (name in cast.members), name


def test_a_members_card_is_never_kept_for_visitors(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    report = make_report(kehl, title="Verschlusswort", visibility=Visibility.MEMBERS)
    assert "Verschlusswort" in page("/suche/", browser_of(cast.other))
    assert "Verschlusswort" not in page("/suche/")
    report.visibility = Visibility.PUBLIC
    report.save_revision().publish(skip_permission_checks=True)
    assert "Nur für Mitglieder" not in page("/suche/", browser_of(cast.other))


def test_kept_cards_follow_their_page(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    report = make_report(kehl, title="Wohngeld", summary="Alter Stand.")
    browser = browser_of(cast.other)
    assert "Alter Stand." in page("/suche/", browser)
    report.summary = "Neuer Stand."
    report.save_revision().publish(skip_permission_checks=True)
    html = page("/suche/", browser)
    assert "Neuer Stand." in html
    assert "Alter Stand." not in html


def test_at_most_twelve_queries_for_a_member(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser, settings: Any
) -> None:
    settings.VISITOR_CACHE_SECONDS = 0
    for number in range(6):
        make_report(kehl, title=f"Wohngeld {number}", tags=[f"Wort {number}"], services=[make_service()])
    browser = browser_of(cast.other)
    for address in (
        "/suche/",
        "/suche/?q=wohngeld",
        "/suche/?q=wohngeld&schlagwort=wort-1&leistung=wohngeld&jahr=1999",
    ):
        page(address, browser)
        with CaptureQueriesContext(connection) as queries:
            page(address, browser)
        assert len(queries) <= 12, address


@pytest.mark.parametrize(
    "query_string",
    [
        "q=%00",
        "q=%",
        "q=%ff%fe",
        "q=%ed%a0%80",
        "q=%F0%9F%98%80",
        "q='",
        'q="',
        "q=>",
        "q=(((",
        "q=a' OR 1=1 --",
        "q=NEAR/3 AND NOT *",
        "q=wort* ^2 title:x",
        "q=und der die",
        "q=" + "a" * 100_000,
        "q=" + "a " * 50_000,
        "q=" + "-" * 5_000,
        "q=" + '"a b" ' * 700,
        "&" * 100_000,
        "&".join(f"f{number}=x" for number in range(20_000)),
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=x",
        "page=²",
        "page=",
        "sortierung=quatsch",
        "kommune=%00&jahr=0&status=x&art=../../etc&thema=%ff&schlagwort='&leistung=" + "x" * 3_000,
        "&".join(f"schlagwort=wert-{number}" for number in range(300)),
        "q=1&q=2&q[]=3",
        "q=%C3",
        "q=\u0308",
        "q=" + "§" * 500,
    ],
)
def test_whatever_is_in_the_address_it_is_a_page(kehl: MunicipalityPage, query_string: str) -> None:
    make_report(kehl, title="Wort")
    for path in ("/suche/", "/suche/vorschlaege/"):
        response = Client().get(f"{path}?{query_string}")
        assert response.status_code == 200
        assert len(response.content) < 100_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), values=st.dictionaries(st.sampled_from([*FACETS, "page", "sortierung"]), st.text()))
@example(text="\ud800", values={"kommune": "\udfff"})
@example(text='"', values={"jahr": "jahr:2024\t", "art": "*"})
def test_any_text_in_any_field_is_a_page(kehl: MunicipalityPage, text: str, values: dict[str, str]) -> None:
    fields = {"q": text, **values}
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}
    assert Client().get("/suche/", encoded).status_code == 200
    assert Client().get("/suche/vorschlaege/", {"q": encoded["q"]}).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), values=st.dictionaries(st.sampled_from([*FACETS, "x"]), st.frozensets(st.text())))
def test_any_request_has_results(kehl: MunicipalityPage, text: str, values: dict[str, frozenset[str]]) -> None:
    from django.contrib.auth.models import AnonymousUser

    from search.api import SearchRequest, search, suggest

    results = search(SearchRequest(text=text, filters=values), AnonymousUser())
    assert len(results.hits) <= results.total
    suggest(text, AnonymousUser())
