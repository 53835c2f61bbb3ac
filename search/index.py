"""Writing the index. Every function runs in one transaction with what calls it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from django.utils import timezone

from exchange.pages.models import ExchangePage
from search.analysis import terms_with_places
from search.content import PageContent, read_content, with_content
from search.facets import written
from search.kinds import findable_content_types, kind_of
from search.models import IndexedPage, Posting, Suggestion
from search.suggestion_rows import rows_for_page

BATCH = 100  # pages in one transaction

# BM25 with the values measured best for German (design paper on search). The average length is fixed, so that a page's
# weight does not depend on all other pages; contributions have about 400 words.
K1 = 0.9
B = 0.6
AVERAGE_LENGTH = 400

_POSTING_COLUMNS = ("entry_id", "term", "is_public", "weight", "offsets")
_OFFSETS_KEPT = 8  # places of a term on a page: enough to choose a passage from


def index_pages(page_ids: Collection[int]) -> int:
    """Write these pages as they are in the database now; those that cannot be found any more go out.

    Returns how many are in the index afterwards.
    """
    written = 0
    for batch in _batches(sorted(set(page_ids))):
        written += _index_batch(batch)
    return written


@transaction.atomic
def remove_pages(page_ids: Collection[int]) -> None:
    """Take these pages out."""
    _delete_entries(list(page_ids))


def forget_postings(entry_id: int) -> None:
    """Delete what hangs on an entry that is about to be deleted itself."""
    _raw_delete(Posting.objects.filter(entry=entry_id))
    _raw_delete(Suggestion.objects.filter(entry=entry_id))


def findable_page_ids() -> list[int]:
    """The keys of all pages that belong in the index, in order."""
    pages = ExchangePage.objects.live().filter(content_type__in=findable_content_types())
    return list(pages.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def remove_leftovers() -> int:
    """Take out pages that do not belong in the index any more; returns how many."""
    leftovers = IndexedPage.objects.exclude(
        page__in=ExchangePage.objects.live().filter(content_type__in=findable_content_types()).order_by().values("pk")
    )
    entry_ids = list(leftovers.values_list("pk", flat=True))
    _delete_entries(entry_ids)
    return len(entry_ids)


@transaction.atomic
def _index_batch(page_ids: list[int]) -> int:
    # The lock lets two publications of one page write one after the other.
    locked = ExchangePage.objects.select_for_update(of=("self",)).filter(pk__in=page_ids, live=True).order_by("pk")
    by_type: dict[int, list[int]] = defaultdict(list)
    for page_id, content_type_id in locked.values_list("pk", "content_type_id"):
        by_type[content_type_id].append(page_id)
    everybody = ExchangePage.objects.visible_to(AnonymousUser()).filter(pk__in=page_ids)
    public_ids = set(everybody.order_by().values_list("pk", flat=True))
    _delete_entries(page_ids)
    rows = _Rows()
    for content_type_id, model in findable_content_types().items():
        if content_type_id in by_type:
            pages = with_content(model.get_indexed_objects().filter(pk__in=by_type[content_type_id]))
            for page in pages:
                rows.add(page, read_content(page), is_public=page.pk in public_ids)
    rows.save()
    return len(rows.entries)


class _Rows:
    """The rows of one batch, collected to be written together."""

    def __init__(self) -> None:
        self.version = time.time_ns()
        self.entries: list[IndexedPage] = []
        self.postings: list[tuple[int, str, bool, float, str]] = []
        self.suggestions: list[Suggestion] = []

    def add(self, page: ExchangePage, content: PageContent, *, is_public: bool) -> None:
        """One page."""
        entry = IndexedPage(
            page_id=page.pk,
            is_public=is_public,
            is_contribution=type(page).is_contribution,
            published_at=page.first_published_at or page.last_published_at or timezone.now(),
            kind=kind_of(type(page)),
            status=content.status,
            municipality_name=page.municipality.name if page.municipality else "",
            tags=content.tags,
            facets=written(content.facets),
            text="\n".join(text for _weight, text in content.passages),
            version=self.version,
        )
        self.entries.append(entry)
        self.postings.extend(_postings(entry, content))
        self.suggestions.extend(rows_for_page(entry, content.title))

    def save(self) -> None:
        """Write all."""
        IndexedPage.objects.bulk_create(self.entries)
        _insert_postings(self.postings)
        Suggestion.objects.bulk_create(self.suggestions)


def _postings(entry: IndexedPage, content: PageContent) -> Iterator[tuple[int, str, bool, float, str]]:
    """Rows of the table of postings, in the order of ``_POSTING_COLUMNS``."""
    frequencies: dict[str, float] = defaultdict(float)
    offsets: dict[str, list[int]] = defaultdict(list)
    length = 0
    start = 0
    for weight, text in content.passages:
        for term, place in terms_with_places(text):
            frequencies[term] += weight
            offsets[term].append(start + place)
            length += 1
        start += len(text) + 1
    for weight, text in content.words:
        for term, _place in terms_with_places(text):
            frequencies[term] += weight
    page_id, is_public = entry.page_id, entry.is_public
    damping = K1 * (1 - B + B * length / AVERAGE_LENGTH)
    for term, frequency in frequencies.items():
        weight = round(frequency * (K1 + 1) / (frequency + damping), 4)
        places = " ".join(map(str, offsets[term][:_OFFSETS_KEPT])) if term in offsets else ""
        yield page_id, term, is_public, weight, places
    for token in (Posting.EVERY_PAGE, *content.facets):
        yield page_id, token, is_public, 0.0, ""


def _insert_postings(rows: list[tuple[int, str, bool, float, str]]) -> None:
    """Write rows without making an object of each: with some 270 to a page this is most of the work."""
    if not rows:
        return
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, _POSTING_COLUMNS))
    places = ", ".join(["%s"] * len(_POSTING_COLUMNS))
    statement = f"INSERT INTO {quoted(Posting._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - own names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _delete_entries(page_ids: list[int]) -> None:
    for batch in _batches(page_ids):
        _raw_delete(Posting.objects.filter(entry__in=batch))
        _raw_delete(Suggestion.objects.filter(entry__in=batch))
        _raw_delete(IndexedPage.objects.filter(pk__in=batch))


def _raw_delete(rows: models.QuerySet[Any]) -> None:
    """Delete in one statement. Django's own way would load each row to tell the site's general receivers of it."""
    rows._raw_delete(rows.db)


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    remaining = list(keys)
    for start in range(0, len(remaining), BATCH):
        yield remaining[start : start + BATCH]
