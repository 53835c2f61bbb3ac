"""Phrases in quotation marks: looked for word by word, in whatever spelling of umlauts and case."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis import skeleton
from search.models import IndexedPage

MAX_PHRASE_PAGES = 300  # the best pages, in which a phrase is looked for


def holding_phrases(page_ids: Sequence[int], phrases: Sequence[str]) -> list[int]:
    """Those of the pages on which all phrases (as ``skeleton`` writes them) stand, in the same order."""
    best = list(page_ids[:MAX_PHRASE_PAGES])
    texts = IndexedPage.objects.filter(pk__in=best).values_list("pk", "page__title", "text")
    holding = {
        page_id
        for page_id, title, text in texts
        if all(f" {phrase} " in f" {skeleton(title)} | {skeleton(text)} " for phrase in phrases)
    }
    return [page_id for page_id in best if page_id in holding]
