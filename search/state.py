"""What is known of the index as a whole: how many documents, how long they are, how common each gram is.

Read once for each version of the index and kept by the process; a question only asks whether the version is the same.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.models import ChunkLengths, IndexState
from search.vectors import GRAM_CODES, Array, Packed

CHUNK_SIZE = 4096  # documents
PUBLIC = CHUNK_SIZE  # the bit that marks a public document beside its place in the chunk
PLACE = CHUNK_SIZE - 1
FIRST_GENERATION = 1
_NO_GENERATION = 0


@dataclass(frozen=True)
class Scope:
    """The statistics of what one kind of person may read: of everything for members, of what is public for others."""

    documents: int
    average_length: float
    gram_documents: Array


@dataclass(frozen=True)
class State:
    """One version of the index that serves. The arrays have the documents' numbers for index."""

    generation: int
    version: int
    lengths: Array
    is_public: Array
    public_grams: Array
    all_grams: Array

    @cached_property
    def public(self) -> Scope:
        """What everybody may read."""
        return self._scope(self.is_public, self.public_grams)

    @cached_property
    def everything(self) -> Scope:
        """What members may read."""
        return self._scope(self.lengths > 0, self.all_grams)

    def scope(self, *, public_only: bool) -> Scope:
        """The statistics for visitors or for members: nobody's order of hits tells of pages he may not read."""
        return self.public if public_only else self.everything

    def _scope(self, documents: Array, grams: Array) -> Scope:
        number = int(np.count_nonzero(documents))
        return Scope(
            documents=number,
            average_length=float(self.lengths[documents].mean()) if number else 1.0,
            gram_documents=grams,
        )


_kept: dict[int, State] = {}
_lock = threading.Lock()
_MOST_KEPT = 4  # two collections


def current(collection: str = IndexState.Collection.SITE) -> State:
    """The index that serves, as it is now; an empty one before anything was written."""
    serving = IndexState.objects.filter(collection=collection, serves=True)
    row = serving.values_list("generation", "version").first()
    if row is None:
        return _read(_NO_GENERATION, 0)
    generation, version = row
    with _lock:
        if version not in _kept:
            while len(_kept) >= _MOST_KEPT:
                _kept.pop(min(_kept))
            _kept[version] = _read(generation, version)
        return _kept[version]


def new_version() -> int:
    """A number that no earlier version of any index has."""
    return time.time_ns()


def unpacked_counts(packed: Packed) -> Array:
    """The documents of each gram."""
    return np.frombuffer(packed, np.uint32) if packed else np.zeros(GRAM_CODES, np.uint32)


def _read(generation: int, version: int) -> State:
    chunks = list(ChunkLengths.objects.filter(generation=generation).values_list("chunk", "documents", "lengths"))
    size = CHUNK_SIZE * (max((chunk for chunk, _documents, _lengths in chunks), default=0) + 1)
    lengths = np.zeros(size, np.float32)
    is_public = np.zeros(size, bool)
    for chunk, packed_documents, packed_lengths in chunks:
        documents = np.frombuffer(packed_documents, np.uint16)
        numbers = chunk * CHUNK_SIZE + (documents & PLACE).astype(np.int64)
        lengths[numbers] = np.frombuffer(packed_lengths, np.float32)
        is_public[numbers] = documents & PUBLIC > 0
    grams = IndexState.objects.filter(generation=generation).values_list("public_grams", "all_grams").first()
    public_grams, all_grams = grams or (b"", b"")
    return State(generation, version, lengths, is_public, unpacked_counts(public_grams), unpacked_counts(all_grams))
