"""Words that the index does not know, and the known ones that may be meant.

Every word of the index is filed under its first letters and under these without any one of them; a word with one letter
too many, too few, another or two exchanged shares such a key with the right one (the method of SymSpell, with the keys
in the database). It is filed under its sound, too: „Kurtakse“ sounds like „Kurtaxe“. The distance of whole words is
measured by rapidfuzz.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from search.analysis import forms
from search.compounds import is_word
from search.models import SpellingKey
from search.models.rows import insert
from search.postings import read_postings
from search.state import State
from search.vectors import SHORTEST_LEARNED, Array, can_be_learned, written_token

KEY_LENGTH = 8  # letters of a word that its keys are made of
LONG_WORD = 8  # letters; from here on two errors are forgiven
MOST_CANDIDATES = 40
_BATCH = 5_000
_CACHED_WORDS = 50_000

# What sounds the same, in folded words.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("chs|cks|ks", "x"),
        ("ph|v", "f"),
        ("th|dt", "t"),
        ("tz|ts", "z"),
        ("ck|c(?!h)|q", "k"),
        ("ie|y", "i"),
        ("ai", "ei"),
        ("(?<=[aeiou])h(?![aeiou])", ""),
        ("d$", "t"),
        ("b$", "p"),
        (r"(\w)\1", r"\1"),
    )
)


class Candidate(NamedTuple):
    """A word of the index that is near; ``by_term``: only to the term of what was typed."""

    distance: int
    by_term: bool
    word: str
    term: str
    written: str


@lru_cache(maxsize=_CACHED_WORDS)
def sound_of(word: str) -> str:
    """A folded word by ear."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def keys_of(word: str) -> set[str]:
    """The keys that a folded word is filed under and looked for."""
    start = word[:KEY_LENGTH]
    return {start, f"~{sound_of(word)[:KEY_LENGTH]}"} | {
        start[:place] + start[place + 1 :] for place in range(len(start))
    }


def learn_words(generation: int, words: Mapping[str, tuple[str, str]]) -> None:
    """File these words, each as it is written, with how it is folded and its term; known ones stay as they are."""
    wanted = sorted(words)
    known: set[str] = set()
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        rows = SpellingKey.objects.filter(generation=generation, written__in=batch).order_by()
        known.update(rows.values_list("written", flat=True).distinct())
    new_rows = [
        (generation, key, words[written][0], words[written][1], written)
        for written in wanted
        if written not in known
        for key in sorted(keys_of(words[written][0]))
    ]
    insert(SpellingKey, ("generation", "key", "word", "term", "written"), new_rows)


def corrections(words: Iterable[str], state: State, *, public_only: bool, together: Array) -> dict[str, Candidate]:
    """For each of these folded words, none of which the index knows, the one that is meant.

    Only words that stand on documents in scope are offered, and only as they are written there: the nearest, of equally
    near ones the one on most of the documents ``together``, which hold the other words of the question, then the most
    common.
    """
    found = near(words, state)
    if not found:
        return {}
    candidates = [candidate for near_ones in found.values() for candidate in near_ones]
    tokens = {written_token(candidate.written) for candidate in candidates}
    postings = read_postings(tokens | {candidate.term for candidate in candidates}, state, public_only=public_only)
    context = np.sort(together)

    def rank(candidate: Candidate) -> tuple[int, bool, int, int, str, int, str]:
        documents = postings[candidate.term].documents
        shared = len(np.intersect1d(documents, context, assume_unique=True)) if len(context) else 0
        exactly = len(postings[written_token(candidate.written)].documents)
        return (
            candidate.distance,
            candidate.by_term,
            -shared,
            -len(documents),
            candidate.word,
            -exactly,
            candidate.written,
        )

    chosen: dict[str, Candidate] = {}
    for word, near_ones in found.items():
        offered = [
            candidate
            for candidate in near_ones
            if candidate.term in postings and written_token(candidate.written) in postings
        ]
        if offered:
            chosen[word] = min(offered, key=rank)
    return chosen


def is_settled(word: str) -> bool:
    """Whether a word is good German although the index does not know it: no error, only nothing written about it."""
    return is_word(word.lower())


def near(folded: Iterable[str], state: State) -> dict[str, list[Candidate]]:
    """For each folded word, those in the index that are near to it, or else to its term; one query.

    „Hurirkanen“ is near to „Hurrikan“ by its term.
    """
    words = [word for word in dict.fromkeys(folded) if can_be_learned(word, word)]
    if not words:
        return {}
    spelled = {word: (word, term) if len(term := forms(word).term) >= SHORTEST_LEARNED else (word,) for word in words}
    keys = {key for both in spelled.values() for one in both for key in keys_of(one)}
    rows = SpellingKey.objects.filter(generation=state.generation, key__in=sorted(keys)).order_by()
    filed: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for key, candidate, term, written in rows.values_list("key", "word", "term", "written"):
        filed[key].add((candidate, term, written))
    found: dict[str, list[Candidate]] = {}
    for word, both in spelled.items():
        near_ones = [
            Candidate(distance, bool(place), *candidate)
            for place, one in enumerate(dict.fromkeys(both))
            for candidate in set().union(*(filed[key] for key in keys_of(one)))
            if (distance := _distance(one, candidate[0])) is not None
        ]
        found[word] = sorted(near_ones)[:MOST_CANDIDATES]
    return found


def _distance(word: str, other: str) -> int | None:
    """How many errors make one of the other; None for too many. What sounds the same is one error."""
    most = 2 if len(word) >= LONG_WORD else 1
    distance = OSA.distance(word, other, score_cutoff=most)
    if distance > 1 and sound_of(word) == sound_of(other):
        return 1
    return int(distance) if distance <= most else None
