"""The close look at the best documents: groups of letters, which forgive typing errors, and words side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

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


def close_look(documents: Array, words: Sequence[Asked], state: State, scope: Scope, idf: Mapping[str, float]) -> Array:
    """What letters and neighbours add to the scores of these documents."""
    numbers = documents.tolist()
    columns = ("document", "grams", "sequence")
    rows = fetch(DocumentVector, columns, ("document", numbers), generation=state.generation)
    found = {row[0]: row[1:] for row in rows}
    vectors = [found.get(number, (b"", b"")) for number in numbers]
    by_letters = _gram_scores([grams for grams, _sequence in vectors], words, scope)
    damped = damping(state.lengths[documents], scope.average_length)
    by_neighbours = _pair_scores([sequence for _grams, sequence in vectors], words, damped, idf)
    return GRAM_WEIGHT * by_letters + PAIR_WEIGHT * by_neighbours


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


def _pair_scores(packed: Sequence[Packed], words: Sequence[Asked], damped: Array, idf: Mapping[str, float]) -> Array:
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
        scores += (idf[one] + idf[other]) * (K1 + 1) * times / (times + damped)
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
