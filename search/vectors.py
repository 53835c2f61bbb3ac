"""Documents as the engine keeps them: counted terms, the order of their terms, their groups of four letters.

Pure functions. Groups of letters (grams) forgive typing errors and odd forms: „Hundestuer“ shares most of its grams
with „Hundesteuer“. They are known by a number of 16 bits.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis import bare, pieces_of, tokens
from search.models.engine import MAX_WORD_LENGTH

PART_WEIGHT = 0.5  # of a part of a compound, compared with the word itself
GRAM_SIZE = 4
GRAM_CODES = 1 << 16
EDGE = "_"  # before and after a word
SHORTEST_LEARNED = 4  # letters; shorter words could be anything, and most are abbreviations
_SAME_LETTERS = (
    (re.compile("c(?![hkeiy])"), "k"),
    (re.compile("ph(?=[aeioulry])|(?<=[aeiouy])ph"), "f"),  # „Photo“, „Philosoph“, but not „GPhC“
    (re.compile("th"), "t"),
)
_WRITTEN = "="
_BETWEEN_FIELDS = bytes(4)  # no term has the code 0
_CACHED_WORDS = 200_000
_MOST_COUNTED = 255
_SHORT = 60  # letters; names of tags and services stand on many documents

Array = NDArray[Any]
# What a binary column gives.
Packed = bytes | memoryview


class Field(NamedTuple):
    """A text with its weight. ``start`` is its place in the text that readers see; None when they do not."""

    weight: float
    text: str
    start: int | None = None


class Document(NamedTuple):
    """What is to be indexed. ``facets`` are its facet values, „kommune:kehl“, with their names; ``time`` is its age.

    Times are seconds since 1970.
    """

    number: int
    is_public: bool
    fields: Sequence[Field]
    facets: tuple[tuple[str, str], ...] = ()
    time: int = 0


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
    facets: tuple[tuple[str, str], ...]
    time: int


def analyse(document: Document) -> Vector:
    """Count everything in the document once."""
    weights: dict[str, float] = {}
    pieces: list[str] = []
    read: dict[str, _Read] = {}
    sequence: list[bytes] = []
    shown: list[_Read] = []
    begins: list[int] = []
    for weight, text, text_start in document.fields:
        places, of_field = _short_pieces(text) if len(text) <= _SHORT else pieces_of(text)
        for piece in of_field:
            if piece in read:
                weights[piece] += weight
            else:
                weights[piece] = weight
                read[piece] = _read(piece)
        pieces += of_field
        found = [read[piece] for piece in of_field]
        sequence += [each.sequence for each in found]
        sequence.append(_BETWEEN_FIELDS)
        if text_start is not None:
            shown += found
            begins += [text_start + place for place in places]
    counts: dict[str, float] = defaultdict(float)
    folded: dict[str, int] = defaultdict(int)
    learned: dict[str, tuple[str, str]] = {}
    length = 0.0
    for piece, number in Counter(pieces).items():
        each, weight = read[piece], weights[piece]
        for term, share in each.counts:
            counts[term] += weight * share
        length += weight * each.length
        for letters in each.folded:
            folded[letters] += number
        learned.update(each.learned)
    counts.update(dict.fromkeys(map(written_token, learned), 0.0))
    grams, gram_counts = _counted_grams(folded)
    return Vector(
        number=document.number,
        is_public=document.is_public,
        counts=counts,
        length=length,
        sequence=np.frombuffer(b"".join(sequence), np.uint32),
        grams=grams,
        gram_counts=gram_counts,
        places=_joined_places(shown, begins),
        words=learned,
        facets=document.facets,
        time=document.time,
    )


def counted_terms(text: str) -> dict[str, float]:
    """The terms of a text and the parts of its compounds, with how often each stands there, parts at half weight."""
    counts: dict[str, float] = defaultdict(float)
    for piece, number in Counter(pieces_of(text)[1]).items():
        for term, share in _read(piece).counts:
            counts[term] += number * share
    return counts


_short_pieces = lru_cache(maxsize=_CACHED_WORDS)(pieces_of)


def _joined_places(read: Sequence[_Read], begins: Sequence[int]) -> Array:
    """The codes of all terms and parts on a document, and where each begins."""
    codes = np.frombuffer(b"".join([each.codes for each in read]), np.uint32)
    within = np.frombuffer(b"".join([each.places for each in read]), np.uint32)
    before = np.repeat(np.array(begins, np.uint32), [len(each.codes) // codes.itemsize for each in read])
    return np.array([codes, within + before], np.uint32)


class _Read(NamedTuple):
    """What a piece of text gives, whatever stands around it.

    ``counts`` are terms and parts with what each is worth, ``length`` is the sum. ``folded`` are its words, folded;
    ``learned`` those that can be offered as corrections, as they are written, each folded and with its term. The others
    are arrays of 32 bits: ``sequence`` has the codes of its terms, ``codes`` those of terms and parts, ``places`` where
    these begin.
    """

    counts: tuple[tuple[str, float], ...]
    length: float
    folded: tuple[str, ...]
    learned: dict[str, tuple[str, str]]
    sequence: bytes
    codes: bytes
    places: bytes


@lru_cache(maxsize=_CACHED_WORDS)
def _read(piece: str) -> _Read:
    found = list(tokens(piece))
    counts = [
        (term, share)
        for token in found
        for term, share in ((token.term, 1.0), *((part, PART_WEIGHT) for part in token.parts))
    ]
    words = {token.word: (bare(token.word), token.term) for token in found}
    return _Read(
        counts=tuple(counts),
        length=sum(share for _term, share in counts),
        folded=tuple(bare(token.word) for token in found),
        learned={word: read for word, read in words.items() if can_be_learned(word, read[0])},
        sequence=np.array([term_code(token.term) for token in found], np.uint32).tobytes(),
        codes=np.array([term_code(term) for term, _share in counts], np.uint32).tobytes(),
        places=np.array([token.start for token in found for _term in (token.term, *token.parts)], np.uint32).tobytes(),
    )


def can_be_learned(word: str, letters: str) -> bool:
    """Whether a word, and folded, can be offered as a correction."""
    return letters.isalpha() and len(letters) >= SHORTEST_LEARNED and max(len(letters), len(word)) <= MAX_WORD_LENGTH


def written_token(word: str) -> str:
    """What stands in the postings for a word exactly as it is written; no term begins like this."""
    return f"{_WRITTEN}{word}"


def is_written_token(term: str) -> bool:
    """Whether a term stands for how a word is written."""
    return term.startswith(_WRITTEN)


@lru_cache(maxsize=_CACHED_WORDS)
def term_code(term: str) -> int:
    """The number of 32 bits that a term has in sequences; never 0."""
    return zlib.crc32(term.encode()) or 1


@lru_cache(maxsize=_CACHED_WORDS)
def grams_of(word: str) -> tuple[int, ...]:
    """The numbers of a folded word's groups of four letters, with the word's edges as letters.

    What sounds the same is the same letter: „Photo“ and „Foto“, „Doctor“ and „Doktor“.
    """
    for pattern, sound in _SAME_LETTERS:
        word = pattern.sub(sound, word)
    edged = f"{EDGE}{word}{EDGE}"
    return tuple(
        zlib.crc32(edged[start : start + GRAM_SIZE].encode()) % GRAM_CODES
        for start in range(max(1, len(edged) - GRAM_SIZE + 1))
    )


@lru_cache(maxsize=_CACHED_WORDS)
def _packed_codes(word: str) -> bytes:
    return np.array(grams_of(word), np.uint16).tobytes()


def _counted_grams(words: Mapping[str, int]) -> tuple[Array, Array]:
    """The grams on a document in the order of their numbers, and how often each stands there."""
    if not words:
        return np.empty(0, np.uint16), np.empty(0, np.uint8)
    packed = [_packed_codes(word) for word in words]
    codes = np.frombuffer(b"".join(packed), np.uint16)
    numbers = [len(word_codes) // codes.itemsize for word_codes in packed]
    times = np.repeat(np.fromiter(words.values(), np.int64), numbers)
    order = np.argsort(codes, kind="stable")
    codes, times = codes[order], times[order]
    first = np.concatenate([[0], np.flatnonzero(np.diff(codes)) + 1])
    return codes[first], np.minimum(np.add.reduceat(times, first), _MOST_COUNTED).astype(np.uint8)


def packed_grams(vector: Vector) -> bytes:
    """Numbers and counts of the grams, one array after the other."""
    return vector.grams.tobytes() + vector.gram_counts.tobytes()


def unpacked_grams(packed: Packed) -> tuple[Array, Array]:
    """The reverse of ``packed_grams``."""
    number = len(packed) // 3
    return np.frombuffer(packed, np.uint16, number), np.frombuffer(packed, np.uint8, number, 2 * number)


def joined_grams(packed: Sequence[Packed]) -> tuple[Array, Array, Array]:
    """The grams of many documents, one after the other, their counts, and how many each document has."""
    numbers = np.array([len(grams) // 3 for grams in packed], np.int64)
    codes = b"".join(grams[: 2 * number] for grams, number in zip(packed, numbers.tolist(), strict=True))
    counts = b"".join(grams[2 * number :] for grams, number in zip(packed, numbers.tolist(), strict=True))
    return np.frombuffer(codes, np.uint16), np.frombuffer(counts, np.uint8), numbers


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
