"""Writing documents into a generation of the index, and taking them out; each call is one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from django.db import transaction

from search.analysis import VERSION
from search.batches import EMPTY_CHUNK, Batch, ChunkBatch, PackedPostings, batch_of
from search.models import DocumentChunk, DocumentVector, IndexState, PostingChunk, SpellingKey
from search.models.rows import append, insert, upsert
from search.spelling import learn_words
from search.state import (
    CHUNK_SIZE,
    FIRST_GENERATION,
    NO_DOCUMENTS,
    PLACE,
    new_version,
    read_chunks,
    unpacked_counts,
)
from search.values import merge, pack, store
from search.vectors import Array, Packed, Vector, unpacked_grams, unpacked_terms

VECTOR_COLUMNS = ("generation", "document", "is_public", "sequence", "grams", "places", "terms")
_ROWS_AT_ONCE = 20_000


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


def write(vectors: Sequence[Vector], removed: Collection[int] = (), *, generation: int) -> None:
    """Write these documents, in place of what is there of them, and take out the ``removed`` ones."""
    write_batch(batch_of(vectors), removed, generation=generation)


@transaction.atomic
def write_batch(batch: Batch, removed: Collection[int] = (), *, generation: int) -> int:
    """The same with documents made ready before; returns the version that the generation has now."""
    lock_all()
    state = IndexState.objects.get(generation=generation)
    state.version = new_version()
    numbers = batch.numbers | set(removed)
    gram_counts = {
        "public_grams": unpacked_counts(state.public_grams) + batch.public_grams,
        "all_grams": unpacked_counts(state.all_grams) + batch.all_grams,
    }
    old_terms = _forget_vectors(generation, numbers, gram_counts)
    for chunk in sorted({number // CHUNK_SIZE for number in numbers}):
        gone = np.array(sorted(number % CHUNK_SIZE for number in numbers if number // CHUNK_SIZE == chunk), np.uint16)
        of_chunk = batch.chunks.get(chunk, EMPTY_CHUNK)
        _write_chunk(generation, chunk, state.version, of_chunk, gone, old_terms.get(chunk, set()))
    insert(DocumentVector, VECTOR_COLUMNS, [(generation, *row) for row in batch.vectors])
    learn_words(generation, batch.words)
    for name, counts in gram_counts.items():
        setattr(state, name, counts.astype(np.uint32).tobytes())
    state.save()
    return state.version


def _forget_vectors(generation: int, numbers: Collection[int], gram_counts: dict[str, Array]) -> dict[int, set[str]]:
    """Delete the vectors of these documents and no longer count them; returns the terms on them, by chunk."""
    terms: dict[int, set[str]] = defaultdict(set)
    rows = DocumentVector.objects.filter(generation=generation, document__in=sorted(numbers))
    for number, is_public, grams, packed in rows.values_list("document", "is_public", "grams", "terms"):
        terms[number // CHUNK_SIZE].update(unpacked_terms(packed))
        codes = unpacked_grams(grams)[0]
        gram_counts["all_grams"][codes] -= 1
        if is_public:
            gram_counts["public_grams"][codes] -= 1
    if terms:
        rows._raw_delete(rows.db)
    return terms


def _write_chunk(
    generation: int, chunk: int, version: int, added: ChunkBatch, gone: Array, old_terms: set[str]
) -> None:
    """Replace the documents at these places of a chunk: in its lengths and in the postings of all their terms."""
    before = _replace_documents(generation, chunk, version, added, gone)
    keys, values = ("generation", "term", "chunk"), ("documents", "counts")
    # What only comes after everything that is there is put behind it, as in each batch of a rebuild.
    if not old_terms and before < min((added.documents & PLACE).tolist(), default=0):
        rows = [(generation, term, chunk, *added.postings[term]) for term in sorted(added.postings)]
        append(PostingChunk, keys, values, rows)
        return
    terms = added.postings.keys() | old_terms
    stays = np.ones(CHUNK_SIZE, bool)
    stays[gone] = False
    kept = _postings(generation, chunk, terms) if before >= 0 else {}
    merged = {term: _merged(kept.get(term), added.postings.get(term), stays) for term in sorted(terms)}
    rows = [(generation, term, chunk, *postings) for term, postings in merged.items() if postings.documents]
    upsert(PostingChunk, keys, values, rows)
    emptied = [term for term, postings in merged.items() if not postings.documents]
    if emptied:
        PostingChunk.objects.filter(generation=generation, chunk=chunk, term__in=emptied).delete()


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


def _merged(kept: tuple[Packed, Packed] | None, added: PackedPostings | None, stays: Array) -> PackedPostings:
    """A term's postings without the documents that are gone and with those that were added, in order."""
    if kept is None:
        return added or PackedPostings(b"", b"")
    documents, counts = np.frombuffer(kept[0], np.uint16), np.frombuffer(kept[1], np.uint8)
    keep = stays[documents & PLACE]
    documents, counts = documents[keep], counts[keep]
    if added is not None:
        documents = np.concatenate([documents, np.frombuffer(added.documents, np.uint16)])
        counts = np.concatenate([counts, np.frombuffer(added.counts, np.uint8)])
        order = np.argsort(documents & PLACE, kind="stable")
        documents, counts = documents[order], counts[order]
    return PackedPostings(documents.tobytes(), counts.tobytes())


def _replace_documents(generation: int, chunk: int, version: int, added: ChunkBatch, gone: Array) -> int:
    """Write which documents the chunk has; returns the last place there was in it before, -1 for none."""
    kept = read_chunks(generation, [chunk]).get(chunk)
    stays = np.isin(kept.documents & PLACE, gone, invert=True) if kept else np.empty(0, bool)
    before = kept or NO_DOCUMENTS
    store({value for values in added.facets for value in values})
    documents = np.concatenate([before.documents[stays], added.documents])
    lengths = np.concatenate([before.lengths[stays], added.lengths])
    times = np.concatenate([before.times[stays], added.times])
    order = np.argsort(documents & PLACE, kind="stable")
    values = merge(before.values, stays, pack(added.facets), order)
    arrays = (documents[order], lengths[order], times[order], *values)
    row = (generation, chunk, version, *(one.tobytes() for one in arrays))
    columns = ("version", "documents", "lengths", "times", "values", "value_counts", "value_places")
    upsert(DocumentChunk, ("generation", "chunk"), columns, [row])
    return int((before.documents & PLACE).max()) if len(before.documents) else -1
