"""The search as the rest of the site knows it: a request goes in, results come out; how they are found stays behind it.

Everything honours ``ExchangePageQuerySet.visible_to``: hits, numbers, facet values, passages and suggestions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from search import facets as faceting
from search.facets import FACETS, Facet
from search.hits import Hit, read_hits
from search.models import IndexedPage
from search.query import parse_query
from search.ranking import MAX_HITS, Candidates, count_terms, find_candidates
from search.scope import in_scope
from search.suggestions import SuggestionGroup, suggest

PAGE_SIZE = 20
BROWSED_BY_KIND = "art"


class Sort(StrEnum):
    """Orders of the hits, as they stand in the address."""

    RELEVANCE = "relevanz"
    NEWEST = "neueste"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question. Any text will do; unknown filters, values and pages are passed over, not refused."""

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The answer.

    ``text`` is what was understood of the question (at most 200 characters), ``is_capped`` says that there may be more
    than ``total``, ``relaxed`` that some hits hold only part of the words, ``missing`` are words that stand nowhere.
    ``browsing``: nothing was asked, the hits are the newest contributions.
    """

    text: str
    total: int
    is_capped: bool
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    sort: Sort
    page: int
    browsing: bool
    relaxed: bool
    missing: tuple[str, ...]


def search(request: SearchRequest, user: Any) -> SearchResults:
    """Answer a question with what this person may read. Never raises for anything that was typed."""
    query = parse_query(request.text)
    filters = faceting.askable(request.filters)
    excluded = frozenset(term for word in query.excluded for term in word.terms)
    counts = count_terms(query.terms | excluded | faceting.tokens_of(filters), user)
    selected = faceting.known_values(filters, counts)
    candidates = find_candidates(query, counts, user) if query.text else None
    kept, facet_counts = faceting.narrow(_facet_rows(candidates, selected, user), selected)
    if candidates is not None and request.sort is Sort.RELEVANCE:
        # Stable: what is worth the same stays in the order of publication.
        kept.sort(key=candidates.scores.__getitem__, reverse=True)
    page = min(max(request.page, 1), max(1, -(-len(kept) // PAGE_SIZE)))
    return SearchResults(
        text=query.text,
        total=len(kept),
        is_capped=len(kept) >= MAX_HITS,
        hits=read_hits(kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], candidates.weights if candidates else {}, user),
        facets=faceting.build_facets(facet_counts, selected, user),
        sort=request.sort if candidates is not None else Sort.NEWEST,
        page=page,
        browsing=candidates is None,
        relaxed=candidates is not None and candidates.relaxed,
        missing=tuple(candidates.missing) if candidates is not None else (),
    )


def _facet_rows(candidates: Candidates | None, selected: Mapping[str, frozenset[str]], user: Any) -> faceting.Rows:
    """Key and facet values of the candidates, or of all contributions where nothing was asked; the newest first.

    Browsing shows what people write; spaces and information pages only to those who choose such a kind.
    """
    if candidates is not None:
        scores = candidates.scores
        return ((entry_id, facets) for entry_id, facets in candidates.facets.items() if entry_id in scores)
    entries = in_scope(IndexedPage.objects.order_by("-published_at", "-pk"), user)
    if BROWSED_BY_KIND not in selected:
        entries = entries.filter(is_contribution=True)
    return entries.values_list("pk", "facets")[:MAX_HITS]


__all__ = [
    "FACETS",
    "PAGE_SIZE",
    "Facet",
    "Hit",
    "SearchRequest",
    "SearchResults",
    "Sort",
    "SuggestionGroup",
    "search",
    "suggest",
]
