"""Documents made ready to be written: the rows of their vectors, and their postings by chunk.

Pure functions, so that another process can do it while one writes (see search.workers).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from search.postings import COUNTED_IN
from search.state import CHUNK_SIZE, PUBLIC
from search.values import Named, cleaned
from search.vectors import GRAM_CODES, Array, Vector, packed_grams, packed_terms

_MOST_COUNTED = 255


class PackedPostings(NamedTuple):
    """The documents of one chunk that a term stands on, in order, and how often: two arrays, packed."""

    documents: bytes
    counts: bytes


@dataclass(frozen=True, slots=True)
class ChunkBatch:
    """The documents of a batch that belong in one chunk, in the order of their numbers."""

    documents: Array  # places with the bit for public ones
    lengths: Array
    times: Array
    facets: list[list[Named]]
    postings: dict[str, PackedPostings]


EMPTY_CHUNK = ChunkBatch(np.empty(0, np.uint16), np.empty(0, np.float32), np.empty(0, np.int64), [], {})


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be written together. ``vectors`` are rows without a generation, see ``row_of``.

    ``words`` are those to be learned, each with how it is folded and its term; the grams are how many of the documents
    have each.
    """

    numbers: frozenset[int]
    chunks: dict[int, ChunkBatch]
    vectors: list[tuple[Any, ...]]
    words: dict[str, tuple[str, str]]
    public_grams: Array
    all_grams: Array


def batch_of(vectors: Sequence[Vector]) -> Batch:
    """These documents, ready to be written."""
    by_chunk: dict[int, list[Vector]] = defaultdict(list)
    for vector in sorted(vectors, key=attrgetter("number")):
        by_chunk[vector.number // CHUNK_SIZE].append(vector)
    return Batch(
        numbers=frozenset(vector.number for vector in vectors),
        chunks={chunk: _chunk_batch(of_chunk) for chunk, of_chunk in by_chunk.items()},
        vectors=[row_of(vector) for vector in vectors],
        words={word: read for vector in vectors for word, read in vector.words.items()},
        public_grams=_count_grams([vector for vector in vectors if vector.is_public]),
        all_grams=_count_grams(vectors),
    )


def row_of(vector: Vector) -> tuple[Any, ...]:
    """What is stored of a document, in the order of ``writing.VECTOR_COLUMNS`` after the generation."""
    return (
        vector.number,
        vector.is_public,
        vector.sequence.tobytes(),
        packed_grams(vector),
        vector.places.tobytes(),
        packed_terms(vector.counts),
    )


def places_of(vectors: Sequence[Vector]) -> Array:
    """The places of these documents in their chunk, with the bit for public ones."""
    return np.array([vector.number % CHUNK_SIZE | (PUBLIC if vector.is_public else 0) for vector in vectors], np.uint16)


def postings_of(vectors: Sequence[Vector]) -> dict[str, PackedPostings]:
    """The postings of these documents of one chunk, which come in the order of their numbers, by term."""
    numbers: Mapping[str, int] = defaultdict(count().__next__)
    terms = np.array([numbers[term] for vector in vectors for term in vector.counts], np.int64)
    counts = np.array([number for vector in vectors for number in vector.counts.values()], np.float64)
    documents = np.repeat(places_of(vectors), [len(vector.counts) for vector in vectors])
    order = np.argsort(terms, kind="stable")
    packed_documents = documents[order].tobytes()
    packed_counts = np.minimum(np.rint(counts * COUNTED_IN), _MOST_COUNTED).astype(np.uint8)[order].tobytes()
    lengths = np.bincount(terms, minlength=len(numbers))
    ends = np.cumsum(lengths)
    size = documents.itemsize
    return {
        term: PackedPostings(packed_documents[size * start : size * end], packed_counts[start:end])
        for term, start, end in zip(numbers, (ends - lengths).tolist(), ends.tolist(), strict=True)
    }


def _chunk_batch(vectors: Sequence[Vector]) -> ChunkBatch:
    return ChunkBatch(
        documents=places_of(vectors),
        # A document without words is one nevertheless.
        lengths=np.array([max(vector.length, 1.0) for vector in vectors], np.float32),
        times=np.array([vector.time for vector in vectors], np.int64),
        facets=[[cleaned(token, name) for token, name in vector.facets] for vector in vectors],
        postings=postings_of(vectors),
    )


def _count_grams(vectors: Sequence[Vector]) -> Array:
    if not vectors:
        return np.zeros(GRAM_CODES, np.int64)
    return np.bincount(np.concatenate([vector.grams for vector in vectors]), minlength=GRAM_CODES)
