"""The hits of one page of results, with all that a list shows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from exchange.pages.models import ExchangePage
from search.models import Posting
from search.passages import Place, excerpt

_LISTED = ("title", "url_path", "summary", "visibility", "review_due", "first_published_at")
_INDEXED = ("version", "kind", "status", "municipality_name", "tags", "text")


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found.

    ``page`` is of the base type. ``excerpt_html`` is safe, with <mark>; empty when no word stands in the page's text.
    ``tags`` are (name, address part). ``version`` is another one whenever something shown of the page has changed.
    """

    page: ExchangePage
    version: int
    kind: str
    status: str
    municipality: str
    tags: tuple[tuple[str, str], ...]
    excerpt_html: SafeString


def read_hits(page_ids: Sequence[int], weights: Mapping[str, float], user: Any) -> tuple[Hit, ...]:
    """The hits in the given order; ``weights`` has the terms that were looked for and what each is worth.

    Asks once more for what this person may read, so that not even an outdated index shows too much.
    """
    if not page_ids:
        return ()
    pages = (
        ExchangePage.objects.visible_to(user)
        .filter(pk__in=page_ids)
        .order_by()
        .select_related("search_entry")
        .only(*_LISTED, *(f"search_entry__{name}" for name in _INDEXED))
    )
    found = {page.pk: page for page in pages}
    places = _places(page_ids, weights)
    return tuple(_hit(found[page_id], places[page_id], weights) for page_id in page_ids if page_id in found)


def _hit(page: ExchangePage, places: Sequence[Place], weights: Mapping[str, float]) -> Hit:
    entry = page.search_entry
    return Hit(
        page=page,
        version=entry.version,
        kind=entry.kind,
        status=entry.status,
        municipality=entry.municipality_name,
        tags=tuple((name, slug) for name, slug in entry.tags),
        excerpt_html=excerpt(entry.text, places, weights),
    )


def _places(page_ids: Sequence[int], weights: Mapping[str, float]) -> dict[int, list[Place]]:
    """Where the terms begin in the texts of these pages."""
    places: dict[int, list[Place]] = defaultdict(list)
    if weights:
        rows = Posting.objects.filter(entry__in=page_ids, term__in=list(weights)).order_by()
        for page_id, term, offsets in rows.values_list("entry", "term", "offsets"):
            places[page_id].extend((int(offset), term) for offset in offsets.split())
    return places
