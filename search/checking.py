"""Whether the index has exactly what it should have of the pages, and mending it.

All pages are read again, as many at a time as one chunk has. What a process that was killed, a restored backup or a
broken disk has left is found in every table: entries, vectors, chunks, postings, words to correct to, suggestions and
statistics.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction

from search.batches import places_of, postings_of, row_of
from search.index import BATCH, findable_page_ids, index_batch, lock, read_rows, remove_pages
from search.models import DocumentChunk, DocumentVector, IndexedPage, IndexState, PostingChunk, SpellingKey, Suggestion
from search.spelling import keys_of
from search.state import CHUNK_SIZE, current, new_version, read_chunks, unpacked_counts
from search.values import cleaned, key_of
from search.vectors import GRAM_CODES, Array, Vector, analyse, unpacked_grams
from search.writing import VECTOR_COLUMNS, generations, lock_all

_ENTRY = [column.attname for column in IndexedPage._meta.concrete_fields if column.attname != "version"]
_SUGGESTION = [column.attname for column in Suggestion._meta.concrete_fields if column.attname != "id"]


@dataclass(slots=True)
class Differences:
    """What the index has wrong: pages it lacks, pages it should not have, pages of which it has something else.

    ``torn`` are chunks whose tables do not fit together, ``words`` those that are not filed as they should be;
    ``statistics``: the numbers of documents with each gram are not those of the documents.
    """

    missing: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    statistics: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.outdated or self.torn or self.words or self.statistics)


def compare() -> Differences:
    """Compare the index that serves with what is published."""
    generation = current().generation
    pages = _by_chunk(findable_page_ids())
    entries = _by_chunk(IndexedPage.objects.values_list("pk", flat=True))
    vectors = _by_chunk(DocumentVector.objects.filter(generation=generation).values_list("document", flat=True))
    in_postings = PostingChunk.objects.filter(generation=generation).order_by().values_list("chunk", flat=True)
    in_chunks = DocumentChunk.objects.filter(generation=generation).values_list("chunk", flat=True)
    found = Differences()
    for chunk in sorted({*pages, *entries, *vectors, *in_postings.distinct(), *in_chunks}):
        there = entries[chunk] & vectors[chunk]
        found.missing += sorted(pages[chunk] - there)
        found.surplus += sorted((entries[chunk] | vectors[chunk]) - pages[chunk])
        _compare_chunk(generation, chunk, sorted(pages[chunk] & there), found)
    found.statistics = not _counts_fit(generation)
    return found


def mend(found: Differences) -> None:
    """Write what is missing or differs, take out what is too much; torn chunks are written anew as a whole."""
    remove_pages(found.surplus)
    for chunk in sorted(found.torn):
        _write_anew(chunk)
    _forget_words(found.words)
    remaining = [*found.missing, *found.outdated]
    for start in range(0, len(remaining), BATCH):
        index_batch(remaining[start : start + BATCH])
    if found.torn or found.statistics:
        _count_again()


def _by_chunk(numbers: Iterable[int]) -> dict[int, set[int]]:
    chunks: dict[int, set[int]] = defaultdict(set)
    for number in numbers:
        chunks[number // CHUNK_SIZE].add(number)
    return chunks


def _compare_chunk(generation: int, chunk: int, page_ids: list[int], found: Differences) -> None:
    """Compare all that the tables have of a chunk with these pages; what differs is put into ``found``."""
    vectors: list[Vector] = []
    outdated: set[int] = set()
    for start in range(0, len(page_ids), BATCH):
        rows = read_rows(page_ids[start : start + BATCH])
        vectors += [analyse(document) for document in rows.documents]
        outdated |= _other_entries(rows.entries) | _other_suggestions(page_ids[start : start + BATCH], rows.suggestions)
    vectors.sort(key=lambda vector: vector.number)
    torn = (
        _other_vectors(generation, vectors)
        or not _chunk_fits(generation, chunk, vectors)
        or not _postings_fit(generation, chunk, vectors)
    )
    if torn:
        found.torn.add(chunk)
    wrong = _wrong_words(generation, vectors)
    found.words |= wrong
    outdated |= {vector.number for vector in vectors if wrong & vector.words.keys()}
    found.outdated += sorted(outdated)


def _other_entries(entries: Collection[IndexedPage]) -> set[int]:
    expected = {entry.pk: tuple(getattr(entry, name) for name in _ENTRY) for entry in entries}
    stored = {entry.pk: entry for entry in IndexedPage.objects.filter(pk__in=expected)}
    return {pk for pk, values in expected.items() if _plain(stored.get(pk)) != tuple(map(_comparable, values))}


def _plain(entry: IndexedPage | None) -> tuple[object, ...]:
    return tuple(_comparable(getattr(entry, name)) for name in _ENTRY) if entry is not None else ()


def _comparable(value: object) -> object:
    """Lists as JSON gives them back: without tuples."""
    return [list(row) if isinstance(row, tuple) else row for row in value] if isinstance(value, list) else value


def _other_suggestions(page_ids: Collection[int], rows: Iterable[Suggestion]) -> set[int]:
    expected = Counter(tuple(_bytes(getattr(row, name)) for name in _SUGGESTION) for row in rows)
    stored = Counter(
        tuple(map(_bytes, row)) for row in Suggestion.objects.filter(entry__in=page_ids).values_list(*_SUGGESTION)
    )
    page = _SUGGESTION.index("entry_id")
    return {int(str(row[page])) for row in ((expected - stored) + (stored - expected))}


def _bytes(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _other_vectors(generation: int, vectors: Collection[Vector]) -> bool:
    numbers = [vector.number for vector in vectors]
    rows = DocumentVector.objects.filter(generation=generation, document__in=numbers).values_list(*VECTOR_COLUMNS)
    stored = {row[1]: tuple(map(_bytes, row)) for row in rows}
    return any(stored.get(vector.number) != (generation, *row_of(vector)) for vector in vectors)


def _chunk_fits(generation: int, chunk: int, vectors: Sequence[Vector]) -> bool:
    kept = read_chunks(generation, [chunk]).get(chunk)
    if kept is None:
        return not vectors
    documents = places_of(vectors).tolist()
    lengths = np.array([max(vector.length, 1.0) for vector in vectors], np.float32)
    values = [sorted(key_of(cleaned(token, name)) for token, name in vector.facets) for vector in vectors]
    if kept.documents.tolist() != documents or sum(kept.values.counts.tolist()) != len(kept.values.places):
        return False
    ends = np.cumsum(kept.values.counts)[:-1]
    keys = [sorted(part.tolist()) for part in np.split(kept.values.keys[kept.values.places], ends)] if documents else []
    times = [vector.time for vector in vectors]
    return np.array_equal(kept.lengths, lengths) and kept.times.tolist() == times and keys == values


def _postings_fit(generation: int, chunk: int, vectors: list[Vector]) -> bool:
    expected = postings_of(vectors)
    rows = PostingChunk.objects.filter(generation=generation, chunk=chunk).values_list("term", "documents", "counts")
    number = 0
    for term, documents, counts in rows.iterator():
        postings = expected.get(term)
        if postings is None or (bytes(documents), bytes(counts)) != postings:
            return False
        number += 1
    return number == len(expected)


def _wrong_words(generation: int, vectors: Iterable[Vector]) -> set[str]:
    """Words of these documents that lack one of the keys they are to be found by."""
    words = {written: read for vector in vectors for written, read in vector.words.items()}
    rows = SpellingKey.objects.filter(generation=generation, written__in=sorted(words))
    filed: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for written, key, word, term in rows.values_list("written", "key", "word", "term"):
        filed[written].add((key, word, term))
    return {
        written
        for written, (letters, term) in words.items()
        if filed[written] != {(key, letters, term) for key in keys_of(letters)}
    }


def _counted(generation: int) -> tuple[Array, Array]:
    """On how many public documents, and on how many of all, each gram stands by their vectors."""
    public, everything = np.zeros(GRAM_CODES, np.int64), np.zeros(GRAM_CODES, np.int64)
    rows = DocumentVector.objects.filter(generation=generation).values_list("is_public", "grams")
    for is_public, packed in rows.iterator():
        codes = unpacked_grams(packed)[0]
        everything[codes] += 1
        if is_public:
            public[codes] += 1
    return public, everything


def _counts_fit(generation: int) -> bool:
    state = IndexState.objects.filter(generation=generation).first()
    if state is None:
        return True
    public, everything = _counted(generation)
    stored = unpacked_counts(state.public_grams), unpacked_counts(state.all_grams)
    return np.array_equal(stored[0], public) and np.array_equal(stored[1], everything)


@transaction.atomic
def _forget_words(words: Collection[str]) -> None:
    if words:
        lock_all()
        SpellingKey.objects.filter(generation__in=generations(), written__in=words).delete()


@transaction.atomic
def _count_again() -> None:
    lock_all()
    for generation in generations():
        public, everything = (counts.astype(np.uint32).tobytes() for counts in _counted(generation))
        IndexState.objects.filter(generation=generation).update(
            public_grams=public, all_grams=everything, version=new_version()
        )


@transaction.atomic
def _write_anew(chunk: int) -> None:
    """Drop all that the tables of the engine have of a chunk, and write its pages again."""
    numbers = (chunk * CHUNK_SIZE, (chunk + 1) * CHUNK_SIZE - 1)
    page_ids = [number for number in findable_page_ids() if numbers[0] <= number <= numbers[1]]
    lock(page_ids)
    for generation in generations():
        PostingChunk.objects.filter(generation=generation, chunk=chunk).delete()
        DocumentChunk.objects.filter(generation=generation, chunk=chunk).delete()
        DocumentVector.objects.filter(generation=generation, document__range=numbers).delete()
    for start in range(0, len(page_ids), BATCH):
        index_batch(page_ids[start : start + BATCH])
