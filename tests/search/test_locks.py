"""Writers of the index that meet: nobody waits for somebody who waits for them."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction

from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from search.checking import compare
from search.models import IndexedPage
from search.rebuilding import rebuild
from tests.factories import make_report

TIMES = 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publishing_and_rebuilding_do_not_wait_for_each_other(kehl: MunicipalityPage) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    pages = [make_report(kehl, title=f"Zinnober {number}") for number in range(3)]
    errors: list[Exception] = []

    def rebuild_often() -> None:
        try:
            for _ in range(TIMES):
                rebuild(lambda done, of: None, from_the_start=True)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = Thread(target=rebuild_often)
    thread.start()
    published = 0
    while thread.is_alive() or published < TIMES:
        for page in reversed(pages):
            # As in a request: the page stays locked until its index is written.
            with transaction.atomic():
                report = ReportPage.objects.get(pk=page.pk)
                report.summary = f"Karmesin {published}"
                report.save_revision().publish()
        published += 1
    thread.join()
    assert errors == []
    assert not compare()
    for page in pages:
        assert f"Karmesin {published - 1}" in IndexedPage.objects.get(pk=page.pk).text
