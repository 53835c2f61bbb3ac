"""Which documents answer a question, and in which order.

First all documents on which the question's terms stand are scored by BM25, out of the postings alone. The best of them
are looked at closely (see search.closeness). Both databases give the same order, since they only store what is computed
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from search.analysis import Asked
from search.closeness import close_look
from search.compounds import is_word
from search.postings import Postings, read_postings
from search.query import Query
from search.scoring import K1, damping, inverse_frequency
from search.state import Scope, State
from search.vectors import PART_WEIGHT, Array

FEW_HITS = 10  # with fewer, documents that hold only some of the words are shown as well
MANY_WORDS = 4  # from here on nobody means all of them
LEAST_SHARE = 0.05  # of what the words of the question weigh together
LOOKED_AT_CLOSELY = 50  # documents; more change nothing among the first ten
SYNONYM_WEIGHT = 0.3  # measured, see docs/search.md


@dataclass(slots=True)
class Ranking:
    """Documents that answer a question.

    ``documents`` are their numbers in ascending order, ``scores`` has those of all documents of the index, by number.
    ``relaxed``: some hold only part of the words. ``missing``: words that stand nowhere. ``weights``: what the terms
    that were looked for are worth.
    """

    query: Query
    state: State
    scope: Scope
    documents: Array
    scores: Array
    inverse_frequencies: dict[str, float]
    weights: dict[str, float]
    relaxed: bool = False
    missing: list[str] = field(default_factory=list)

    def best(self, number: int, among: Array | None = None) -> Array:
        """The best of the documents in their order, or of some of them; of equals the newest first."""
        documents = self.documents if among is None else among
        ordered = _first(documents, self.scores[documents], max(number, LOOKED_AT_CLOSELY))
        close, rest = np.sort(ordered[:LOOKED_AT_CLOSELY]), ordered[LOOKED_AT_CLOSELY:]
        if len(close):
            gained = close_look(close, self.query.words, self.state, self.scope, self.inverse_frequencies)
            close = _first(close, np.round(self.scores[close] + gained, 9), len(close))
        return np.concatenate([close, rest])[:number]


def rank(query: Query, state: State, *, public_only: bool, parts_suffice: bool = False) -> Ranking:
    """The documents that answer the question.

    All words must stand on a document. Where that leaves fewer than ten, or of four words on, some of them suffice, and
    of compounds one of the two parts; with ``parts_suffice`` any part of them.
    """
    scope = state.scope(public_only=public_only)
    weights = _query_weights(query.words)
    excluded = {term for word in query.excluded for term in word.terms}
    postings = read_postings(weights.keys() | excluded | query.terms, state, public_only=public_only)
    idf = {term: inverse_frequency(len(found.documents), scope.documents) for term, found in postings.items()}
    worth = {term: weight * idf[term] for term, weight in weights.items() if term in postings}
    scores = _bm25(worth, postings, state, scope)
    held = [(word, _holding(word, postings, len(scores))) for word in query.words]
    missing = [word.text for word, holding in held if holding is None]
    relaxed = False
    matching = np.zeros(len(scores), bool)
    if held and not missing:
        matching = np.logical_and.reduce([_mask(holding, matching) for _word, holding in held])
    complete = int(np.count_nonzero(matching))
    if complete < FEW_HITS or len(query.words) >= MANY_WORDS:
        matching = matching | _holding_enough(held, postings, worth, len(scores))
        for word in query.required:
            matching = matching & _mask(_holding(word, postings, len(scores)), matching)
        relaxed = int(np.count_nonzero(matching)) > complete and len(query.words) > 1
    if parts_suffice and not query.required:
        own = {term for word in query.words for terms in (word.parts, *word.alternatives) for term in terms}
        for term in own & postings.keys():
            matching[postings[term].documents] = True
        relaxed = True
    for word in query.excluded:
        matching = matching & ~_mask(_holding(word, postings, len(scores)), matching)
    return Ranking(query, state, scope, np.flatnonzero(matching), scores, idf, worth, relaxed, missing)


def newest(documents: Array, state: State, number: int) -> Array:
    """The newest of the documents, in their order."""
    return _first(documents, state.times[documents], number)


def _first(documents: Array, worth: Array, number: int) -> Array:
    """The documents that are worth most, the best first; of those that are worth the same the newest first."""
    if len(documents) > number:
        least = np.partition(worth, -number)[-number]
        enough = worth >= least
        documents, worth = documents[enough], worth[enough]
    order = np.lexsort((-documents, -worth))[:number]
    first: Array = documents[order]
    return first


def _query_weights(words: Sequence[Asked]) -> dict[str, float]:
    """The terms of the question with their weights: words, at half of it the parts of compounds, and synonyms."""
    weights: dict[str, float] = {}
    for word in words:
        weights.update(dict.fromkeys(word.alternatives[0], 1.0))
    for word in words:
        for part in word.parts:
            weights.setdefault(part, PART_WEIGHT)
    for word in words:
        for terms in word.synonyms:
            for term in terms:
                weights.setdefault(term, SYNONYM_WEIGHT)
    return weights


def _bm25(worth: dict[str, float], postings: dict[str, Postings], state: State, scope: Scope) -> Array:
    """The score of every document, by its number."""
    scores = np.zeros(len(state.lengths), np.float64)
    for term in sorted(worth):
        documents, counts = postings[term]
        damped = damping(state.lengths[documents], scope.average_length)
        scores[documents] += worth[term] * (K1 + 1) * counts / (counts + damped)
    return scores


def _holding(word: Asked, postings: dict[str, Postings], size: int) -> Array | None:
    """Which documents hold one of the word's sets of terms completely; None where there is no such document."""
    holding: Array | None = None
    for terms in (*word.alternatives, *word.synonyms):
        if not all(term in postings for term in terms):
            continue
        # Marks for all documents: they are put together faster than lists of numbers are compared.
        together = np.logical_and.reduce([_marks(postings[term].documents, size) for term in terms])
        if together.any():
            holding = together if holding is None else holding | together
    return holding


def _marks(documents: Array, size: int) -> Array:
    marks = np.zeros(size, bool)
    marks[documents] = True
    return marks


def _mask(holding: Array | None, like: Array) -> Array:
    return np.zeros_like(like) if holding is None else holding


def _holding_enough(
    held: Sequence[tuple[Asked, Array | None]], postings: dict[str, Postings], worth: dict[str, float], size: int
) -> Array:
    """Documents with any of the words, or a part of a compound; those with little of what is asked are left out."""
    reached = np.zeros(size, np.float64)
    total = 0.0
    for word, holding in held:
        weight = max((worth.get(term, 0.0) for terms in word.alternatives for term in terms), default=0.0)
        total += weight
        in_part = np.zeros(size, np.float64)
        for term in sorted(_telling(word) & postings.keys()):
            in_part[postings[term].documents] += worth[term]
        reached += in_part if holding is None else np.where(holding, weight, in_part)
    enough: Array = (reached > 0) & (reached >= LEAST_SHARE * total)
    return enough


def _telling(word: Asked) -> set[str]:
    """The terms of which each says something of the word: those that hyphens join, and the parts of a compound.

    What people write in one is more than its parts: „Wohngeld“ is no „Geld“.
    """
    taken = word.alternatives[:1] if is_word(word.text.lower()) else word.alternatives
    return {term for terms in taken for term in terms}
