"""Words that the index does not know, and the known ones that may be meant.

Every word of the index is filed under its first letters and under these without any one of them; a word with one letter
too many, too few, another or two exchanged shares such a key with the right one (the method of SymSpell, with the keys
in the database). The distance of whole words is measured by rapidfuzz.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from search.compounds import is_word
from search.models import MAX_WORD_LENGTH, SpellingKey
from search.models.rows import insert
from search.postings import read_postings
from search.state import State

SHORTEST = 4  # letters; shorter words could be anything
KEY_LENGTH = 8  # letters of a word that its keys are made of
LONG_WORD = 8  # letters; from here on two errors are forgiven
MOST_CANDIDATES = 40
_BATCH = 5_000


def can_be_learned(word: str) -> bool:
    """Whether a folded word can be offered as a correction."""
    return word.isalpha() and SHORTEST <= len(word) <= MAX_WORD_LENGTH


def keys_of(word: str) -> set[str]:
    """The keys that a folded word is filed under and looked for."""
    start = word[:KEY_LENGTH]
    return {start} | {start[:place] + start[place + 1 :] for place in range(len(start))}


def learn_words(generation: int, words: Mapping[str, tuple[str, str]]) -> None:
    """File these folded words, each with its term and as it is written; known ones stay as they are."""
    wanted = sorted(word for word in words if can_be_learned(word) and len(words[word][1]) <= MAX_WORD_LENGTH)
    known: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        filed = SpellingKey.objects.filter(generation=generation, word__in=batch).order_by()
        known.update(filed.values_list("word", flat=True).distinct())
    rows = [
        (generation, key, word, *words[word]) for word in wanted if word not in known for key in sorted(keys_of(word))
    ]
    insert(SpellingKey, ("generation", "key", "word", "term", "written"), rows)


def corrections(words: Iterable[str], state: State, *, public_only: bool) -> dict[str, str]:
    """For each of these folded words, none of which the index knows, the one that is meant, as people write it.

    Only words that stand on documents in scope are offered: the nearest, of equally near ones the most common.
    """
    wanted = [word for word in dict.fromkeys(words) if can_be_learned(word)]
    if not wanted:
        return {}
    found = near(wanted, state)
    terms = {term for candidates in found.values() for _distance, _candidate, term, _written in candidates}
    postings = read_postings(terms, state, public_only=public_only)
    chosen: dict[str, str] = {}
    for word in wanted:
        ranked = [
            (distance, -len(postings[term].documents), candidate, written)
            for distance, candidate, term, written in found[word]
            if term in postings
        ]
        if ranked:
            chosen[word] = min(ranked)[3]
    return chosen


def is_settled(word: str) -> bool:
    """Whether a word is good German although the index does not know it: no error, only nothing written about it."""
    return is_word(word.lower())


def near(folded: Iterable[str], state: State) -> dict[str, list[tuple[int, str, str, str]]]:
    """For each folded word, those in the index that are near: distance, word, term, how it is written; one query."""
    words = [word for word in dict.fromkeys(folded) if can_be_learned(word)]
    if not words:
        return {}
    keys = {key for word in words for key in keys_of(word)}
    rows = SpellingKey.objects.filter(generation=state.generation, key__in=sorted(keys)).order_by()
    filed: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for key, candidate, term, written in rows.values_list("key", "word", "term", "written"):
        filed[key].add((candidate, term, written))
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    for word in words:
        most = 2 if len(word) >= LONG_WORD else 1
        nearby: set[tuple[str, str, str]] = set().union(*(filed[key] for key in keys_of(word)))
        near = [
            (distance, *candidate)
            for candidate in nearby
            if (distance := OSA.distance(word, candidate[0], score_cutoff=most)) <= most
        ]
        found[word] = sorted(near)[:MOST_CANDIDATES]
    return found
