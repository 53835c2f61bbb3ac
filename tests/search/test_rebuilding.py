"""A new index beside the old one; and whether the index is what is published."""

from __future__ import annotations

import os
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from exchange.pages.models import ExchangePage
from exchange.spaces.models import MunicipalityPage
from search import rebuilding
from search.checking import compare, mend
from search.index import PageBatch, read_batch
from search.models import DocumentVector, IndexedPage, IndexState
from search.rebuilding import rebuild
from search.workers import others_see_the_database
from tests.factories import make_report
from tests.search.conftest import Finder, titles

pytestmark = pytest.mark.django_db


def site_states() -> QuerySet[IndexState]:
    return IndexState.objects.filter(collection=IndexState.Collection.SITE)


def test_the_old_index_serves_until_the_new_one_is_whole(
    kehl: MunicipalityPage, found: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_report(kehl, title="Zinnober")
    gone = make_report(kehl, title="Ocker")
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    old = site_states().get(serves=True).generation

    def cut_short(done: int, number: int) -> None:
        assert titles(found("zinnober")) == ["Zinnober"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(cut_short)
    unfinished = site_states().get(serves=False)
    assert unfinished.done_until > 0
    # What happens meanwhile goes into both.
    new = make_report(kehl, title="Karmesin")
    gone.unpublish()
    assert DocumentVector.objects.filter(generation=unfinished.generation, document=new.pk).exists()
    calls: list[int] = []
    rebuild(lambda done, number: calls.append(done))
    assert site_states().get().generation == unfinished.generation != old
    assert not DocumentVector.objects.filter(generation=old).exists()
    assert (titles(found("zinnober")), titles(found("karmesin"))) == (["Zinnober"], ["Karmesin"])
    assert found("ocker").total == 0
    assert not compare()


def test_what_changed_after_it_was_read_is_read_again(
    kehl: MunicipalityPage, found: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [make_report(kehl, title=f"Zinnober {number}") for number in range(3)]
    monkeypatch.setattr(rebuilding, "BATCH", 1_000)
    read = rebuilding._read_batch

    def read_and_publish(generation: int, page_ids: list[int]) -> Any:
        reading = read(generation, page_ids)
        reports[0].title = "Karmesin"
        reports[0].save_revision().publish()
        reports[1].unpublish()
        return reading

    monkeypatch.setattr(rebuilding, "_read_batch", read_and_publish)
    rebuild(lambda done, number: None, from_the_start=True)
    assert (titles(found("karmesin")), titles(found("zinnober"))) == (["Karmesin"], ["Zinnober 2"])
    assert not compare()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_several_processes_read_what_one_writes(kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch) -> None:
    if not others_see_the_database():
        pytest.skip("A database in memory has no other readers.")
    for number in range(3):
        make_report(kehl, title=f"Zinnober {number}")
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    monkeypatch.setattr(rebuilding, "WORTH_IT", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    # Only the other processes read, since nobody else writes.
    monkeypatch.setattr(rebuilding, "read_batch", partial(_read_elsewhere, os.getpid()))
    generation = site_states().get().generation
    rebuild(lambda done, number: None, from_the_start=True)
    assert site_states().get().generation > generation
    assert not compare()


def _read_elsewhere(here: int, page_ids: list[int]) -> PageBatch:
    assert os.getpid() != here
    return read_batch(page_ids)


def test_built_anew_only_if_needed(kehl: MunicipalityPage) -> None:
    generation = site_states().get().generation
    call_command("rebuild_search_index", "--if-needed", stdout=StringIO())
    assert site_states().get().generation == generation
    IndexState.objects.update(analysis=0)
    call_command("rebuild_search_index", "--if-needed", stdout=StringIO())
    assert site_states().get().generation > generation


def test_differences_are_told_and_mended(kehl: MunicipalityPage, found: Finder) -> None:
    missing = make_report(kehl, title="Zinnober")
    surplus = make_report(kehl, title="Ocker")
    torn = make_report(kehl, title="Karmesin")
    IndexedPage.objects.filter(pk=missing.pk)._raw_delete("default")
    ExchangePage.objects.filter(pk=surplus.pk).update(live=False)
    DocumentVector.objects.filter(generation=site_states().get().generation, document=torn.pk).delete()
    with pytest.raises(CommandError, match="1 sind zu viel"):
        call_command("check_search_index")
    call_command("check_search_index", "--mend", stdout=StringIO())
    assert not compare()
    assert (found("zinnober").total, found("ocker").total, found("karmesin").total) == (1, 0, 1)
    output = StringIO()
    call_command("check_search_index", stdout=output)
    assert "vollständig" in output.getvalue()


def test_mending_nothing_changes_nothing(kehl: MunicipalityPage) -> None:
    version = site_states().get().version
    mend(compare())
    assert site_states().get().version == version
