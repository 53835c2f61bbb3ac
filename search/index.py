"""Keeping the index equal to the pages. Every function runs in one transaction with what calls it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone

from exchange.pages.models import ExchangePage
from search.attachments.texts import attachment_texts
from search.batches import Batch, batch_of
from search.content import PageContent, read_content, with_content
from search.deferring import Deferred
from search.kinds import findable_content_types, kind_of
from search.models import IndexedPage, Suggestion
from search.suggestion_rows import rows_for_page, values_of, write_suggestions
from search.vectors import Document, analyse
from search.writing import generations, lock_all, write, write_batch

BATCH = 500  # pages in one transaction
deferred_pages: Deferred[int] = Deferred("pages")


def index_pages(page_ids: Collection[int]) -> int:
    """Write these pages as they are in the database now; those that cannot be found any more go out.

    Returns how many of them are in the index afterwards; none where they are written later.
    """
    if deferred_pages.put_off(page_ids):
        return 0
    written = 0
    for batch in _batches(sorted(set(page_ids))):
        written += index_batch(batch)
    return written


@transaction.atomic
def remove_pages(page_ids: Collection[int]) -> None:
    """Take these pages out."""
    for batch in _batches(sorted(set(page_ids))):
        forget_documents(batch)
        _delete_entries(batch)


@transaction.atomic
def forget_documents(page_ids: Collection[int]) -> None:
    """Take these pages out of the engine and of the suggestions; their entries are deleted by who calls."""
    lock(page_ids)
    _raw_delete(Suggestion.objects.filter(entry__in=page_ids))
    for generation in generations():
        write([], page_ids, generation=generation)


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
    remove_pages(entry_ids)
    return len(entry_ids)


@transaction.atomic
def index_batch(page_ids: list[int]) -> int:
    """Write these pages into all generations; returns how many of them there are to be found."""
    lock(page_ids)
    # Read under the lock: a rebuild may have let a new one serve meanwhile.
    into = generations()
    ready = read_batch(page_ids)
    replace_entries(page_ids, ready)
    for generation in into:
        write_batch(ready.documents, page_ids, generation=generation)
    return len(ready.entries)


class PageBatch(NamedTuple):
    """All that is to be written of some pages."""

    entries: list[IndexedPage]
    suggestions: list[tuple[Any, ...]]
    documents: Batch


def read_batch(page_ids: Collection[int]) -> PageBatch:
    """What the index is to have of these pages, as they are in the database now, ready to be written."""
    rows = read_rows(page_ids)
    vectors = [analyse(document) for document in rows.documents]
    return PageBatch(rows.entries, [values_of(row) for row in rows.suggestions], batch_of(vectors))


def replace_entries(page_ids: list[int], ready: PageBatch) -> None:
    """Write entries and suggestions, in place of what is there of these pages."""
    _delete_entries(page_ids)
    _raw_delete(Suggestion.objects.filter(entry__in=page_ids))
    IndexedPage.objects.bulk_create(ready.entries)
    write_suggestions(ready.suggestions)


def read_rows(page_ids: Collection[int]) -> Rows:
    """The entries, suggestions and documents of these pages, as they are in the database now."""
    live = ExchangePage.objects.filter(pk__in=page_ids, live=True).order_by("pk")
    by_type: dict[int, list[int]] = defaultdict(list)
    for page_id, content_type_id in live.values_list("pk", "content_type_id"):
        by_type[content_type_id].append(page_id)
    everybody = ExchangePage.objects.visible_to(AnonymousUser()).filter(pk__in=page_ids)
    public_ids = set(everybody.order_by().values_list("pk", flat=True))
    attachments = attachment_texts([page_id for page_ids in by_type.values() for page_id in page_ids])
    rows = Rows()
    for content_type_id, model in findable_content_types().items():
        if content_type_id in by_type:
            pages = with_content(model.get_indexed_objects().filter(pk__in=by_type[content_type_id]))
            for page in pages:
                content = read_content(page, attachments.get(page.pk, ()))
                rows.add(page, content, is_public=page.pk in public_ids)
    return rows


class Rows:
    """What the index is to have of some pages."""

    def __init__(self) -> None:
        self.version = time.time_ns()
        self.entries: list[IndexedPage] = []
        self.suggestions: list[Suggestion] = []
        self.documents: list[Document] = []

    def add(self, page: ExchangePage, content: PageContent, *, is_public: bool) -> None:
        """One page."""
        entry = IndexedPage(
            page_id=page.pk,
            is_public=is_public,
            kind=kind_of(type(page)),
            status=content.status,
            municipality_name=page.municipality.name if page.municipality else "",
            tags=content.tags,
            text=content.text,
            sources=content.sources,
            version=self.version,
        )
        self.entries.append(entry)
        published_at = page.first_published_at or page.last_published_at or timezone.now()
        facets = tuple(content.facets.items())
        self.documents.append(Document(page.pk, is_public, content.fields, facets, int(published_at.timestamp())))
        self.suggestions.extend(rows_for_page(entry, content.title))


def lock(page_ids: Collection[int]) -> None:
    """Let one writer after the other read what it writes.

    The pages first: whoever saves one has its row already when he comes here for the index.
    """
    list(ExchangePage.objects.select_for_update(of=("self",)).filter(pk__in=page_ids).order_by("pk").values_list("pk"))
    lock_all()


def _delete_entries(page_ids: list[int]) -> None:
    _raw_delete(IndexedPage.objects.filter(pk__in=page_ids))


def _raw_delete(rows: models.QuerySet[Any]) -> None:
    """Delete in one statement. Django's own way would load each row to tell the site's general receivers of it."""
    rows._raw_delete(rows.db)


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    remaining = list(keys)
    for start in range(0, len(remaining), BATCH):
        yield remaining[start : start + BATCH]
