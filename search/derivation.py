"""Verbs and the nouns that come of them: „Digitalisierung“ and „digitalisieren“ are one word to those who search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from simplemma import lemmatize

from search.compounds import LANGUAGE, frequency, is_known

_SHORTEST_ROOT = 4  # letters
_SHORTEST_NOUN = 6
_SHORTEST_PARTICIPLE = 6
_CACHED_WORDS = 200_000
_SEEN = 1e-6  # of all words
_PLAINLY_NOUN = 3  # times as frequent as the verb
_A_WORD_OF_ITS_OWN = 20  # times as frequent as the verb it looks like a participle of: „Arbeit“, „abarbeiten“
_VERB = re.compile(r"(?:en|eln|ern)$")


@lru_cache(maxsize=_CACHED_WORDS)
def verb_of(lemma: str) -> str:
    """The verb that a noun in -ung or a participle (in lower case) comes of; other words as they are.

    Verbs that look like a form of a more frequent noun do not count: „Schulung“ is not „Schulen“.
    """
    for verb in _candidates(lemma):
        if _is_verb(verb) and (lemma.endswith("ung") or frequency(lemma) <= _A_WORD_OF_ITS_OWN * frequency(verb)):
            return verb
    return lemma


@lru_cache(maxsize=_CACHED_WORDS)
def relatives(lemma: str) -> tuple[str, ...]:
    """Nouns of a verb in -ieren, and the verb of such nouns: of „protestieren“ the „Protest“, and the other way."""
    if lemma.endswith("ieren"):
        root = lemma.removesuffix("ieren")
        nouns = [root + ending for ending in ("", "e", "ation", "ion")]
        return tuple(noun for noun in nouns if len(root) >= _SHORTEST_ROOT and _is_noun(noun))
    roots = [lemma.removesuffix(ending) for ending in ("ation", "ion", "e", "") if lemma.endswith(ending)]
    verbs = [root + "ieren" for root in roots if len(root) >= _SHORTEST_ROOT]
    return tuple(verb for verb in verbs if _is_noun(lemma) and _is_verb(verb))[:1]


def _candidates(lemma: str) -> Iterator[str]:
    if lemma.endswith("ierung"):
        yield lemma.removesuffix("ung") + "en"
    elif lemma.endswith("ung") and len(lemma) >= _SHORTEST_NOUN:
        base = lemma.removesuffix("ung")
        if base.endswith(("er", "el")):
            yield base + "n"
        yield base + "en"
        if base.endswith(("l", "r")):
            yield f"{base[:-1]}e{base[-1]}n"
    elif len(lemma) >= _SHORTEST_PARTICIPLE and lemma.endswith(("t", "te")):
        participle = lemma.removesuffix("e")
        yield lemmatize(participle, lang=LANGUAGE).lower()
        yield participle[:-1] + "en"
        if participle.startswith("ge"):
            yield participle[2:-1] + "en"


def _is_verb(word: str) -> bool:
    if not _VERB.search(word) or not is_known(word):
        return False
    if lemmatize(word, lang=LANGUAGE) != word:
        return False
    noun = lemmatize(word.capitalize(), lang=LANGUAGE).lower()
    return noun == word or frequency(noun) <= _PLAINLY_NOUN * frequency(word)


def _is_noun(word: str) -> bool:
    return is_known(word.capitalize()) and frequency(word) >= _SEEN
