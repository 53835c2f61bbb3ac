"""The hits of one page of results, with all that a list shows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.safestring import SafeString

from exchange.pages.breadcrumb import address_of
from exchange.pages.enums import Visibility
from exchange.pages.models import ExchangePage
from exchange.pages.models.querysets import ExchangePageQuerySet
from search.models import DocumentVector
from search.models.rows import fetch
from search.passages import Place, excerpt
from search.state import State
from search.vectors import term_code, unpacked_places

_MOST_PLACES = 200  # of the terms on one page: enough to choose a passage from

_COLUMNS = (
    "pk",
    "title",
    "url_path",
    "summary",
    "visibility",
    "review_due",
    "first_published_at",
    "search_entry__version",
    "search_entry__kind",
    "search_entry__status",
    "search_entry__municipality_name",
    "search_entry__tags",
    "search_entry__text",
    "search_entry__sources",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found.

    ``excerpt_html`` is safe, with <mark>; empty when no word stands in the page's text. ``tags`` are (name, address
    part). ``version`` is another one whenever the page has been published or something else shown of it has changed.
    """

    page_id: int
    title: str
    url: str
    summary: str
    kind: str
    municipality: str
    published_on: date | None
    status: str
    is_members_only: bool
    is_overdue: bool
    tags: tuple[tuple[str, str], ...]
    version: int
    excerpt_html: SafeString


def read_hits(
    page_ids: Sequence[int], user: Any, state: State | None = None, weights: Mapping[str, float] | None = None
) -> tuple[Hit, ...]:
    """The hits in the given order; ``weights`` has the terms that were looked for and what each is worth.

    Without these no passages are cut.

    Asks once more for what this person may read, so that not even an outdated index shows too much. Reads columns and
    not pages: making page objects would take longer than all the rest.
    """
    if not page_ids:
        return ()
    weights = weights or {}
    places = _places(page_ids, state, weights) if state is not None and weights else {}
    pages = _shown_of_pages().visible_to(user).filter(pk__in=page_ids)
    today = timezone.localdate()
    found = {row[0]: _hit(row, places.get(row[0], ()), weights, today) for row in pages}
    return tuple(found[page_id] for page_id in page_ids if page_id in found)


@cache
def _shown_of_pages() -> ExchangePageQuerySet:
    """The columns of all pages in the index, for whoever says which and for whom: putting it together takes longest."""
    return ExchangePage.objects.filter(search_entry__isnull=False).order_by().values_list(*_COLUMNS)


def _hit(row: tuple[Any, ...], places: Sequence[Place], weights: Mapping[str, float], today: date) -> Hit:
    page_id, title, url_path, summary, visibility, review_due, published_at = row[:7]
    version, kind, status, municipality, tags, text, sources = row[7:]
    return Hit(
        page_id=page_id,
        title=title,
        url=address_of(url_path),
        summary=summary,
        kind=kind,
        municipality=municipality,
        published_on=_local_date(published_at),
        status=status,
        is_members_only=visibility == Visibility.MEMBERS,
        is_overdue=review_due is not None and review_due < today,
        tags=tuple((name, slug) for name, slug in tags),
        version=version,
        excerpt_html=excerpt(text, places, weights, sources),
    )


def _local_date(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _places(page_ids: Sequence[int], state: State, weights: Mapping[str, float]) -> dict[int, list[Place]]:
    """Where the terms begin in the texts of these pages."""
    places: dict[int, list[Place]] = defaultdict(list)
    terms = {term_code(term): term for term in weights}
    read = fetch(DocumentVector, ("document", "places"), ("document", page_ids), generation=state.generation)
    unpacked = [unpacked_places(packed) for _page_id, packed in read]
    codes = np.concatenate([codes for codes, _starts in unpacked] or [np.empty(0, np.uint32)])
    starts = np.concatenate([starts for _codes, starts in unpacked] or [np.empty(0, np.uint32)])
    found = np.flatnonzero(np.isin(codes, np.fromiter(terms, np.uint32)))
    owners = np.searchsorted(np.cumsum([len(codes) for codes, _starts in unpacked]), found, side="right")
    for owner, start, code in zip(owners.tolist(), starts[found].tolist(), codes[found].tolist(), strict=True):
        on_page = places[read[owner][0]]
        if len(on_page) < _MOST_PLACES:
            on_page.append((start, terms[code]))
    return places
