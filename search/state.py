"""What is known of the index as a whole: its documents with their lengths, ages and facet values, how common grams are.

Read once for each version of the index and kept by the process; a question only asks whether the version is the same.
After a change the chunks that changed are read anew, not the others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.models import DocumentChunk, IndexState
from search.models.rows import fetch
from search.values import ChunkValues, Values, join
from search.vectors import GRAM_CODES, Array, Packed

CHUNK_SIZE = 4096  # documents
PUBLIC = CHUNK_SIZE  # the bit that marks a public document beside its place in the chunk
PLACE = CHUNK_SIZE - 1
FIRST_GENERATION = 1
_NO_GENERATION = 0


class Chunk(NamedTuple):
    """One version of a chunk's documents; arrays of the same length, but for the values."""

    version: int
    documents: Array  # places with the bit for public ones
    lengths: Array
    times: Array
    values: ChunkValues


NO_DOCUMENTS = Chunk(
    0,
    np.empty(0, np.uint16),
    np.empty(0, np.float32),
    np.empty(0, np.int64),
    ChunkValues(np.empty(0, np.int64), np.empty(0, np.uint16), np.empty(0, np.uint32)),
)


@dataclass(frozen=True)
class Scope:
    """The statistics of what one kind of person may read: of everything for members, of what is public for others."""

    documents: int
    average_length: float
    gram_documents: Array


@dataclass(frozen=True)
class State:
    """One version of the index that serves. The arrays have the documents' numbers for index; 0 long is not there."""

    generation: int
    version: int
    chunks: Mapping[int, Chunk]
    lengths: Array
    times: Array
    is_public: Array
    values: Values
    public_grams: Array
    all_grams: Array

    @cached_property
    def is_there(self) -> Array:
        """Which numbers stand for a document."""
        return self.lengths > 0

    @cached_property
    def public(self) -> Scope:
        """What everybody may read."""
        return self._scope(self.is_public, self.public_grams)

    @cached_property
    def everything(self) -> Scope:
        """What members may read."""
        return self._scope(self.is_there, self.all_grams)

    def scope(self, *, public_only: bool) -> Scope:
        """The statistics for visitors or for members: nobody's order of hits tells of pages he may not read."""
        return self.public if public_only else self.everything

    def documents(self, *, public_only: bool) -> Array:
        """The numbers of all documents in scope."""
        return self._public_documents if public_only else self._all_documents

    def number_holding(self, token: str, *, public_only: bool) -> int:
        """How many documents in scope have this facet value."""
        place = self.values.by_token.get(token)
        if place is None:
            return 0
        return int((self._public_value_counts if public_only else self._all_value_counts)[place])

    @cached_property
    def _public_documents(self) -> Array:
        return np.flatnonzero(self.is_public)

    @cached_property
    def _all_documents(self) -> Array:
        return np.flatnonzero(self.is_there)

    @cached_property
    def _public_value_counts(self) -> Array:
        return self.values.count(self.values.of(self._public_documents)[0])

    @cached_property
    def _all_value_counts(self) -> Array:
        return self.values.count(self.values.places)

    def _scope(self, documents: Array, grams: Array) -> Scope:
        number = int(np.count_nonzero(documents))
        return Scope(
            documents=number,
            average_length=float(self.lengths[documents].mean()) if number else 1.0,
            gram_documents=grams,
        )


_kept: dict[int, State] = {}  # by generation
_lock = threading.Lock()
_MOST_KEPT = 4  # two collections


def current(collection: str = IndexState.Collection.SITE) -> State:
    """The index that serves, as it is now; an empty one before anything was written."""
    rows = fetch(IndexState, ("generation", "version"), serves=True, collection=collection)
    if not rows:
        return _read(_NO_GENERATION, 0, None)
    generation, version = rows[0]
    with _lock:
        state = _kept.get(generation)
        if state is None or state.version != version:
            state = _read(generation, version, state)
            _kept.pop(generation, None)
            while len(_kept) >= _MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[generation] = state
        return state


def new_version() -> int:
    """A number that no earlier version of any index has."""
    return time.time_ns()


def unpacked_counts(packed: Packed) -> Array:
    """The documents of each gram."""
    return np.frombuffer(packed, np.uint32) if packed else np.zeros(GRAM_CODES, np.uint32)


def read_chunks(generation: int, numbers: list[int] | None = None) -> dict[int, Chunk]:
    """The documents of these chunks, or of all, by the chunks' numbers."""
    rows = DocumentChunk.objects.filter(generation=generation).order_by("chunk")
    if numbers is not None:
        rows = rows.filter(chunk__in=numbers)
    columns = ("chunk", "version", "documents", "lengths", "times", "values", "value_counts", "value_places")
    return {
        chunk: Chunk(
            version,
            np.frombuffer(documents, np.uint16),
            np.frombuffer(lengths, np.float32),
            np.frombuffer(times, np.int64),
            ChunkValues(
                np.frombuffer(values, np.int64),
                np.frombuffer(value_counts, np.uint16),
                np.frombuffer(value_places, np.uint32),
            ),
        )
        for chunk, version, documents, lengths, times, values, value_counts, value_places in rows.values_list(*columns)
    }


def _read(generation: int, version: int, before: State | None) -> State:
    chunks = _changed(generation, before.chunks) if before is not None else read_chunks(generation)
    size = CHUNK_SIZE * (max(chunks, default=0) + 1)
    lengths = np.zeros(size, np.float32)
    times = np.zeros(size, np.int64)
    is_public = np.zeros(size, bool)
    numbers = []
    for number, chunk in chunks.items():
        numbers.append(number * CHUNK_SIZE + (chunk.documents & PLACE).astype(np.int64))
        lengths[numbers[-1]] = chunk.lengths
        times[numbers[-1]] = chunk.times
        is_public[numbers[-1]] = chunk.documents & PUBLIC > 0
    grams = IndexState.objects.filter(generation=generation).values_list("public_grams", "all_grams").first()
    public_grams, all_grams = grams or (b"", b"")
    return State(
        generation=generation,
        version=version,
        chunks=chunks,
        lengths=lengths,
        times=times,
        is_public=is_public,
        values=join(numbers, [chunk.values for chunk in chunks.values()], size, before.values if before else None),
        public_grams=unpacked_counts(public_grams),
        all_grams=unpacked_counts(all_grams),
    )


def _changed(generation: int, before: Mapping[int, Chunk]) -> dict[int, Chunk]:
    """All chunks in order, those that are another version now read anew."""
    versions = dict(DocumentChunk.objects.filter(generation=generation).values_list("chunk", "version"))
    outdated = [
        number for number, version in versions.items() if number not in before or before[number].version != version
    ]
    found = {number: before[number] for number in versions if number not in outdated}
    found.update(read_chunks(generation, outdated))
    return dict(sorted(found.items()))
