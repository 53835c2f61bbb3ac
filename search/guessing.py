"""Words that were typed with one error and that the index does not have: what German word was meant.

The index corrects what is near to its own words (search.spelling). „Hudnesteueranmeldung“ is near to none of them, but
to a compound of German words; „rexntner“ is near to „Rentner“, who may stand in a synonym. Nothing here comes from
pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

from search.compounds import SHORTEST_PART, frequency, is_word, split

MOST_GUESSES = 8
SHORTEST_GUESSED = 5  # letters; shorter words are near to too many
LONGEST_GUESSED = 40  # longer ones would take long
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"
_LINKS = ("", "s", "n", "en", "es")
_KNOWN_PART = 1e-7  # of all words, for a part of a compound
_CACHED_WORDS = 10_000

# From a part of a word to parts of compounds one error away, with how common they are.
_NearParts = Callable[[str], tuple[tuple[str, float], ...]]


def near_words(word: str, synonyms: Collection[str] = ()) -> tuple[str, ...]:
    """Words one error away from a word in lower case, the likeliest first: those of synonyms, then all German ones."""
    if not _can_be_wrong(word):
        return ()
    near_ones = {near: frequency(near) for near in edits(word) if near in synonyms or _is_german(near)}
    return _first(near_ones, lambda near: (near not in synonyms, -near_ones[near], near))


def near_compounds(word: str) -> tuple[str, ...]:
    """Compounds one error away from a word in lower case, which has its error in any one of its parts.

    None for what is a compound itself: nobody knows all that German can put together.
    """
    if not _can_be_wrong(word) or split(word):
        return ()
    near_ones = dict(_compounds(word))
    return _first(near_ones, lambda near: (-near_ones[near], near))


def _can_be_wrong(word: str) -> bool:
    return SHORTEST_GUESSED <= len(word) <= LONGEST_GUESSED and word.isalpha()


def _is_german(word: str) -> bool:
    return frequency(word) > 0 and is_word(word)


def _first(near_ones: Iterable[str], order: Callable[[str], Any]) -> tuple[str, ...]:
    return tuple(sorted(near_ones, key=order)[:MOST_GUESSES])


def edits(word: str) -> set[str]:
    """All that one error makes of a word: a letter too many, too few, another one, or two exchanged.

    The first letter is there, if not in its place: errors in it are rare, and it tells most words apart.
    """
    found: set[str] = set()
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        found.update(before + letter + after for letter in _LETTERS)
        if after:
            found.add(before + after[1:])
            found.update(before + letter + after[1:] for letter in _LETTERS)
        if len(after) > 1:
            found.add(before + after[1] + after[0] + after[2:])
    if len(word) > 1:
        found.add(word[1] + word[0] + word[2:])
    found.discard(word)
    return found


@lru_cache(maxsize=_CACHED_WORDS)
def _compounds(word: str) -> tuple[tuple[str, float], ...]:
    """Compounds one error away with how common their rarest part is; those of three parts only where no other is."""
    return _of_two(word) or _near_compounds(word, _of_two)


@lru_cache(maxsize=_CACHED_WORDS)
def _of_two(word: str) -> tuple[tuple[str, float], ...]:
    return _near_compounds(word, _near_parts)


def _near_compounds(word: str, near_parts: _NearParts) -> tuple[tuple[str, float], ...]:
    """What comes of cutting a word where one side is right and the other is near to something."""
    found: dict[str, float] = {}
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, last = word[:place], word[place:]
        pieces = [(part, first.removeprefix(part)) for part in _without_links(first)]
        if often := _whole(last):
            for part, link in pieces:
                for near, near_often in near_parts(part):
                    compound = near + link + last
                    found[compound] = max(min(often, near_often), found.get(compound, 0.0))
        if often := max((_whole(part) for part, _link in pieces), default=0.0):
            for near, near_often in near_parts(last):
                compound = first + near
                found[compound] = max(min(often, near_often), found.get(compound, 0.0))
    return tuple(found.items())


@lru_cache(maxsize=_CACHED_WORDS)
def _near_parts(part: str) -> tuple[tuple[str, float], ...]:
    """Words one error away that a compound can be made of, with how common they are."""
    return tuple((near, often) for near in edits(part) if (often := _part(near)))


def _without_links(part: str) -> Iterator[str]:
    for link in _LINKS:
        if part.endswith(link) and len(part) - len(link) >= SHORTEST_PART:
            yield part.removesuffix(link)


def _part(word: str) -> float:
    """How common a part of a compound is; 0 for what is none."""
    often = frequency(word)
    return often if often >= _KNOWN_PART and is_word(word) else 0.0


def _whole(word: str) -> float:
    """The same for a part without an error, which may be a compound itself: as common as its rarest part."""
    return _part(word) or min(map(_part, split(word)), default=0.0)
