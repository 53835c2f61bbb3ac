"""Writing documents into a generation of the index, and taking them out; each call is one transaction."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from django.db import transaction

from search.analysis import VERSION
from search.models import DocumentChunk, DocumentVector, IndexState, PostingChunk, SpellingKey
from search.models.rows import insert, upsert
from search.postings import COUNTED_IN
from search.spelling import learn_words
from search.state import (
    CHUNK_SIZE,
    FIRST_GENERATION,
    NO_DOCUMENTS,
    PLACE,
    PUBLIC,
    new_version,
    read_chunks,
    unpacked_counts,
)
from search.values import cleaned, merge, pack, store
from search.vectors import Array, Packed, Vector, packed_grams, packed_terms, unpacked_grams, unpacked_terms

_MOST_COUNTED = 255
VECTOR_COLUMNS = ("generation", "document", "is_public", "sequence", "grams", "places", "terms")
_ROWS_AT_ONCE = 20_000


class Added:
    """The documents of one chunk that get a term, in order."""

    __slots__ = ("counts", "documents")

    def __init__(self) -> None:
        self.documents = array("H")
        self.counts = bytearray()


def generations(collection: str = IndexState.Collection.SITE) -> list[int]:
    """The generations that changes of a collection go into: the one that serves, and one that is being built."""
    while not (found := _generations_of(collection)):
        start_generation(next_generation(), serves=True, collection=collection)
    return found


def start_generation(
    generation: int, *, serves: bool = False, collection: str = IndexState.Collection.SITE
) -> IndexState:
    """An empty generation, or the one of this number that is there already, be it of another collection."""
    return IndexState.objects.get_or_create(
        generation=generation,
        defaults={"collection": collection, "serves": serves, "analysis": VERSION, "version": new_version()},
    )[0]


def next_generation() -> int:
    """A number that no generation has yet."""
    newest = IndexState.objects.order_by("-generation").values_list("generation", flat=True).first()
    return FIRST_GENERATION if newest is None else newest + 1


def lock_all() -> None:
    """Wait until nobody else writes, until the end of the transaction.

    Writers of either collection lock all generations, in their order: one change may write both, and two that began
    with another one each would wait for each other.
    """
    list(IndexState.objects.select_for_update().order_by("generation").values_list("pk"))


def _generations_of(collection: str) -> list[int]:
    found = IndexState.objects.filter(collection=collection).order_by("generation")
    return list(found.values_list("generation", flat=True))


def delete_generation(generation: int) -> None:
    """Remove everything of a generation."""
    for model in (PostingChunk, DocumentChunk, DocumentVector, SpellingKey, IndexState):
        rows = model._default_manager.filter(generation=generation)
        rows._raw_delete(rows.db)


@transaction.atomic
def write(vectors: Sequence[Vector], removed: Collection[int] = (), *, generation: int) -> None:
    """Write these documents, in place of what is there of them, and take out the ``removed`` ones."""
    lock_all()
    state = IndexState.objects.get(generation=generation)
    state.version = new_version()
    numbers = {vector.number for vector in vectors} | set(removed)
    old_terms = _forget_vectors(generation, numbers, state)
    by_chunk: dict[int, list[Vector]] = defaultdict(list)
    for vector in sorted(vectors, key=attrgetter("number")):
        by_chunk[vector.number // CHUNK_SIZE].append(vector)
    for chunk in sorted({number // CHUNK_SIZE for number in numbers}):
        gone = np.array(sorted(number % CHUNK_SIZE for number in numbers if number // CHUNK_SIZE == chunk), np.uint16)
        _write_chunk(state, chunk, by_chunk[chunk], gone, old_terms.get(chunk, set()))
    insert(DocumentVector, VECTOR_COLUMNS, [row_of(vector, generation) for vector in vectors])
    learn_words(generation, {word: written for vector in vectors for word, written in vector.words.items()})
    _count_grams(state, vectors, +1)
    state.save()


def row_of(vector: Vector, generation: int) -> tuple[Any, ...]:
    """What is stored of a document, in the order of ``VECTOR_COLUMNS``."""
    return (
        generation,
        vector.number,
        vector.is_public,
        vector.sequence.tobytes(),
        packed_grams(vector),
        vector.places.tobytes(),
        packed_terms(vector.counts),
    )


def _forget_vectors(generation: int, numbers: Collection[int], state: IndexState) -> dict[int, set[str]]:
    """Delete the vectors of these documents; returns the terms that stood on them, by chunk."""
    terms: dict[int, set[str]] = defaultdict(set)
    rows = DocumentVector.objects.filter(generation=generation, document__in=sorted(numbers))
    for number, is_public, grams, packed in rows.values_list("document", "is_public", "grams", "terms"):
        terms[number // CHUNK_SIZE].update(unpacked_terms(packed))
        _add_to_counts(state, unpacked_grams(grams)[0], is_public=is_public, change=-1)
    if terms:
        rows._raw_delete(rows.db)
    return terms


def _count_grams(state: IndexState, vectors: Iterable[Vector], change: int) -> None:
    for vector in vectors:
        _add_to_counts(state, vector.grams, is_public=vector.is_public, change=change)
    for name in ("public_grams", "all_grams"):
        counts = getattr(state, name)
        if isinstance(counts, np.ndarray):
            setattr(state, name, counts.astype(np.uint32).tobytes())


def _add_to_counts(state: IndexState, grams: Array, *, is_public: bool, change: int) -> None:
    """Change the counts of a state that is not saved yet; meanwhile they are arrays."""
    for name in ("public_grams", "all_grams") if is_public else ("all_grams",):
        counts: Any = getattr(state, name)
        if not isinstance(counts, np.ndarray):
            counts = unpacked_counts(counts).astype(np.int64)
            setattr(state, name, counts)
        counts[grams] += change


def _write_chunk(state: IndexState, chunk: int, vectors: Sequence[Vector], gone: Array, old_terms: set[str]) -> None:
    """Replace the documents at these places of a chunk: in its lengths and in the postings of all their terms."""
    generation = state.generation
    added = postings_of(vectors)
    before = _replace_documents(generation, chunk, state.version, vectors, gone)
    terms = added.keys() | old_terms
    stays = np.ones(CHUNK_SIZE, bool)
    stays[gone] = False
    kept = _postings(generation, chunk, terms) if before >= 0 else {}
    # What only comes after everything that is there is put behind it, as in each batch of a rebuild.
    goes_behind = not old_terms and before < min((vector.number % CHUNK_SIZE for vector in vectors), default=0)
    rows: list[tuple[int, str, int, bytes, bytes]] = []
    emptied: list[str] = []
    for term in sorted(terms):
        new = added.get(term)
        if new is not None and (term not in kept or goes_behind):
            documents, counts = kept.get(term, (b"", b""))
            rows.append(
                (generation, term, chunk, bytes(documents) + new.documents.tobytes(), bytes(counts) + new.counts)
            )
        elif (merged := _merged(kept.get(term), new, stays))[0]:
            rows.append((generation, term, chunk, *merged))
        else:
            emptied.append(term)
    upsert(PostingChunk, ("generation", "term", "chunk"), ("documents", "counts"), rows)
    if emptied:
        PostingChunk.objects.filter(generation=generation, chunk=chunk, term__in=emptied).delete()


def postings_of(vectors: Sequence[Vector]) -> dict[str, Added]:
    """The postings of these documents of one chunk, in the order of their numbers, by term."""
    added: dict[str, Added] = defaultdict(Added)
    for vector in vectors:
        place = vector.number % CHUNK_SIZE | (PUBLIC if vector.is_public else 0)
        for term, count in vector.counts.items():
            postings = added[term]
            postings.documents.append(place)
            postings.counts.append(min(round(count * COUNTED_IN), _MOST_COUNTED))
    return added


def _postings(generation: int, chunk: int, terms: Collection[str]) -> dict[str, tuple[Packed, Packed]]:
    found: dict[str, tuple[Packed, Packed]] = {}
    wanted = sorted(terms)
    for start in range(0, len(wanted), _ROWS_AT_ONCE):
        rows = PostingChunk.objects.filter(
            generation=generation, chunk=chunk, term__in=wanted[start : start + _ROWS_AT_ONCE]
        )
        for term, documents, counts in rows.values_list("term", "documents", "counts"):
            found[term] = documents, counts
    return found


def _merged(kept: tuple[Packed, Packed] | None, added: Added | None, stays: Array) -> tuple[bytes, bytes]:
    """A term's postings without the documents that are gone and with those that were added, in order."""
    documents, counts = np.empty(0, np.uint16), np.empty(0, np.uint8)
    if kept is not None:
        documents, counts = np.frombuffer(kept[0], np.uint16), np.frombuffer(kept[1], np.uint8)
        keep = stays[documents & PLACE]
        documents, counts = documents[keep], counts[keep]
    if added is not None:
        documents = np.concatenate([documents, np.array(added.documents, np.uint16)])
        counts = np.concatenate([counts, np.frombuffer(added.counts, np.uint8)])
        order = np.argsort(documents & PLACE, kind="stable")
        documents, counts = documents[order], counts[order]
    return documents.tobytes(), counts.tobytes()


def _replace_documents(generation: int, chunk: int, version: int, vectors: Sequence[Vector], gone: Array) -> int:
    """Write which documents the chunk has; returns the last place there was in it before, -1 for none."""
    kept = read_chunks(generation, [chunk]).get(chunk)
    stays = np.isin(kept.documents & PLACE, gone, invert=True) if kept else np.empty(0, bool)
    before = kept or NO_DOCUMENTS
    places = [vector.number % CHUNK_SIZE | (PUBLIC if vector.is_public else 0) for vector in vectors]
    named = [[cleaned(token, name) for token, name in vector.facets] for vector in vectors]
    store({value for values in named for value in values})
    documents = np.concatenate([before.documents[stays], np.array(places, np.uint16)])
    # A document without words is one nevertheless.
    lengths = np.concatenate([before.lengths[stays], np.array([max(v.length, 1.0) for v in vectors], np.float32)])
    times = np.concatenate([before.times[stays], np.array([vector.time for vector in vectors], np.int64)])
    order = np.argsort(documents & PLACE, kind="stable")
    values = merge(before.values, stays, pack(named), order)
    arrays = (documents[order], lengths[order], times[order], *values)
    row = (generation, chunk, version, *(one.tobytes() for one in arrays))
    columns = ("version", "documents", "lengths", "times", "values", "value_counts", "value_places")
    upsert(DocumentChunk, ("generation", "chunk"), columns, [row])
    return int((before.documents & PLACE).max()) if len(before.documents) else -1
