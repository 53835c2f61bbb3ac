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
from search.facets import FACETS, KIND, Facet
from search.hits import Hit, read_hits
from search.phrases import MAX_PHRASE_PAGES, holding_phrases
from search.ranking import newest
from search.scope import reads_public_only
from search.state import State
from search.suggestions import SuggestionGroup, suggest
from search.vectors import Array

PAGE_SIZE = 20


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
    misspelled words corrected where the hits are those of the correction, otherwise empty; ``relaxed`` says that some
    hits hold only part of the words, ``missing`` are words that stand nowhere.
    ``browsing``: nothing was asked, the hits are the newest contributions.
    """

    text: str
    meant: str
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    sort: Sort
    page: int
    browsing: bool
    relaxed: bool
    missing: tuple[str, ...]


def search(request: SearchRequest, user: Any) -> SearchResults:
    """Answer a question with what this person may read. Never raises for anything that was typed."""
    public_only = reads_public_only(user)
    answer = ask(request.text, synonym_groups(), public_only=public_only)
    ranking, state = answer.ranking, answer.ranking.state
    filters = faceting.askable(request.filters)
    selected = faceting.known_values(filters, state, public_only=public_only)
    browsing = not answer.query.text
    documents = _browsed(selected, state, public_only=public_only) if browsing else ranking.documents
    if answer.query.phrases:
        documents = holding_phrases(ranking.best(MAX_PHRASE_PAGES), answer.query.phrases)
    narrowed = faceting.narrow(documents, selected, state.values)
    total = len(narrowed.documents)
    page = min(max(request.page, 1), max(1, -(-total // PAGE_SIZE)))
    sort = Sort.NEWEST if browsing else request.sort
    if sort is Sort.NEWEST:
        first = newest(narrowed.documents, state, page * PAGE_SIZE)
    else:
        first = ranking.best(page * PAGE_SIZE, narrowed.documents)
    return SearchResults(
        text=answer.query.text,
        meant=answer.meant,
        total=total,
        hits=read_hits(first[(page - 1) * PAGE_SIZE :].tolist(), user, state, ranking.weights),
        facets=faceting.build_facets(narrowed.counts, selected, state.values),
        sort=sort,
        page=page,
        browsing=browsing,
        relaxed=ranking.relaxed,
        missing=tuple(ranking.missing),
    )


def _browsed(selected: Mapping[str, frozenset[str]], state: State, *, public_only: bool) -> Array:
    """What is shown where nothing was asked: what people write.

    Spaces and information pages only to those who choose such a kind.
    """
    documents = state.documents(public_only=public_only)
    if KIND in selected:
        return documents
    return documents[state.values.holding(faceting.contribution_tokens(), documents)]


__all__ = [
    "FACETS",
    "KIND",
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
