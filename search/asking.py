"""From what somebody typed to the ranked documents: reading, spelling, synonyms, ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.correcting import Corrector
from search.query import Query, parse_query
from search.ranking import Ranking, rank
from search.state import current
from search.synonyms import Groups, with_joined, with_synonyms


@dataclass(frozen=True, slots=True)
class Answer:
    """The ranked documents, and what was asked. ``meant`` is the text with its corrections; empty without any."""

    query: Query
    ranking: Ranking
    meant: str = ""


def ask(text: str, synonyms: Groups, *, public_only: bool) -> Answer:
    """The documents that answer the text as it was typed, or with its unknown words corrected.

    ``synonyms`` are groups of phrases that mean the same. Where nothing is found, documents that hold a part of a
    compound are better than nothing.
    """
    state = current()
    query = understood = _understood(parse_query(text), synonyms)
    ranking = rank(query, state, public_only=public_only)
    corrected, meant = Corrector(state, synonyms, public_only).corrected(query, ranking)
    if meant:
        understood = _understood(corrected, synonyms)
        ranking = rank(understood, state, public_only=public_only)
    if query.words and not len(ranking.documents):
        ranking = rank(understood, state, public_only=public_only, parts_suffice=True)
    return Answer(query, ranking, meant)


def _understood(query: Query, synonyms: Groups) -> Query:
    words = with_synonyms(query.words, synonyms, but_not=query.required)
    return replace(query, words=with_joined(words, but_not=query.required))
