"""Damage in any table of the index is found and mended."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from exchange.pages.models import ExchangePage
from exchange.spaces.models import MunicipalityPage
from search.checking import compare
from search.models import DocumentChunk, DocumentVector, IndexedPage, IndexState, PostingChunk, SpellingKey, Suggestion
from search.state import CHUNK_SIZE, PUBLIC, current, new_version
from tests.factories import make_report
from tests.search.conftest import Finder, titles

pytestmark = pytest.mark.django_db

Damage = Callable[[ExchangePage], object]


def _postings() -> QuerySet[PostingChunk]:
    return PostingChunk.objects.filter(generation=current().generation, term="zinnob")


def _lose_postings(page: ExchangePage) -> None:
    _postings().delete()


def _miscount(page: ExchangePage) -> None:
    _postings().update(counts=bytes(9 for _count in bytes(_postings().get().counts)))


def _publish_postings(page: ExchangePage) -> None:
    places = np.frombuffer(bytes(_postings().get().documents), np.uint16) ^ PUBLIC
    _postings().update(documents=places.astype(np.uint16).tobytes())


def _leave_postings_of_a_lost_vector(page: ExchangePage) -> None:
    DocumentVector.objects.filter(generation=current().generation, document=page.pk).delete()
    Suggestion.objects.filter(entry=page.pk).delete()
    IndexedPage.objects.filter(pk=page.pk)._raw_delete("default")
    ExchangePage.objects.filter(pk=page.pk).update(live=False)


def _change_chunk(column: str, value: bytes) -> Damage:
    def damage(page: ExchangePage) -> None:
        rows = DocumentChunk.objects.filter(generation=current().generation, chunk=page.pk // CHUNK_SIZE)
        changed = bytes(getattr(rows.get(), column))[: -len(value)] + value
        rows.update(**{column: changed, "version": new_version()})
        IndexState.objects.filter(generation=rows.get().generation).update(version=new_version())

    return damage


def _hide_vector(page: ExchangePage) -> None:
    DocumentVector.objects.filter(generation=current().generation, document=page.pk).update(is_public=False)


def _change_places(page: ExchangePage) -> None:
    DocumentVector.objects.filter(generation=current().generation, document=page.pk).update(places=b"")


def _lose_statistics(page: ExchangePage) -> None:
    IndexState.objects.filter(generation=current().generation).update(public_grams=b"", version=new_version())


def _lose_suggestions(page: ExchangePage) -> None:
    Suggestion.objects.filter(entry=page.pk).delete()


def _lose_one_key(page: ExchangePage) -> None:
    SpellingKey.objects.filter(generation=current().generation, written="Zinnober", key="zinnober").delete()


def _change_entry(page: ExchangePage) -> None:
    IndexedPage.objects.filter(pk=page.pk).update(text="Ganz anderer Text")


@pytest.mark.parametrize(
    "damage",
    [
        _lose_postings,
        _miscount,
        _publish_postings,
        _leave_postings_of_a_lost_vector,
        _change_chunk("lengths", np.float32(7).tobytes()),
        _change_chunk("times", np.int64(7).tobytes()),
        _change_chunk("value_places", np.uint32(0).tobytes()),
        _hide_vector,
        _change_places,
        _lose_statistics,
        _lose_suggestions,
        _lose_one_key,
        _change_entry,
    ],
    ids=range(13),
)
def test_damage_is_found_and_mended(kehl: MunicipalityPage, found: Finder, damage: Damage) -> None:
    page = make_report(kehl, title="Zinnober")
    make_report(kehl, title="Karmesin")
    assert not compare()
    damage(page)
    assert compare()
    with pytest.raises(CommandError, match="--mend"):
        call_command("check_search_index")
    call_command("check_search_index", "--mend", stdout=StringIO())
    assert not compare()
    page.refresh_from_db()
    assert titles(found("zinnober")) == (["Zinnober"] if page.live else [])
    assert titles(found("karmesin")) == ["Karmesin"]


def test_a_page_that_another_process_changed_is_outdated(kehl: MunicipalityPage) -> None:
    page = make_report(kehl, title="Zinnober")
    ExchangePage.objects.filter(pk=page.pk).update(title="Karmesin")
    assert compare().torn
    call_command("check_search_index", "--mend", stdout=StringIO())
    assert not compare()
