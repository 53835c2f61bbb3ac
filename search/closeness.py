"""The close look at the best documents: groups of letters, which forgive typing errors, and how near words stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.analysis import Asked, bare
from search.models import DocumentVector
from search.models.rows import fetch
from search.scoring import K1, damping, inverse_frequency
from search.state import Scope, State
from search.vectors import GRAM_CODES, Array, Packed, grams_of, joined_grams, term_code

# Measured on German collections, see docs/search.md.
GRAM_WEIGHT = 0.35
PAIR_WEIGHT = 0.3
WINDOW = 5  # words
SCATTER_WEIGHT = 0.6
PASSAGE = 60  # words, without those that say nothing


class Places(NamedTuple):
    """Where the terms of a question stand in documents that are joined, and where these end."""

    of_term: Mapping[str, Array]
    ends: Array

    def documents(self, places: Array) -> Array:
        """In which of the documents these places are."""
        return np.searchsorted(self.ends, places, side="right")


def close_look(documents: Array, words: Sequence[Asked], state: State, scope: Scope, idf: Mapping[str, float]) -> Array:
    """What letters and neighbours add to the scores of these documents, less what is far apart in them."""
    numbers = documents.tolist()
    columns = ("document", "grams", "sequence")
    rows = fetch(DocumentVector, columns, ("document", numbers), generation=state.generation)
    found = {row[0]: row[1:] for row in rows}
    vectors = [found.get(number, (b"", b"")) for number in numbers]
    by_letters = _gram_scores([grams for grams, _sequence in vectors], words, scope)
    damped = damping(state.lengths[documents], scope.average_length)
    terms = [term for word in words for term in word.alternatives[0] if term in idf]
    places = _places([sequence for _grams, sequence in vectors], terms)
    by_neighbours = _pair_scores(places, _pairs(words, idf), damped, idf)
    lost = _scattered(places, len(vectors), idf)
    return GRAM_WEIGHT * by_letters + PAIR_WEIGHT * by_neighbours - SCATTER_WEIGHT * lost


def _gram_scores(packed: Sequence[Packed], words: Sequence[Asked], scope: Scope) -> Array:
    """BM25 of the groups of letters."""
    asked = Counter(code for word in words for part in word.words for code in grams_of(bare(part)))
    worth = np.zeros(GRAM_CODES, np.float64)
    for code, times in asked.items():
        if number := int(scope.gram_documents[code]):
            worth[code] = times * inverse_frequency(min(number, scope.documents), scope.documents)
    codes, counts, numbers = joined_grams(packed)
    ends = np.cumsum(numbers)
    # A sum for each document out of the sums up to its end.
    lengths = np.diff(np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])[np.concatenate([[0], ends])])
    hits = np.flatnonzero((worth > 0).take(codes))
    place = np.searchsorted(ends, hits, side="right")
    damped = damping(lengths, max(lengths.mean(), 1.0))
    held = counts[hits].astype(np.float64)
    gained = worth[codes[hits]] * (K1 + 1) * held / (held + damped[place])
    scores: Array = np.bincount(place, weights=gained, minlength=len(packed))
    return scores


def _places(packed: Sequence[Packed], terms: Iterable[str]) -> Places:
    # What lies between documents is as long as a passage.
    between = np.zeros(PASSAGE, np.uint32)
    pieces = [piece for sequence in packed for piece in (np.frombuffer(sequence, np.uint32), between)]
    joined = np.concatenate(pieces)
    ends = np.cumsum([len(piece) for piece in pieces])[1::2]
    return Places({term: np.flatnonzero(joined == term_code(term)) for term in sorted(set(terms))}, ends)


def _pairs(words: Sequence[Asked], idf: Mapping[str, float]) -> list[tuple[str, str]]:
    """Neighbours in the question both of which stand somewhere."""
    terms = [term for word in words for term in word.alternatives[0]]
    return sorted({(one, other) for one, other in pairwise(terms) if one in idf and other in idf})


def _pair_scores(places: Places, pairs: Iterable[tuple[str, str]], damped: Array, idf: Mapping[str, float]) -> Array:
    """BM25 of neighbouring words of the question that are neighbours in the document, too."""
    scores = np.zeros(len(damped), np.float64)
    for one, other in pairs:
        near = _near(places.of_term[one], places.of_term[other])
        times = np.bincount(places.documents(near), minlength=len(damped))
        scores += (idf[one] + idf[other]) * (K1 + 1) * times / (times + damped)
    return scores


def _scattered(places: Places, number: int, idf: Mapping[str, float]) -> Array:
    """What those of the question's words are worth that a document has, but not in its best passage.

    In a long text words stand that have nothing to do with each other; short ones lose nothing.
    """
    held = np.zeros(number, np.float64)
    starts = np.sort(np.concatenate([np.empty(0, np.int64), *places.of_term.values()]))
    if not len(starts):
        return held
    reached = np.zeros(len(starts), np.float64)
    for term, found in places.of_term.items():
        held[np.unique(places.documents(found))] += idf[term]
        following = np.append(found, starts[-1] + PASSAGE)[np.searchsorted(found, starts)]
        reached += idf[term] * (following < starts + PASSAGE)
    documents = places.documents(starts)
    first = np.flatnonzero(np.diff(documents, prepend=-1))
    held[documents[first]] -= np.maximum.reduceat(reached, first)
    return held


def _near(first: Array, second: Array) -> Array:
    """Those of the first places that have one of the second within ``WINDOW`` words, before or after."""
    if not len(first) or not len(second):
        return first[:0]
    after = np.searchsorted(second, first, side="right")
    following = second[np.minimum(after, len(second) - 1)] - first
    preceding = first - second[np.maximum(after - 1, 0)]
    is_near: Array = ((following > 0) & (following <= WINDOW)) | ((preceding > 0) & (preceding <= WINDOW))
    return first[is_near]
