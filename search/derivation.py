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
_PLAIN = str.maketrans("äöü", "aou")
_RARER = 20  # times; a form of a noun and the noun
_PARTICIPLES = ("en", "end")
_DECLENSION = ("e", "em", "en", "er", "es")
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


def masculine(word: str) -> str:
    """The man's form of what a woman is called, in lower case: of „Ärztinnen“ the „Ärzte“; other words as they are.

    „Termin“ is no such word: nobody writes „Terminnen“.
    """
    root = word.removesuffix("nen") if word.endswith("innen") else word
    base = root.removesuffix("in")
    if base == root or len(base) < _SHORTEST_ROOT or not _is_woman(root):
        return word
    plain = base.translate(_PLAIN)
    names = (base, base + "e", plain, plain + "e")
    return next((name for name in names if _is_noun(name)), word)


def adjective(word: str, lemma: str) -> str:
    """What a declined participle comes of, or one that is a noun: of „betroffene“ the same as of „betroffen“.

    ``lemma`` is what a dictionary has for the word: „betroffen“, „Angestellter“. It is the answer for all other words.
    """
    if lemma.endswith("er") and lemmatize(lemma[:-1].capitalize(), lang=LANGUAGE).lower() == lemma:
        lemma = lemma[:-2]
    elif not (lemma.endswith(_PARTICIPLES) and word.startswith(lemma) and word[len(lemma) :] in _DECLENSION):
        return lemma
    return lemmatize(lemma, lang=LANGUAGE).lower() if lemma.endswith(_PARTICIPLES) else lemma


def is_genitive(word: str) -> bool:
    """Whether a word in lower case is a name's genitive in -as, -is or -us: „Chinas“, but not „Texas“."""
    base = word.removesuffix("s")
    if base == word or len(base) < _SHORTEST_ROOT or base[-1] not in "aiu":
        return False
    return frequency(base) > _PLAINLY_NOUN * frequency(word)


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
    elif len(lemma) >= _SHORTEST_PARTICIPLE and _is_person(lemma):
        yield lemmatize(lemma.removesuffix("e"), lang=LANGUAGE).lower()
    elif len(lemma) >= _SHORTEST_PARTICIPLE and lemma.endswith(("t", "te")):
        participle = lemma.removesuffix("e")
        yield lemmatize(participle, lang=LANGUAGE).lower()
        yield participle[:-1] + "en"
        if participle.startswith("ge"):
            yield participle[2:-1] + "en"


def _is_woman(word: str) -> bool:
    """Whether a word in -in has a plural in -innen and is itself not much rarer, as for „entrinnen“."""
    plural = frequency(word + "nen")
    return 0 < plural < _RARER * frequency(word)


def _is_person(lemma: str) -> bool:
    """Whether a word in -ende has another form with a man, „Reisender“; a „Wochenende“ has none."""
    return lemma.endswith("ende") and 0 < frequency(lemma) < _RARER * frequency(lemma + "r")


def _is_verb(word: str) -> bool:
    if not _VERB.search(word) or not is_known(word):
        return False
    if lemmatize(word, lang=LANGUAGE) != word:
        return False
    noun = lemmatize(word.capitalize(), lang=LANGUAGE).lower()
    return noun == word or frequency(noun) <= _PLAINLY_NOUN * frequency(word)


def _is_noun(word: str) -> bool:
    return is_known(word.capitalize()) and frequency(word) >= _SEEN
