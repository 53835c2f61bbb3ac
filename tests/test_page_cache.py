"""Pages kept for visitors: what is kept, for whom, and when it is dropped. The invalidation comes before the speed."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.pages.models import Tag, Visibility
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from home.models import ExchangeSettings
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db(transaction=False)

Browser = Callable[[User | None], Client]


@pytest.fixture
def report(kehl: MunicipalityPage) -> ReportPage:
    """A public report."""
    return make_report(kehl, title="Erster Titel", slug="bericht", tags=["Wohnen"])


@pytest.fixture
def visitor(browser_of: Browser, report: ReportPage) -> Client:
    """A visitor for whom the list and the report have been kept already."""
    browser = browser_of(None)
    assert "Erster Titel" in browser.get("/berichte/").content.decode()
    assert browser.get(report.list_url).status_code == 200
    return browser


def test_the_second_answer_needs_no_query(visitor: Client, report: ReportPage, django_assert_num_queries: Any) -> None:
    """Kept pages are answered without the database, with the same policy and an ETag that saves the body."""
    with django_assert_num_queries(0):
        response = visitor.get(report.list_url)
        again = visitor.get(report.list_url, headers={"if-none-match": response.headers["ETag"]})
    assert response.status_code == 200
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert (again.status_code, again.content) == (304, b"")
    assert int(response.headers["Content-Length"]) == len(response.content)


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("br, gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("br", False),
        ("", False),
    ],
)
def test_browsers_get_it_compressed(visitor: Client, report: ReportPage, accepted: str, compressed: bool) -> None:
    """Those that can read it, under an ETag of its own; the others as it is."""
    plain = visitor.get(report.list_url)
    response = visitor.get(report.list_url, headers={"accept-encoding": accepted})
    assert (response.headers.get("Content-Encoding") == "gzip") is compressed
    assert (gzip.decompress(response.content) if compressed else response.content) == plain.content
    assert int(response.headers["Content-Length"]) == len(response.content)
    assert (response.headers["ETag"] != plain.headers["ETag"]) is compressed
    assert "Accept-Encoding" in response.headers["Vary"]
    known = {"accept-encoding": accepted, "if-none-match": response.headers["ETag"]}
    assert visitor.get(report.list_url, headers=known).status_code == 304


def test_head_has_no_body_and_does_not_spoil_get(visitor: Client, report: ReportPage) -> None:
    """A HEAD request is answered like a GET without the body."""
    assert visitor.head("/kommunen/kehl/").content == b""
    assert b"<html" in visitor.get("/kommunen/kehl/").content


@pytest.fixture
def changed(report: ReportPage, kehl: MunicipalityPage, lahr: MunicipalityPage) -> dict[str, Callable[[], Any]]:
    """Every way in which something shown can change, by name."""

    def publish() -> None:
        report.title = "Zweiter Titel"
        report.save_revision().publish()

    def hide() -> None:
        report.visibility = Visibility.MEMBERS
        report.save_revision().publish()

    def rename_tag() -> None:
        tag = Tag.objects.get(name="Wohnen")
        tag.name = "Wohnraum"
        tag.save()

    def rename_municipality() -> None:
        municipality = Municipality.objects.get(pk=kehl.municipality_id)
        municipality.name = "Kehl am Rhein"
        municipality.save()

    def rename_site() -> None:
        settings = ExchangeSettings.objects.get()
        settings.site_name = "Ortenau-Austausch"
        settings.save()

    return {
        "publish": publish,
        "unpublish": lambda: ReportPage.objects.get(pk=report.pk).unpublish(),
        "delete": lambda: ReportPage.objects.get(pk=report.pk).delete(),
        "move": lambda: ReportPage.objects.get(pk=report.pk).move(lahr, pos="last-child"),
        "hide": hide,
        "rename_tag": rename_tag,
        "rename_municipality": rename_municipality,
        "rename_site": rename_site,
    }


@pytest.mark.parametrize(
    ("change", "address", "status"),
    [
        ("publish", "list", 200),
        ("publish", "page", 200),
        ("unpublish", "list", 200),
        ("unpublish", "page", 404),
        ("delete", "list", 200),
        ("delete", "page", 404),
        ("move", "list", 200),
        ("move", "page", 404),
        ("hide", "list", 200),
        ("hide", "page", 404),
        ("rename_tag", "page", 200),
        ("rename_municipality", "page", 200),
        ("rename_site", "page", 200),
    ],
)
def test_a_change_shows_at_once(
    visitor: Client,
    report: ReportPage,
    changed: dict[str, Callable[[], Any]],
    change: str,
    address: str,
    status: int,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """No visitor reads what has gone or was before."""
    url = "/berichte/" if address == "list" else report.list_url
    before = visitor.get(url).content
    with django_capture_on_commit_callbacks(execute=True):
        changed[change]()
    response = visitor.get(url)
    assert response.status_code == status
    assert response.content != before


def test_a_rolled_back_change_drops_nothing(
    visitor: Client, report: ReportPage, django_assert_num_queries: Any
) -> None:
    """Pages are dropped when the change is committed, not before."""
    report.title = "Nie gespeichert"
    report.save_revision().publish()
    with django_assert_num_queries(0):
        assert "Erster Titel" in visitor.get("/berichte/").content.decode()


def test_members_are_never_answered_from_it(
    visitor: Client, report: ReportPage, cast: Cast, browser_of: Browser
) -> None:
    """Whoever has a session gets an own answer that no cache may keep for others."""
    response = browser_of(cast.other).get(report.list_url)
    assert cast.other.initials in response.content.decode()
    assert "private" in response.headers["Cache-Control"]
    assert cast.other.get_full_name() not in visitor.get(report.list_url).content.decode()


def test_forms_are_made_anew_each_time(browser_of: Browser, site: Any) -> None:
    """A page with a form holds a secret of one visitor and is never kept."""
    first, second = browser_of(None).get("/anmelden/"), browser_of(None).get("/anmelden/")
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value


@pytest.mark.parametrize("address", ["/", "/berichte/", "/kommunen/kehl/", "/suche/?q=wohngeld"])
def test_what_is_kept_holds_no_secret(browser_of: Browser, kehl: MunicipalityPage, address: str) -> None:
    """No token and no cookie in an answer that others will get."""
    response = browser_of(None).get(address)
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies
