"""Several people write at once: nobody waits for somebody who waits for him."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.search.backends import get_search_backend

from exchange.pages.models import ExchangePage
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from search.index import index_pages, remove_pages
from search.models import IndexedPage
from tests.factories import make_report

pytestmark = pytest.mark.django_db(transaction=True)

AHEAD = 0.5  # seconds, in which the other one comes as far as he can
LONGEST = 20  # seconds
BACKEND = get_search_backend()


@pytest.fixture
def report(kehl: MunicipalityPage) -> ReportPage:
    """What both write."""
    return make_report(kehl, title="Zinnober")


@pytest.fixture(autouse=True)
def only_where_rows_are_locked() -> None:
    """SQLite has one writer at a time, who cannot wait for another."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets the second writer begin when the first one is done.")


def at_once(first: Callable[[Callable[[], None]], Any], second: Callable[[], Any]) -> None:
    """Run both in transactions of their own; the second begins where the first calls what it is given."""
    reached = threading.Event()

    def begin() -> None:
        reached.set()
        time.sleep(AHEAD)

    def run(work: Callable[[], Any]) -> None:
        try:
            with transaction.atomic():
                work()
        finally:
            connection.close()

    def later() -> None:
        assert reached.wait(LONGEST)
        second()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(run, lambda: first(begin)), pool.submit(run, later)]:
            future.result(LONGEST)


def save(report: ReportPage) -> Callable[[Callable[[], None]], None]:
    """Save a page, so that the transaction has its row, and then write it into the editors' index."""

    def work(then: Callable[[], None]) -> None:
        ExchangePage.objects.filter(pk=report.pk).update(title="Ocker")
        then()
        BACKEND.add(ReportPage.objects.get(pk=report.pk))

    return work


def test_saving_while_the_page_is_indexed(report: ReportPage) -> None:
    at_once(save(report), lambda: index_pages([report.pk]))
    assert len(BACKEND.search("Ocker", ReportPage)) == 1


def test_saving_while_the_page_is_taken_out(report: ReportPage) -> None:
    at_once(save(report), lambda: remove_pages([report.pk]))
    assert len(BACKEND.search("Ocker", ReportPage)) == 1
    assert not IndexedPage.objects.filter(pk=report.pk).exists()


def test_writing_both_indexes_in_either_order(kehl: MunicipalityPage, report: ReportPage) -> None:
    other = make_report(kehl, title="Karmesin")

    def site_first(then: Callable[[], None]) -> None:
        index_pages([report.pk])
        then()
        ReportPage.objects.filter(pk=report.pk).update(summary="Ocker")
        BACKEND.add(ReportPage.objects.get(pk=report.pk))

    def editors_first() -> None:
        ReportPage.objects.filter(pk=other.pk).update(summary="Indigo")
        BACKEND.add(ReportPage.objects.get(pk=other.pk))
        index_pages([other.pk])

    at_once(site_first, editors_first)
    assert len(BACKEND.search("Ocker", ReportPage)) == 1
    assert len(BACKEND.search("Indigo", ReportPage)) == 1
