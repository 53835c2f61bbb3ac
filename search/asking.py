"""From what somebody typed to the ranked documents: reading, spelling, synonyms, ranking."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.analysis import Asked, asked, bare
from search.query import Query, parse_query
from search.ranking import Ranking, rank
from search.spelling import corrections, is_settled
from search.state import State, current
from search.synonyms import Groups, with_synonyms


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
    query = parse_query(text)
    query = replace(query, words=with_synonyms(query.words, synonyms, but_not=query.required))
    ranking = rank(query, state, public_only=public_only)
    corrected, meant = _corrected(query, ranking.missing, state, public_only=public_only)
    if meant:
        corrected = replace(corrected, words=with_synonyms(corrected.words, synonyms, but_not=query.required))
        return Answer(query, rank(corrected, state, public_only=public_only), meant)
    if query.words and not len(ranking.documents):
        ranking = rank(query, state, public_only=public_only, parts_suffice=True)
    return Answer(query, ranking)


def _corrected(query: Query, missing: list[str], state: State, *, public_only: bool) -> tuple[Query, str]:
    """The question with those of its missing words corrected that are no German words either."""
    wrong = {bare(part) for word in query.words if word.text in missing for part in word.words if not is_settled(part)}
    meant = corrections(wrong, state, public_only=public_only)
    if not meant:
        return query, ""
    words: list[Asked] = []
    text = query.text
    for word in query.words:
        if word.text in missing and any(bare(part) in meant for part in word.words):
            corrected = "-".join(meant.get(bare(part), part) for part in word.words)
            text = text.replace(word.text, corrected)
            words.extend(asked(corrected))
        else:
            words.append(word)
    return replace(query, words=tuple(words)), text
