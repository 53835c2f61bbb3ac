"""Words that mean the same, put into a question: the side of the engine; editors keep them in search.curation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from search.analysis import Asked, asked, joined_term

Groups = tuple[tuple[str, ...], ...]
Terms = tuple[str, ...]

LONGEST_PHRASE = 5  # terms
MOST_JOINED = 3  # words of a question; in longer ones neighbours are seldom one word
MOST_FOR_A_WORD = 12  # sets of terms; more would make a question mean anything


def with_synonyms(words: Sequence[Asked], groups: Groups, *, but_not: Sequence[Asked] = ()) -> tuple[Asked, ...]:
    """The words of a question, each with what else stands for it; ``but_not`` are words that are meant literally.

    A synonym for several words stands for each of them, and one for a part of a compound comes with its other parts:
    „Autozulassung“ also means „Kfz“ and „Zulassung“ where „Auto“ and „Kfz“ are one group.
    """
    others = _by_phrase(groups)
    if not others:
        return tuple(words)
    found: dict[int, dict[Terms, None]] = defaultdict(dict)
    for number, word in enumerate(words):
        for terms in word.alternatives:
            for before, run, after in _runs(terms):
                for other in others.get(run, ()):
                    found[number][(*before, *other, *after)] = None
    for first, last, run in _phrases(words):
        for other in others.get(run, ()):
            for number in range(first, last):
                found[number][other] = None
    literal = {word.alternatives for word in but_not}
    return tuple(
        word._replace(synonyms=_new(word, found[number]))
        if number in found and word.alternatives not in literal
        else word
        for number, word in enumerate(words)
    )


def with_joined(words: Sequence[Asked], *, but_not: Sequence[Asked] = ()) -> tuple[Asked, ...]:
    """The words of a short question, each also as one with its neighbour: „Bürger Büro“ is the „Bürgerbüro“, too."""
    if not 1 < len(words) <= MOST_JOINED:
        return tuple(words)
    literal = {word.alternatives for word in but_not}
    joined = list(words)
    for number, (first, second) in enumerate(pairwise(words)):
        if first.alternatives in literal or second.alternatives in literal:
            continue
        if first.text.isalpha() and second.text.isalpha():
            term = (joined_term(first.text, second.text),)
            for place in (number, number + 1):
                joined[place] = joined[place]._replace(synonyms=(*joined[place].synonyms, term))
    return tuple(joined)


@lru_cache(maxsize=4)
def _by_phrase(groups: Groups) -> dict[Terms, tuple[Terms, ...]]:
    """For the terms of each phrase those of the others of its groups, compounds also in their parts."""
    others: dict[Terms, dict[Terms, None]] = defaultdict(dict)
    for group in groups:
        read = [words for phrase in group if (words := tuple(asked(phrase)))]
        phrases = [terms for words in read if len(terms := _terms(words)) <= LONGEST_PHRASE]
        in_parts = [terms for words in read if len(words) == 1 for terms in words[0].alternatives[1:]]
        for terms in phrases:
            others[terms].update(dict.fromkeys(other for other in phrases + in_parts if other != terms))
    return {terms: tuple(found) for terms, found in others.items()}


@lru_cache(maxsize=4)
def words_of(groups: Groups) -> frozenset[str]:
    """All words of the groups in lower case."""
    phrases = (phrase for group in groups for phrase in group)
    return frozenset(part.lower() for phrase in phrases for word in asked(phrase) for part in word.words)


def _terms(words: Sequence[Asked]) -> Terms:
    return tuple(term for word in words for term in word.alternatives[0])


def _runs(terms: Terms) -> Iterator[tuple[Terms, Terms, Terms]]:
    """All runs of neighbours in a word's terms, with what is before and after."""
    for start in range(len(terms)):
        for end in range(start + 1, len(terms) + 1):
            yield terms[:start], terms[start:end], terms[end:]


def _phrases(words: Sequence[Asked]) -> Iterator[tuple[int, int, Terms]]:
    """All runs of two and more neighbouring words, with their terms."""
    mains = [word.alternatives[0] for word in words]
    for first in range(len(mains)):
        run: Terms = mains[first]
        for last in range(first + 2, len(mains) + 1):
            run = (*run, *mains[last - 1])
            if len(run) > LONGEST_PHRASE:
                break
            yield first, last, run


def _new(word: Asked, found: dict[Terms, None]) -> tuple[Terms, ...]:
    return tuple(terms for terms in found if terms not in word.alternatives)[:MOST_FOR_A_WORD]
