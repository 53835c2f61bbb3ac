"""Documents as the engine keeps them: counted terms, the order of their terms, their groups of four letters.

Pure functions. Groups of letters (grams) forgive typing errors and odd forms: „Hundestuer“ shares most of its grams
with „Hundesteuer“. They are known by a number of 16 bits.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis import bare, tokens
from search.models.engine import MAX_WORD_LENGTH

PART_WEIGHT = 0.5  # of a part of a compound, compared with the word itself
GRAM_SIZE = 4
GRAM_CODES = 1 << 16
EDGE = "_"  # before and after a word
SHORTEST_LEARNED = 4  # letters; shorter words could be anything, and most are abbreviations
_BETWEEN_FIELDS = 0  # no term has this code
_CACHED_WORDS = 200_000
_MOST_COUNTED = 255

Array = NDArray[Any]
# What a binary column gives.
Packed = bytes | memoryview


class Field(NamedTuple):
    """A text with its weight. ``start`` is its place in the text that readers see; None when they do not."""

    weight: float
    text: str
    start: int | None = None


class Document(NamedTuple):
    """What is to be indexed. ``tokens`` are terms that stand for facet values, „kommune:kehl“."""

    number: int
    is_public: bool
    fields: Sequence[Field]
    tokens: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """A document, analysed: see ``DocumentVector`` for the arrays.

    ``words`` are its words as they are written, each folded and with its term.
    """

    number: int
    is_public: bool
    counts: dict[str, float]
    length: float
    sequence: Array
    grams: Array
    gram_counts: Array
    places: Array
    words: dict[str, tuple[str, str]]


def analyse(document: Document) -> Vector:
    """Count everything in the document once."""
    counts: dict[str, float] = defaultdict(float)
    length = 0.0
    sequence: list[int] = []
    codes: list[int] = []
    starts: list[int] = []
    folded: Counter[str] = Counter()
    words: dict[str, tuple[str, str]] = {}
    for weight, text, text_start in document.fields:
        part_weight = weight * PART_WEIGHT
        for start, term, parts, word in tokens(text):
            counts[term] += weight
            length += weight + part_weight * len(parts)
            code = term_code(term)
            sequence.append(code)
            letters = bare(word)
            folded[letters] += 1
            words.setdefault(word, (letters, term))
            if text_start is not None:
                codes.append(code)
                starts.append(text_start + start)
            for part in parts:
                counts[part] += part_weight
                if text_start is not None:
                    codes.append(term_code(part))
                    starts.append(text_start + start)
        sequence.append(_BETWEEN_FIELDS)
    learned = {word: read for word, read in words.items() if can_be_learned(word, read[0])}
    for token in (*document.tokens, *map(written_token, learned)):
        counts[token] = 0.0
    grams, gram_counts = _counted_grams(folded)
    return Vector(
        number=document.number,
        is_public=document.is_public,
        counts=counts,
        length=length,
        sequence=np.array(sequence, np.uint32),
        grams=grams,
        gram_counts=gram_counts,
        places=np.array([codes, starts], np.uint32),
        words=learned,
    )


def can_be_learned(word: str, letters: str) -> bool:
    """Whether a word, and folded, can be offered as a correction."""
    return letters.isalpha() and len(letters) >= SHORTEST_LEARNED and max(len(letters), len(word)) <= MAX_WORD_LENGTH


def written_token(word: str) -> str:
    """What stands in the postings for a word exactly as it is written; no term begins like this."""
    return f"={word}"


@lru_cache(maxsize=_CACHED_WORDS)
def term_code(term: str) -> int:
    """The number of 32 bits that a term has in sequences; never 0."""
    return zlib.crc32(term.encode()) or 1


@lru_cache(maxsize=_CACHED_WORDS)
def grams_of(word: str) -> tuple[int, ...]:
    """The numbers of a folded word's groups of four letters, with the word's edges as letters."""
    edged = f"{EDGE}{word}{EDGE}"
    return tuple(
        zlib.crc32(edged[start : start + GRAM_SIZE].encode()) % GRAM_CODES
        for start in range(max(1, len(edged) - GRAM_SIZE + 1))
    )


def _counted_grams(words: Counter[str]) -> tuple[Array, Array]:
    """The grams on a document in the order of their numbers, and how often each stands there."""
    if not words:
        return np.empty(0, np.uint16), np.empty(0, np.uint8)
    grams = [grams_of(word) for word in words]
    codes = np.fromiter((code for word_grams in grams for code in word_grams), np.int64)
    times = np.repeat(np.fromiter(words.values(), np.int64), [len(word_grams) for word_grams in grams])
    counted = np.bincount(codes, weights=times, minlength=GRAM_CODES)
    found = np.flatnonzero(counted)
    return found.astype(np.uint16), np.minimum(counted[found], _MOST_COUNTED).astype(np.uint8)


def packed_grams(vector: Vector) -> bytes:
    """Numbers and counts of the grams, one array after the other."""
    return vector.grams.tobytes() + vector.gram_counts.tobytes()


def unpacked_grams(packed: Packed) -> tuple[Array, Array]:
    """The reverse of ``packed_grams``."""
    number = len(packed) // 3
    return np.frombuffer(packed, np.uint16, number), np.frombuffer(packed, np.uint8, number, 2 * number)


def packed_terms(terms: Iterable[str]) -> bytes:
    """All terms of a document, to be kept with it."""
    return zlib.compress("\n".join(terms).encode(), level=1)


def unpacked_terms(packed: Packed) -> list[str]:
    """The reverse of ``packed_terms``."""
    return zlib.decompress(packed).decode().split("\n")


def unpacked_places(packed: Packed) -> tuple[Array, Array]:
    """Codes of terms and where they begin in the text."""
    number = len(packed) // 8
    return np.frombuffer(packed, np.uint32, number), np.frombuffer(packed, np.uint32, number, 4 * number)
