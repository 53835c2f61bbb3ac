"""Compounds taken apart: „Hundesteueranmeldung“ is „Hundesteuer“ and „Anmeldung“.

A cut is as good as its parts are frequent in German. What counts as a word, and how frequent it is, comes from
dictionaries of libraries (simplemma, wordfreq), which are loaded with the first word, about 200 MB.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY
from wordfreq import get_frequency_dict

from search.stopwords import STOP_WORDS

LANGUAGE = "de"
SHORTEST_COMPOUND = 8  # letters
SHORTEST_PART = 4
LONGEST_COMPOUND = 60  # longer ones are no words, and would take long
MOST_PARTS = 3
_LONGEST_PIECE = 25  # letters
_CACHED_WORDS = 200_000

# What German puts between the parts: Verwaltung-s-akte, Straße-n-reinigung, Kind-er-garten, Herz-ens-sache.
_LINKS = ("", "s", "n", "es", "en", "er", "ns", "ens")
# „Gesundheit-s-amt“ and not „Gesundheit-samt“; „Hunde-steuer“ and not „Hunde-s-teuer“.
_NEEDS_S = re.compile("(?:heit|keit|ung|schaft|ion|tät|ling|tum)$")
_NEVER_WITH_S = re.compile("[aeiouyäöüsßz]$|sch$")
_SHORTEST_SHORT_PART = 3
_SHORT = "amt bad bau bus ehe gas hof job kfz lkw ort pkw rat tag tor weg zoo"
_SHORT_PARTS = frozenset(_SHORT.split())
# Endings, prefixes and small words that dictionaries know as words and that are no parts of a compound.
_ENDINGS_AND_PREFIXES = """
heit keit schaft lich isch chen lein sion tion ation ieren ierung iert iere ent elle ell ive iven ern ers ens eres nis
bar sam los ende enden ender endes endem tum ling inn innen ist isten ismus log ment ate ite ine age ika bei aus auf ein
eine einen einer eines an ab vor zu mit um ver zer ge be er her hin nach über unter durch gegen wider voll miss fehl ur
erz un in den der die das des dem und mal ober ten tes ter ins gen ger gern eis erst sten stes tern rung lung eren erung
erungen stige ische ischen ischer isches ischem igen iger ige iges igem liche lichen licher liches lichem rungen lungen
ungen heiten keiten schaften barer bare baren same samen ling linge
"""
_NO_PARTS = frozenset(_ENDINGS_AND_PREFIXES.split())

# Measured on two German collections: a part more costs this much, each letter of the shortest part gains that much.
_COST_OF_THIRD_PART = 0.6
_GAIN_BY_LETTER = 0.12
_LEAST_SCORE = -0.3
_COST_OF_RARE_LINK = 0.7
_OWN_WORD = 20  # times as frequent as its rarest part
_UNSEEN = 0.3  # times in a million, for words that the dictionary knows without a frequency


@cache
def _frequencies() -> dict[str, float]:
    return get_frequency_dict(LANGUAGE, "large")


@cache
def _dictionary() -> Mapping[str, str]:
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary(LANGUAGE)


def is_known(word: str) -> bool:
    """Whether the dictionary has a word of letters, as it is or with its first letter in the other case.

    The library's own function says the same and takes ten times as long; a compound asks for each of its pieces.
    """
    dictionary = _dictionary()
    if dictionary.get(word) is not None:
        return True
    return dictionary.get(word.lower() if word[:1].isupper() else word.capitalize()) is not None


@lru_cache(maxsize=_CACHED_WORDS)
def is_word(word: str) -> bool:
    """Whether a word in lower case can be a part of a compound."""
    if word in _SHORT_PARTS:
        return True
    if len(word) < SHORTEST_PART or word in _NO_PARTS:
        return False
    return is_known(word)


@lru_cache(maxsize=_CACHED_WORDS)
def split(word: str) -> tuple[str, ...]:
    """The two or three parts of a compound in lower case, without what links them; empty for all other words."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_COMPOUND or not word.isalpha():
        return ()
    best: tuple[float, tuple[str, ...]] = (_LEAST_SCORE, ())
    for number in range(2, MOST_PARTS + 1):
        for cost, parts in _cuts(word, number):
            best = max(best, (_score(parts) - cost, parts))
        if best[1]:
            break
    # „Transport“ is a word of its own, whatever „Tran“ and „Sport“ may be.
    return best[1] if frequency(word) <= _OWN_WORD * min(map(frequency, best[1]), default=0.0) else ()


def apart(word: str) -> tuple[str, ...]:
    """The words of the dictionary that are run together in one („antragaufwohngeld“); empty where there are none.

    Of all ways to cut it the one whose words are the most common.
    """
    if len(word) > LONGEST_COMPOUND or not word.isalpha():
        return ()
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ()), *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PIECE), end):
            before, piece = best[start], word[start:end]
            if before is None or not (piece in STOP_WORDS or is_word(piece)) or not frequency(piece):
                continue
            score = before[0] + math.log(frequency(piece))
            if (found := best[end]) is None or score > found[0]:
                best[end] = score, (*before[1], piece)
    whole = best[-1]
    return whole[1] if whole is not None and len(whole[1]) > 1 else ()


def _cuts(word: str, number: int) -> Iterator[tuple[float, tuple[str, ...]]]:
    """All ways to cut a word into this number of parts, each with what its links cost."""
    for place in range(_SHORTEST_SHORT_PART, len(word) - _SHORTEST_SHORT_PART + 1):
        rest = word[place:]
        for cost, first in _without_link(word[:place]):
            if number > 2:
                for other_cost, others in _cuts(rest, number - 1):
                    yield cost + other_cost, (first, *others)
            elif is_word(rest):
                yield cost, (first, rest)


@lru_cache(maxsize=_CACHED_WORDS)
def _without_link(part: str) -> tuple[tuple[float, str], ...]:
    """The words that a first part can stand for: „hunde“ as it is, „verwaltungs“ for „verwaltung“."""
    words = [
        (_COST_OF_RARE_LINK if len(link) > 1 else 0.0, base)
        for link in _LINKS
        if part.endswith(link)
        and is_word(base := part.removesuffix(link))
        and not (_NEEDS_S if link != "s" else _NEVER_WITH_S).search(base)
    ]
    if not words and len(part) >= SHORTEST_PART and is_word(part + "e"):  # „Schul-“ for „Schule“
        words.append((0.0, part + "e"))
    return tuple(words[:2])


def frequency(word: str) -> float:
    """How often in all German words; 0 for those never seen. The list has „ss“ for each „ß“."""
    return _frequencies().get(word.replace("ß", "ss"), 0.0)


def _score(parts: tuple[str, ...]) -> float:
    logarithms = [math.log(1e6 * frequency(part) + _UNSEEN) for part in parts]
    return (
        sum(logarithms) / len(parts)
        - _COST_OF_THIRD_PART * (len(parts) - 2)
        + _GAIN_BY_LETTER * min(len(part) for part in parts)
    )
