"""The search as the rest of the site knows it: a request goes in, results come out; how they are found stays behind it.

Everything honours ``ExchangePageQuerySet.visible_to``: hits, numbers, facet values, passages and suggestions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from search import facets as faceting
from search.asking import ask
from search.curation.synonyms import synonym_groups
from search.facets import FACETS, Facet
from search.hits import Hit, read_hits
from search.models import IndexedPage
from search.phrases import holding_phrases
from search.ranking import MAX_HITS, count_tokens
from search.scope import in_scope, reads_public_only
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

    ``text`` is what was understood of the question (at most 200 characters), ``meant`` the same with its
    misspelled words corrected where the hits are those of the correction, otherwise empty; ``is_capped`` says that
    there may be more than ``total``, ``relaxed`` that some hits hold only part of the words, ``missing`` are words that
    stand nowhere.
    ``browsing``: nothing was asked, the hits are the newest contributions.
    """

    text: str
    meant: str
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
    answer = ask(request.text, synonym_groups(), public_only=reads_public_only(user))
    browsing = not answer.query.text
    filters = faceting.askable(request.filters)
    counts = count_tokens(faceting.tokens_of(filters), public_only=reads_public_only(user))
    selected = faceting.known_values(filters, counts)
    documents = answer.ranking.documents.tolist()
    if answer.query.phrases:
        documents = holding_phrases(documents, answer.query.phrases)
    rows = _newest(selected, user) if browsing else _rows_of(documents, user)
    kept, facet_counts = faceting.narrow(rows, selected)
    if not browsing and request.sort is Sort.RELEVANCE:
        place = {document: number for number, document in enumerate(documents)}
        kept.sort(key=place.__getitem__)
    page = min(max(request.page, 1), max(1, -(-len(kept) // PAGE_SIZE)))
    shown = kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return SearchResults(
        text=answer.query.text,
        meant=answer.meant,
        total=len(kept),
        is_capped=len(kept) >= MAX_HITS,
        hits=read_hits(shown, answer.ranking.weights, user),
        facets=faceting.build_facets(facet_counts, selected, user),
        sort=Sort.NEWEST if browsing else request.sort,
        page=page,
        browsing=browsing,
        relaxed=answer.ranking.relaxed,
        missing=tuple(answer.ranking.missing),
    )


def _rows_of(documents: list[int], user: Any) -> faceting.Rows:
    """Key and facet values of the documents that were found, the newest first."""
    if not documents:
        return ()
    entries = in_scope(IndexedPage.objects.filter(pk__in=documents).order_by("-published_at", "-pk"), user)
    return entries.values_list("pk", "facets")


def _newest(selected: Mapping[str, frozenset[str]], user: Any) -> faceting.Rows:
    """Key and facet values of all contributions, the newest first, where nothing was asked.

    Browsing shows what people write; spaces and information pages only to those who choose such a kind.
    """
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
