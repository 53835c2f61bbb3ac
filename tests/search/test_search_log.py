"""What is counted of searches and clicks, what is never written down, who sees it, and that it goes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exchange.members.models import User
from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from search.curation import log
from search.curation.log import common_searches, loggable
from search.models import LoggedSearch, SearchClick
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]

REPORTS = (
    "/admin/reports/suchen-ohne-treffer/",
    "/admin/reports/haeufige-suchen/",
    "/admin/reports/geoeffnete-treffer/",
)


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any) -> None:
    """Each request reaches the view."""
    settings.VISITOR_CACHE_SECONDS = 0


def logged(text: str, days_ago: int = 0, **fields: Any) -> LoggedSearch:
    key, plain = loggable(text)
    values = {"for_members": False, "hits": 1, "count": 1, **fields}
    return LoggedSearch.objects.create(
        day=timezone.localdate() - timedelta(days=days_ago), key=key, text=plain, **values
    )


def rows() -> list[tuple[str, bool, int, int]]:
    return list(LoggedSearch.objects.order_by("pk").values_list("text", "for_members", "hits", "count"))


def press(browser: Client, text: str, page_id: Any, place: Any = 1, **headers: str) -> None:
    response = browser.post("/suche/klick/", {"q": text, "seite": page_id, "platz": place}, headers=headers)
    assert response.status_code == 204
    assert response.content == b""


# --- Searches


def test_searches_are_counted_by_day_and_scope(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    make_report(kehl, title="Wohngeld")
    for user in (None, cast.outsider):
        browser_of(user).get("/suche/?q=Wohngeld")
    browser_of(None).get("/suche/?q=+WOHNGELD!")
    browser_of(cast.other).get("/suche/?q=wohngeld")
    browser_of(cast.other).get("/suche/?q=amethyst")
    assert rows() == [("Wohngeld", False, 1, 3), ("wohngeld", True, 1, 1), ("amethyst", True, 0, 1)]


def test_refined_and_turned_pages_are_no_new_searches(kehl: MunicipalityPage, browser_of: Browser) -> None:
    make_report(kehl, title="Wohngeld")
    for query in ("", "q=", "q=wohngeld&kommune=kehl", "q=%C2%A7%C2%A7", "q=%00"):
        browser_of(None).get(f"/suche/?{query}")
    assert rows() == []


@pytest.mark.parametrize(
    "text",
    [
        "kim.muster@kommune.example",
        "Aktenzeichen 12345",
        "0781 12 34 56",
        "geboren 12.03.1975",
        "77652 Offenburg",
        "Herr Mustermann",
        "frau müller",
        "Hauptstraße 12",
        "Am Waldweg 3a",
        "www.beispiel.example",
        "wort " * 30,
    ],
)
def test_what_may_tell_of_a_person_is_not_written_down(site: Any, browser_of: Browser, text: str) -> None:
    browser_of(None).get("/suche/", {"q": text})
    assert rows() == []


@pytest.mark.parametrize("text", ["§ 35a SGB VIII", "OZG 2.0", "E-Akte", "Haushalt 2026", "Grundsteuer C", "115"])
def test_harmless_searches_are(text: str) -> None:
    assert loggable(text)[1] == text


def test_no_formula_reaches_an_exported_table() -> None:
    assert loggable("=HYPERLINK(1)")[1] == "HYPERLINK(1)"
    assert loggable("-wohngeld")[1] == "wohngeld"


def test_the_table_knows_nothing_else() -> None:
    assert {field.name for field in LoggedSearch._meta.concrete_fields} == {
        "id",
        "day",
        "for_members",
        "key",
        "text",
        "hits",
        "count",
        "clicks",
    }
    assert {field.name for field in SearchClick._meta.concrete_fields} == {"id", "search", "page", "position", "count"}


def test_a_repeated_search_costs_one_query_more(kehl: MunicipalityPage, browser_of: Browser, monkeypatch: Any) -> None:
    visitor = browser_of(None)
    visitor.get("/suche/?q=wohngeld")
    with CaptureQueriesContext(connection) as with_log:
        visitor.get("/suche/?q=wohngeld")
    monkeypatch.setattr("search.views.note_search", lambda *args: None)
    with CaptureQueriesContext(connection) as without_log:
        visitor.get("/suche/?q=wohngeld")
    assert len(with_log) == len(without_log) + 1


def test_a_search_answers_when_counting_fails(site: Any, browser_of: Browser, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(log, "_count_search", fail)
    assert browser_of(None).get("/suche/?q=wohngeld").status_code == 200
    assert rows() == []


def test_a_day_has_an_end(site: Any, browser_of: Browser, monkeypatch: Any) -> None:
    monkeypatch.setattr(log, "MAX_SEARCHES_A_DAY", 1)
    for text in ("amethyst", "unsinnswort", "amethyst"):
        browser_of(None).get("/suche/", {"q": text})
    assert rows() == [("amethyst", False, 0, 2)]


# --- Clicks


def test_clicks_are_counted_for_known_questions(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    report = make_report(kehl, title="Wohngeld")
    for user in (None, cast.other):
        browser = browser_of(user)
        html = browser.get("/suche/?q=wohngeld").content.decode()
        assert f'data-page="{report.pk}" data-place="1"' in html
        assert 'data-click-url="/suche/klick/" data-question="wohngeld"' in html
        press(browser, "Wohngeld", report.pk)
        press(browser, "Wohngeld", report.pk)
        press(browser, "Wohngeld", report.pk, 2)
    clicks = SearchClick.objects.order_by("pk").values_list("search__for_members", "page", "position", "count")
    assert list(clicks) == [
        (False, report.pk, 1, 2),
        (False, report.pk, 2, 1),
        (True, report.pk, 1, 2),
        (True, report.pk, 2, 1),
    ]
    assert list(LoggedSearch.objects.values_list("clicks", flat=True)) == [3, 3]


@pytest.mark.parametrize(
    ("text", "page", "place"),
    [
        ("unbekannt", "", 1),
        ("wohngeld", "999999", 1),
        ("wohngeld", "x", 1),
        ("wohngeld", "-1", 1),
        ("wohngeld", "9" * 30, 1),
        ("wohngeld", "", "99999999999"),
        ("wohngeld", "", "-1"),
        ("wohngeld", "", "²"),
        ("", "", 1),
        ("\x00", "", 1),
    ],
)
def test_anything_else_is_passed_over(
    kehl: MunicipalityPage, browser_of: Browser, text: str, page: str, place: Any
) -> None:
    report = make_report(kehl)
    logged("wohngeld")
    press(browser_of(None), text, page or report.pk, place)
    assert not SearchClick.objects.exists()


def test_each_scope_has_its_own_questions_and_pages(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    hidden = make_report(kehl, visibility=Visibility.MEMBERS)
    logged("wohngeld", for_members=True)
    logged("hundesteuer", for_members=False)
    for name, user in cast.everybody.items():
        SearchClick.objects.all().delete()
        press(browser_of(user), "wohngeld", hidden.pk)
        press(browser_of(user), "hundesteuer", hidden.pk)
        assert SearchClick.objects.count() == (1 if name in cast.members else 0), name


def test_old_questions_other_sites_and_floods_are_not_counted(
    kehl: MunicipalityPage, browser_of: Browser, monkeypatch: Any
) -> None:
    report = make_report(kehl)
    logged("vorgestern", days_ago=2)
    logged("gestern", days_ago=1)
    visitor = browser_of(None)
    press(visitor, "vorgestern", report.pk)
    press(visitor, "gestern", report.pk, **{"Sec-Fetch-Site": "cross-site"})
    assert not SearchClick.objects.exists()
    monkeypatch.setattr(log, "MAX_CLICKS_A_MINUTE", 2)
    monkeypatch.setattr("search.curation.log.time.time", lambda: 1_800_000_000.0)
    for _press in range(4):
        press(visitor, "gestern", report.pk, **{"Sec-Fetch-Site": "same-origin"})
    assert SearchClick.objects.get().count == 2


def test_looking_at_the_address_counts_nothing(site: Any, browser_of: Browser) -> None:
    assert browser_of(None).get("/suche/klick/").status_code == 405


# --- Common searches


def test_common_searches_need_several_days(site: Any) -> None:
    for day in range(3):
        logged("Wohngeld online", days_ago=day, count=2)
        logged("Wohnberechtigung", days_ago=day, count=1)
        logged("Wohnmobil", days_ago=day, count=9, hits=0)
    logged("Wohnheim", count=50)
    logged("Wohnsitz", days_ago=91, count=50)
    assert common_searches("wohn", AnonymousUser()) == ["Wohngeld online"]
    assert common_searches("hund", AnonymousUser()) == []


def test_visitors_learn_nothing_of_members_searches(site: Any, cast: Cast) -> None:
    for day in range(3):
        logged("Wohnungsnotfall", days_ago=day, count=5, for_members=True)
        logged("Wohngeld", days_ago=day, count=2)
    for name, user in cast.everybody.items():
        expected = ["Wohnungsnotfall", "Wohngeld"] if name in cast.members else ["Wohngeld"]
        assert common_searches("wohn", user or AnonymousUser()) == expected, name


def test_common_searches_are_kept_between_keys(site: Any) -> None:
    common_searches("w", AnonymousUser())
    with CaptureQueriesContext(connection) as queries:
        common_searches("wo", AnonymousUser())
    assert len(queries) <= 1  # the look into a cache that is a table


# --- Ninety days


def test_the_log_is_kept_for_ninety_days(kehl: MunicipalityPage, capsys: Any) -> None:
    old, kept = logged("alt", days_ago=91), logged("neu", days_ago=90)
    page = make_report(kehl)
    for search in (old, kept):
        SearchClick.objects.create(search=search, page=page, position=1, count=1)
    call_command("clean_search_log")
    assert list(LoggedSearch.objects.all()) == [kept]
    assert SearchClick.objects.get().search == kept
    assert "1 Suche gelöscht." in capsys.readouterr().out


# --- Reports


def test_every_cast_member_at_the_reports(cast: Cast, browser_of: Browser) -> None:
    for name, user in cast.everybody.items():
        for address in REPORTS:
            for part in ("", "results/", "?export=csv"):
                status = browser_of(user).get(address + part).status_code
                assert (status == 200) == (name in ("editor", "administrator")), (name, address, part)
    menu = browser_of(cast.editor).get("/admin/").content.decode()
    assert all(address in menu for address in REPORTS)


def test_reports_add_up_days_and_spellings(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    report = make_report(kehl, title="Wohngeld im Rathaus")
    search = logged("Wohngeld", count=3, hits=7, clicks=4)
    logged("wohngeld", days_ago=10, count=2, hits=0)
    logged("Quatschwort", count=5, hits=0, for_members=True)
    SearchClick.objects.create(search=search, page=report, position=2, count=3)
    SearchClick.objects.create(search=search, page=report, position=1, count=1)
    editor = browser_of(cast.editor)
    failed, common, clicks = (
        editor.get(address, {"export": "csv"}).getvalue().decode("utf-8-sig").splitlines() for address in REPORTS
    )
    assert failed[1:] == ["Quatschwort,5,1", "wohngeld,2,1"]
    assert sorted(common[1:]) == ["Quatschwort,5,1,0,0", "wohngeld,5,2,7,4"]
    assert clicks == ["Suche,Seite,Wie oft,Bester Platz in der Liste", "Wohngeld,Wohngeld im Rathaus,4,1"]
    recent = editor.get(REPORTS[0], {"zeitraum": "7"}).content.decode()
    assert "Quatschwort" in recent
    assert "?q=wohngeld" not in recent
    visitors = editor.get(REPORTS[0], {"von": "visitors"}).content.decode()
    assert "?q=wohngeld" in visitors
    assert "Quatschwort" not in visitors
    assert "Wohngeld im Rathaus" in editor.get(REPORTS[2], {"zeitraum": "30", "von": "visitors"}).content.decode()
    assert "Wohngeld im Rathaus" not in editor.get(REPORTS[2], {"von": "members"}).content.decode()
    for address in REPORTS:
        for query in ("?zeitraum=x&von=y", "?ordering=-number", "?ordering=asked", "?p=99", "?ordering=quatsch"):
            assert editor.get(address + query).status_code == 200


def test_reports_do_not_grow(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    editor = browser_of(cast.editor)

    def queries_of(number: int) -> list[int]:
        for index in range(number):
            search = logged(f"wort {chr(97 + index)} {number}", hits=0)
            SearchClick.objects.create(search=search, page=make_report(kehl), position=1, count=1)
        counts = []
        for address in REPORTS:
            editor.get(address)
            with CaptureQueriesContext(connection) as queries:
                editor.get(address)
            counts.append(len(queries))
        return counts

    assert queries_of(2) == queries_of(6)
