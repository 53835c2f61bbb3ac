"""The start page in all of Germany: some of the municipalities, and numbers that are counted once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from home import presentation
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db


def chips(browser: Any) -> list[tuple[str, int]]:
    return [(chip["title"], chip["note"]) for chip in browser.get("/").context["municipality_chips"]]


def test_those_with_most_reports_are_shown(
    kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Any, monkeypatch: Any
) -> None:
    browser = browser_of(None)
    assert chips(browser) == [("Kehl", 0), ("Lahr/Schwarzwald", 0)]
    assert "am meisten berichtet" not in browser.get("/").content.decode()
    monkeypatch.setattr(presentation, "MOST_CHIPS", 1)
    cache.clear()
    assert chips(browser) == [("Kehl", 0)]
    make_report(lahr, owner=cast.other)
    cache.clear()
    assert chips(browser) == [("Lahr/Schwarzwald", 1)]
    assert "Alle 2 stehen in der Liste" in browser.get("/").content.decode()


def test_numbers_are_kept_until_something_changes(
    kehl: MunicipalityPage, cast: Cast, browser_of: Any, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.VISITOR_CACHE_SECONDS = 0
    visitor, member = browser_of(None), browser_of(cast.other)
    with django_capture_on_commit_callbacks(execute=True):
        make_report(kehl, owner=cast.author, visibility=Visibility.MEMBERS)
    numbers = [browser.get("/").context["numbers"]["reports"] for browser in (visitor, member)]
    assert numbers == [0, 1]
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/")
    assert not [query for query in queries if "pages_servicelink" in query["sql"]]
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        make_report(kehl, owner=cast.author)
    assert [browser.get("/").context["numbers"]["reports"] for browser in (visitor, member)] == [1, 2]
