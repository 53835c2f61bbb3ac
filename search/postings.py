"""Reading on which documents terms stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from search.models import PostingChunk
from search.state import CHUNK_SIZE, PLACE, PUBLIC, State
from search.vectors import Array

COUNTED_IN = 2  # halves: a part of a compound counts half


class Postings(NamedTuple):
    """The documents on which a term stands, in order, and how often (weighted, 0 for facet values)."""

    documents: Array
    counts: Array


def read_postings(terms: Collection[str], state: State, *, public_only: bool) -> dict[str, Postings]:
    """The postings of those of these terms that stand on a document in scope; one query."""
    if not terms:
        return {}
    rows = PostingChunk.objects.filter(generation=state.generation, term__in=sorted(terms)).order_by("term", "chunk")
    found: dict[str, list[tuple[Array, Array]]] = defaultdict(list)
    for term, chunk, packed_documents, packed_counts in rows.values_list("term", "chunk", "documents", "counts"):
        documents = np.frombuffer(packed_documents, np.uint16)
        counts = np.frombuffer(packed_counts, np.uint8)
        if public_only:
            is_public = documents & PUBLIC > 0
            documents, counts = documents[is_public], counts[is_public]
        if len(documents):
            found[term].append(((documents & PLACE).astype(np.int64) + chunk * CHUNK_SIZE, counts))
    return {term: _joined(pieces) for term, pieces in found.items()}


def _joined(pieces: list[tuple[Array, Array]]) -> Postings:
    documents = [documents for documents, _counts in pieces]
    counts = [counts for _documents, counts in pieces]
    return Postings(np.concatenate(documents), np.concatenate(counts).astype(np.float32) / COUNTED_IN)
