"""From what somebody typed to the ranked documents: reading, spelling, synonyms, ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from search.analysis import Asked, asked, bare, replaced
from search.compounds import apart
from search.postings import read_postings
from search.query import Query, parse_query
from search.ranking import Ranking, rank
from search.spelling import corrections, is_settled
from search.state import State, current
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
    corrected, meant = _corrected(query, ranking, state, public_only=public_only)
    if meant:
        understood = _understood(corrected, synonyms)
        ranking = rank(understood, state, public_only=public_only)
    if query.words and not len(ranking.documents):
        ranking = rank(understood, state, public_only=public_only, parts_suffice=True)
    return Answer(query, ranking, meant)


def _understood(query: Query, synonyms: Groups) -> Query:
    words = with_synonyms(query.words, synonyms, but_not=query.required)
    return replace(query, words=with_joined(words, but_not=query.required))


def _corrected(query: Query, ranking: Ranking, state: State, *, public_only: bool) -> tuple[Query, str]:
    """The question with those of its missing words that are no German ones corrected, or cut where several are one."""
    missing = [word for word in query.words if word.text in ranking.missing]
    wrong = {bare(part) for word in missing for part in word.words if not is_settled(part)}
    found = corrections(wrong, state, public_only=public_only, together=ranking.documents)
    meant = {letters: written for letters, written in found.items() if bare(written) != letters}
    better: dict[str, str] = {}
    for word in missing:
        if any(bare(part) in meant for part in word.words):
            better[word.text] = "-".join(meant.get(bare(part), part) for part in word.words)
            continue
        # Words that no page joins, and those that nobody writes in one.
        pieces = word.words if len(word.words) > 1 else () if is_settled(word.text) else apart(word.text.lower())
        if _all_stand(pieces, state, public_only=public_only):
            better[word.text] = " ".join(pieces)
    if not better:
        return query, ""
    words: list[Asked] = []
    for word in query.words:
        words.extend(asked(better[word.text]) if word.text in better else [word])
    return replace(query, words=tuple(words)), replaced(query.text, better)


def _all_stand(pieces: Iterable[str], state: State, *, public_only: bool) -> bool:
    """Whether there are such words and each of them stands on a document in scope."""
    terms = {term for word in asked(" ".join(pieces)) for term in word.alternatives[0]}
    return bool(terms) and len(read_postings(terms, state, public_only=public_only)) == len(terms)
