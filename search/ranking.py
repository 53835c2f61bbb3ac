"""Which documents answer a question, and in which order.

First all documents on which the question's terms stand are scored by BM25, out of the postings alone. The best of them
are looked at closely: groups of letters, which forgive typing errors and odd forms, and words that stand side by side.
Both databases give the same order, since they only store what is computed here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from search.analysis import Asked, bare
from search.models import DocumentVector
from search.postings import Postings, read_postings
from search.query import Query
from search.state import Scope, State, current
from search.vectors import GRAM_CODES, PART_WEIGHT, Array, Packed, grams_of, term_code, unpacked_grams

MAX_HITS = 10_000  # documents; what comes after is not counted either
FEW_HITS = 10  # with fewer, documents that hold only some of the words are shown as well
MANY_WORDS = 4  # from here on nobody means all of them
LEAST_SHARE = 0.05  # of what the words of the question weigh together
LOOKED_AT_CLOSELY = 50  # documents; more change nothing among the first ten

# Measured on German collections, see docs/search.md.
K1 = 0.9
B = 0.5
GRAM_WEIGHT = 0.35
PAIR_WEIGHT = 0.3
WINDOW = 5  # words
SYNONYM_WEIGHT = 0.3


@dataclass(slots=True)
class Ranking:
    """Documents that answer a question, the best first, at most ``MAX_HITS``.

    ``relaxed``: some hold only part of the words. ``missing``: words that stand nowhere. ``weights``: what the terms
    that were looked for are worth.
    """

    documents: Array
    relaxed: bool = False
    missing: list[str] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)


def rank(query: Query, state: State, *, public_only: bool, parts_suffice: bool = False) -> Ranking:
    """The documents that answer the question.

    All words must stand on a document. Where that leaves fewer than ten, or of four words on, some of them suffice;
    with ``parts_suffice`` even parts of compounds.
    """
    scope = state.scope(public_only=public_only)
    weights = _query_weights(query.words)
    excluded = {term for word in query.excluded for term in word.terms}
    postings = read_postings(weights.keys() | excluded | query.terms, state, public_only=public_only)
    idf = {term: inverse_frequency(len(found.documents), scope.documents) for term, found in postings.items()}
    worth = {term: weight * idf[term] for term, weight in weights.items() if term in postings}
    scores = _bm25(worth, postings, state, scope)
    ranking = Ranking(np.empty(0, np.int64), weights=worth)
    held = [(word, _holding(word, postings, len(state.lengths))) for word in query.words]
    ranking.missing = [word.text for word, holding in held if holding is None]
    known = [(word, holding) for word, holding in held if holding is not None]
    matching = np.zeros(len(state.lengths), bool)
    if known and not ranking.missing:
        matching = np.logical_and.reduce([holding for _word, holding in known])
    complete = int(np.count_nonzero(matching))
    if complete < FEW_HITS or len(query.words) >= MANY_WORDS:
        matching = matching | _holding_enough(known, worth, len(scores))
        for word in query.required:
            matching = matching & _mask(_holding(word, postings, len(state.lengths)), matching)
        ranking.relaxed = int(np.count_nonzero(matching)) > complete and len(query.words) > 1
    if parts_suffice and not query.required:
        own = {term for word in query.words for terms in (word.parts, *word.alternatives) for term in terms}
        for term in own & postings.keys():
            matching[postings[term].documents] = True
        ranking.relaxed = True
    for word in query.excluded:
        matching = matching & ~_mask(_holding(word, postings, len(state.lengths)), matching)
    ranking.documents = _ordered(np.flatnonzero(matching), scores, query, state, scope, idf)
    return ranking


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


def inverse_frequency(number: int, documents: int) -> float:
    """How telling a term is that stands on so many of all documents: the weight of BM25."""
    return math.log(1 + (documents - number + 0.5) / (number + 0.5))


def _bm25(worth: dict[str, float], postings: dict[str, Postings], state: State, scope: Scope) -> Array:
    """The score of every document, by its number."""
    scores = np.zeros(len(state.lengths), np.float64)
    for term in sorted(worth):
        documents, counts = postings[term]
        damping = K1 * (1 - B + B * state.lengths[documents] / scope.average_length)
        scores[documents] += worth[term] * (K1 + 1) * counts / (counts + damping)
    return scores


def _holding(word: Asked, postings: dict[str, Postings], size: int) -> Array | None:
    """Which documents hold one of the word's sets of terms completely; None where there is no such document."""
    holding: Array | None = None
    for terms in (*word.alternatives, *word.synonyms):
        if not all(term in postings for term in terms):
            continue
        first, *others = sorted((postings[term].documents for term in terms), key=len)
        for other in others:
            first = np.intersect1d(first, other, assume_unique=True)
        if len(first):
            holding = np.zeros(size, bool) if holding is None else holding
            holding[first] = True
    return holding


def _mask(holding: Array | None, like: Array) -> Array:
    return np.zeros_like(like) if holding is None else holding


def _holding_enough(known: Sequence[tuple[Asked, Array]], worth: dict[str, float], size: int) -> Array:
    """Documents with any of the words; those with little of what the question says are left out."""
    held = np.zeros(size, np.float64)
    total = 0.0
    for word, holding in known:
        weight = max(worth.get(term, 0.0) for terms in word.alternatives for term in terms)
        total += weight
        held[holding] += weight
    enough: Array = (held > 0) & (held >= LEAST_SHARE * total)
    return enough


def _ordered(matching: Array, scores: Array, query: Query, state: State, scope: Scope, idf: dict[str, float]) -> Array:
    """The matching documents in their order; of those that are worth the same the newest first."""
    order = np.lexsort((-matching, -scores[matching]))[:MAX_HITS]
    ordered = matching[order]
    best, rest = ordered[:LOOKED_AT_CLOSELY], ordered[LOOKED_AT_CLOSELY:]
    if len(best):
        best = np.sort(best)
        close = np.round(scores[best] + _close_look(best, query.words, state, scope, idf), 9)
        best = best[np.lexsort((-best, -close))]
    return np.concatenate([best, rest])


def _close_look(documents: Array, words: Sequence[Asked], state: State, scope: Scope, idf: dict[str, float]) -> Array:
    """What letters and neighbours add to the scores of these documents."""
    rows = DocumentVector.objects.filter(generation=state.generation, document__in=documents.tolist())
    found = {row[0]: row[1:] for row in rows.values_list("document", "grams", "sequence")}
    vectors = [found.get(number, (b"", b"")) for number in documents.tolist()]
    by_letters = _gram_scores([grams for grams, _sequence in vectors], words, scope)
    damping = K1 * (1 - B + B * state.lengths[documents] / scope.average_length)
    by_neighbours = _pair_scores([sequence for _grams, sequence in vectors], words, damping, idf)
    return GRAM_WEIGHT * by_letters + PAIR_WEIGHT * by_neighbours


def _gram_scores(packed: Sequence[Packed], words: Sequence[Asked], scope: Scope) -> Array:
    """BM25 of the groups of letters."""
    asked = Counter(code for word in words for part in word.words for code in grams_of(bare(part)))
    worth = np.zeros(GRAM_CODES, np.float64)
    for code, times in asked.items():
        if number := int(scope.gram_documents[code]):
            worth[code] = times * inverse_frequency(min(number, scope.documents), scope.documents)
    unpacked = [unpacked_grams(grams) for grams in packed]
    codes = np.concatenate([codes for codes, _counts in unpacked])
    counts = np.concatenate([counts for _codes, counts in unpacked])
    ends = np.cumsum([len(codes) for codes, _counts in unpacked])
    lengths = np.array([counts.sum(dtype=np.int64) for _codes, counts in unpacked], np.float64)
    hits = np.flatnonzero(worth[codes])
    place = np.searchsorted(ends, hits, side="right")
    damping = K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0))
    held = counts[hits].astype(np.float64)
    gained = worth[codes[hits]] * (K1 + 1) * held / (held + damping[place])
    scores: Array = np.bincount(place, weights=gained, minlength=len(packed))
    return scores


def _pair_scores(packed: Sequence[Packed], words: Sequence[Asked], damping: Array, idf: dict[str, float]) -> Array:
    """BM25 of neighbouring words of the question that are neighbours in the document, too."""
    scores = np.zeros(len(packed), np.float64)
    terms = [term for word in words for term in word.alternatives[0]]
    pairs = {(one, other) for one, other in pairwise(terms) if one in idf and other in idf}
    if not pairs:
        return scores
    # What lies between documents is as long as words can be apart.
    between = np.zeros(WINDOW, np.uint32)
    pieces = [piece for sequence in packed for piece in (np.frombuffer(sequence, np.uint32), between)]
    joined = np.concatenate(pieces)
    ends = np.cumsum([len(piece) for piece in pieces])[1::2]
    places = {term: np.flatnonzero(joined == term_code(term)) for term in {term for pair in pairs for term in pair}}
    for one, other in sorted(pairs):
        near = _near(places[one], places[other])
        times = np.bincount(np.searchsorted(ends, near, side="right"), minlength=len(packed))
        scores += (idf[one] + idf[other]) * (K1 + 1) * times / (times + damping)
    return scores


def _near(first: Array, second: Array) -> Array:
    """Those of the first places that have one of the second within ``WINDOW`` words, before or after."""
    if not len(first) or not len(second):
        return first[:0]
    after = np.searchsorted(second, first, side="right")
    following = second[np.minimum(after, len(second) - 1)] - first
    preceding = first - second[np.maximum(after - 1, 0)]
    is_near: Array = ((following > 0) & (following <= WINDOW)) | ((preceding > 0) & (preceding <= WINDOW))
    return first[is_near]


def count_tokens(tokens: Collection[str], *, public_only: bool) -> dict[str, int]:
    """How many documents in scope have each of these facet values; those on none are left out."""
    if not tokens:
        return {}
    found = read_postings(tokens, current(), public_only=public_only)
    return {token: len(postings.documents) for token, postings in found.items()}
