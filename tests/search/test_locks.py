"""Writers of the index that meet: nobody waits for somebody who waits for them."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from search.index import index_batch
from search.models import IndexedPage
from search.writing import generations
from tests.factories import make_report


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publishing_and_rebuilding_do_not_wait_for_each_other(kehl: MunicipalityPage) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    page = make_report(kehl, title="Zinnober")
    changed = Event()
    errors: list[Exception] = []

    def rebuild() -> None:
        try:
            changed.wait(10)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            index_batch([page.pk], generations())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = Thread(target=rebuild)
    thread.start()
    with transaction.atomic():
        ReportPage.objects.filter(pk=page.pk).update(summary="Karmesin")
        changed.set()
        # The rebuild can finish while the page is written but not yet published.
        thread.join(10)
        assert errors == []
        index_batch([page.pk], generations())
    assert "Karmesin" in IndexedPage.objects.get(pk=page.pk).text
