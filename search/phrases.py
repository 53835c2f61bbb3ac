"""Phrases in quotation marks: looked for word by word, in whatever spelling of umlauts and case."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.analysis import skeleton
from search.models import IndexedPage
from search.vectors import Array

MAX_PHRASE_PAGES = 300  # the best pages, in which a phrase is looked for


def holding_phrases(page_ids: Array, phrases: Sequence[str]) -> Array:
    """Those of the pages on which all phrases (as ``skeleton`` writes them) stand, in the order of their numbers."""
    texts = IndexedPage.objects.filter(pk__in=page_ids.tolist()).values_list("pk", "page__title", "text")
    holding = [
        page_id
        for page_id, title, text in texts
        if all(f" {phrase} " in f" {skeleton(title)} | {skeleton(text)} " for phrase in phrases)
    ]
    return np.array(sorted(holding), np.int64)
