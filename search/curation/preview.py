"""What a group of synonyms would change, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from search.api import PAGE_SIZE, Hit, SearchRequest, SearchResults, search
from search.curation.synonyms import leaving_out
from search.models import SynonymGroup

MAX_COMPARED = 100  # hits of one phrase
MAX_SHOWN = 20  # new pages for one phrase


@dataclass(frozen=True, slots=True)
class PhrasePreview:
    """A phrase with the number of its hits as it is, and the pages that would be found besides.

    ``is_partial``: there are more hits than were compared, so that the list may name some that are found already.
    """

    phrase: str
    hits: int
    added: int
    pages: tuple[Hit, ...]
    is_partial: bool


def preview_synonyms(group: SynonymGroup, user: Any) -> tuple[PhrasePreview, ...]:
    """What each phrase of this group would find besides, compared with a search that does not know the group."""
    phrases = group.phrase_list
    with leaving_out(group):
        now = {phrase: _read(phrase, user) for phrase in phrases}
        # As a phrase, several words stand side by side: only such pages would be added.
        exactly = {phrase: _read(f'"{phrase}"', user) if " " in phrase else now[phrase] for phrase in phrases}
    return tuple(_compare(phrase, now[phrase], exactly) for phrase in phrases)


def _read(text: str, user: Any) -> tuple[int, list[Hit]]:
    """Number of hits and the first hundred of them."""
    request = SearchRequest(text=text)
    found: SearchResults = search(request, user)
    hits = list(found.hits)
    while len(hits) < min(found.total, MAX_COMPARED) and request.page * PAGE_SIZE < found.total:
        request = replace(request, page=request.page + 1)
        hits += search(request, user).hits
    return found.total, hits


def _compare(phrase: str, now: tuple[int, list[Hit]], exactly: dict[str, tuple[int, list[Hit]]]) -> PhrasePreview:
    total, own = now
    known = {hit.page_id for hit in own}
    others = [hits for other, (_total, hits) in exactly.items() if other != phrase]
    new = {hit.page_id: hit for hits in others for hit in hits if hit.page_id not in known}
    return PhrasePreview(
        phrase=phrase,
        hits=total,
        added=len(new),
        pages=tuple(new.values())[:MAX_SHOWN],
        is_partial=any(number > MAX_COMPARED for number, _hits in [now, *exactly.values()]),
    )
