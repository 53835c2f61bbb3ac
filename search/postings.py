"""Reading on which documents terms stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from search.models import PostingChunk
from search.models.rows import fetch
from search.state import CHUNK_SIZE, PLACE, PUBLIC, State
from search.vectors import Array, Packed

COUNTED_IN = 2  # halves: a part of a compound counts half


class Postings(NamedTuple):
    """The documents on which a term stands, in order, and how often (weighted)."""

    documents: Array
    counts: Array


def read_postings(terms: Collection[str], state: State, *, public_only: bool) -> dict[str, Postings]:
    """The postings of those of these terms that stand on a document in scope; one query.

    Documents that came after the state was read are passed over, so that all arrays fit together.
    """
    if not terms:
        return {}
    columns = ("term", "chunk", "documents", "counts")
    rows = fetch(PostingChunk, columns, ("term", terms), generation=state.generation)
    found: dict[str, list[tuple[int, Packed, Packed]]] = defaultdict(list)
    for term, chunk, documents, counts in sorted(rows, key=itemgetter(0, 1)):
        if chunk in state.chunks:
            found[term].append((chunk, documents, counts))
    joined = ((term, _joined(chunks, state, public_only=public_only)) for term, chunks in found.items())
    return {term: postings for term, postings in joined if len(postings.documents)}


def _joined(chunks: list[tuple[int, Packed, Packed]], state: State, *, public_only: bool) -> Postings:
    places = np.frombuffer(b"".join(documents for _chunk, documents, _counts in chunks), np.uint16)
    counts = np.frombuffer(b"".join(counts for _chunk, _documents, counts in chunks), np.uint8)
    first = np.repeat([chunk * CHUNK_SIZE for chunk, _documents, _counts in chunks], [len(c) for _n, _d, c in chunks])
    documents = (places & PLACE) + first
    keep = state.is_there[documents]
    if public_only:
        keep &= places & PUBLIC > 0
    return Postings(documents[keep], counts[keep].astype(np.float32) / COUNTED_IN)
