"""Contributions that are about the same."""

from __future__ import annotations

from typing import Any

import numpy as np

from search.facets import contribution_tokens
from search.models import DocumentVector
from search.postings import read_postings
from search.scope import reads_public_only
from search.scoring import K1, damping, inverse_frequency
from search.state import State, current
from search.vectors import is_written_token, unpacked_terms

MOST_TERMS = 25  # the most telling ones of a page
MOST = 4  # pages
LEAST_SHARE = 0.12  # of what the page scores itself; below that two pages share only everyday words


def similar_pages(page_id: int, user: Any, number: int = MOST) -> list[int]:
    """The keys of contributions that share the most telling words of this page, the most similar first.

    Often fewer than asked. Only pages this person may read, and how telling a word is, is counted among these alone.
    """
    state = current()
    rows = DocumentVector.objects.filter(generation=state.generation, document=page_id)
    packed = rows.values_list("terms", flat=True).first()
    if packed is None:
        return []
    terms = [term for term in unpacked_terms(packed) if not is_written_token(term)]
    return _ranked(page_id, terms, state, public_only=reads_public_only(user), number=number)


def _ranked(page_id: int, terms: list[str], state: State, *, public_only: bool, number: int) -> list[int]:
    scope = state.scope(public_only=public_only)
    postings = read_postings(terms, state, public_only=public_only)
    worth: list[tuple[float, str]] = []
    for term, (documents, counts) in postings.items():
        own = counts[documents == page_id]
        if len(own) and len(documents) > 1:
            worth.append((float(own[0]) * inverse_frequency(len(documents), scope.documents), term))
    scores = np.zeros(len(state.lengths), np.float64)
    for weight, term in sorted(worth, reverse=True)[:MOST_TERMS]:
        documents, counts = postings[term]
        damped = damping(state.lengths[documents], scope.average_length)
        scores[documents] += weight * (K1 + 1) * counts / (counts + damped)
    if page_id >= len(scores):
        return []
    least = LEAST_SHARE * scores[page_id]
    scores[page_id] = 0
    found = np.flatnonzero(scores > least)
    found = found[state.values.holding(contribution_tokens(), found)]
    order = np.lexsort((-found, -scores[found]))[:number]
    best: list[int] = found[order].tolist()
    return best
