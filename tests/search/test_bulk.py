"""Many changes in one block are written once, and as if each had been written at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from exchange.pages.models import Tag
from exchange.spaces.models import MunicipalityPage
from search import writing
from search.bulk import index_at_the_end
from search.models import IndexedPage
from tests.factories import make_report
from tests.search.conftest import Finder

pytestmark = pytest.mark.django_db


@pytest.fixture
def complete(kehl: MunicipalityPage) -> None:
    """An index in which nothing is missing that stood there before the test."""
    call_command("check_search_index", mend=True)


def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each write had, from now on."""
    sizes: list[int] = []
    write = writing.write_batch

    def counted(batch: Any, *args: Any, **kwargs: Any) -> int:
        sizes.append(len(batch.numbers))
        return write(batch, *args, **kwargs)

    for module in ("search.writing", "search.index"):
        monkeypatch.setattr(f"{module}.write_batch", counted)
    return sizes


def test_each_page_is_written_once(
    complete: None, kehl: MunicipalityPage, found: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = written(monkeypatch)
    with index_at_the_end():
        reports = [make_report(kehl, title=f"Zinnober {number}", tags=["Ocker"]) for number in range(4)]
        reports[0].title = "Karmesin"
        reports[0].save_revision().publish(skip_permission_checks=True)
        reports[1].unpublish()
        Tag.objects.get(name="Ocker").delete()
        with index_at_the_end():
            reports[2].delete()
        assert sum(sizes) == 0
        assert found("zinnober").total == 0
    # Two public pages for the site; for editors the one that is not public as well.
    assert sorted(filter(None, sizes)) == [2, 3]
    assert [hit.title for hit in found("zinnober").hits] == ["Zinnober 3"]
    assert found("karmesin").total == 1
    assert found("ocker").total == 0
    call_command("check_search_index")


def test_what_goes_is_not_found_any_longer(complete: None, kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Zinnober")
    with index_at_the_end():
        report.unpublish()
        assert found("zinnober").total == 0
    call_command("check_search_index")


def test_an_error_leaves_all_as_it_was(complete: None, kehl: MunicipalityPage, found: Finder) -> None:
    @index_at_the_end()
    def fail() -> None:
        make_report(kehl, title="Zinnober")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found("zinnober").total == 0
    make_report(kehl, title="Karmesin")
    assert found("karmesin").total == 1
    assert IndexedPage.objects.filter(page__title="Karmesin").exists()
    call_command("check_search_index")
