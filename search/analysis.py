"""German text to index terms: pure functions, the same for what is indexed and for what is asked.

A term is a word folded (case, umlauts, ß, accents) and cut to its stem, so that „Straßen“ and „Strasse“ are one.
Numbers and abbreviations stay as they are, „§ 35 a“ is one term, „E-Akte“ counts as a whole and by its parts.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import Stemmer

from search.stopwords import STOP_WORDS

MAX_TERM_LENGTH = 64  # characters; longer ones are no words, and the column ends here
_CACHED_WORDS = 50_000

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_COLLAPSED = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_NEVER_STORED = re.compile("[\x00\ud800-\udfff]")

# Snowball leaves the plural s after these endings („Büros“, „Kitas“, „Apps“, „Handys“, „Pkws“); „los“ is no plural.
_PLURAL_S = re.compile(r"(?<=..)(?:(?<!l)o|p|y|c|w|[tmrz]a)s$")

_TOKEN = re.compile(
    r"""
      (?: §{1,2} \s* | \b paragra(?:ph|f)(?:en)? \s+ ) (?P<section> \d+ (?: \s? [a-z] \b )? )
    | (?P<number> \d{1,3} (?: \. \d{3} )+ (?![\d\w]) )
    | (?P<word> [^\W_]+ (?: [-‐‑.&’'] [^\W_]+ )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART = re.compile(r"[^\W_]+")
_ONE_LETTER_PART = re.compile(r"(?<![^\W_])[^\W\d_](?![^\W_])")

_stemmer = Stemmer.Stemmer("german", 0)
_stemmer_lock = threading.Lock()  # PyStemmer's objects must not be used by two threads at once


def storable(text: str) -> str:
    """The text in composed form (NFC) without what a database refuses: NUL and lone surrogates."""
    return unicodedata.normalize("NFC", _NEVER_STORED.sub("", text))


def fold(text: str) -> str:
    """The text in lower case with umlauts and ß written out (ä → ae) and all other accents dropped."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    if folded.isascii():
        return folded
    return "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))


def skeleton(text: str) -> str:
    """What is left to compare when somebody is still typing: folded words, each umlaut as its plain vowel.

    „Bürgerbüro“, „Buergerbuero“ and „Burgerburo“ have the same one. Punctuation becomes a single blank.
    """
    bare = " ".join(_PART.findall(fold(text)))
    for written, vowel in _COLLAPSED:
        bare = bare.replace(written, vowel)
    return bare


@lru_cache(maxsize=_CACHED_WORDS)
def stem(word: str) -> str:
    """The term of one word without hyphens; empty for stop words."""
    folded = fold(word)
    if folded in STOP_WORDS:
        return ""
    if folded.isalpha():
        with _stemmer_lock:
            folded = _stemmer.stemWord(folded[:-1] if _PLURAL_S.search(folded) else folded)
    return folded[:MAX_TERM_LENGTH]


@lru_cache(maxsize=_CACHED_WORDS)
def _word_terms(word: str) -> tuple[tuple[str, int], ...]:
    """Terms of one word with their place in it: the whole and, where it has hyphens, its parts."""
    parts = [(match.group(), match.start()) for match in _PART.finditer(word)]
    terms = [(stem(part), place) for part, place in parts if len(part) > 1 or part.isdigit()]
    if len(parts) > 1:
        terms.append((stem("".join(part for part, _place in parts)), 0))
    return tuple(dict.fromkeys((term, place) for term, place in terms if term))


def _section(digits_and_letter: str) -> str:
    return "".join(digits_and_letter.split()).casefold()


def terms_with_places(text: str) -> Iterator[tuple[str, int]]:
    """All terms of a text, each with the index of the character where it begins."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        if match["word"]:
            for term, place in _word_terms(match["word"]):
                yield term, start + place
        elif match["number"]:
            yield match["number"].replace(".", ""), start
        else:
            section = _section(match["section"])
            yield f"§{section}", start
            yield section, match.start("section")


def alternatives(text: str) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """The words of a question, each with the sets of terms of which one must stand on a page.

    „Online-Antrag“ gives („Online-Antrag“, ((„onlineantrag“,), („onlin“, „antrag“))), but „E-Akte“ is more than any
    „Akte“ and gives one set. Stop words and single letters are left out.
    """
    for match in _TOKEN.finditer(text):
        if match["number"]:
            yield match[0], ((match["number"].replace(".", ""),),)
        elif match["section"]:
            yield match[0], ((f"§{_section(match['section'])}",),)
        else:
            terms = [term for term, _place in _word_terms(match["word"])]
            if len(terms) > 1 and not _ONE_LETTER_PART.search(match["word"]):
                yield match[0], ((terms[-1],), tuple(terms[:-1]))
            elif terms:
                yield match[0], ((terms[-1],),)


def word_end(text: str, start: int, term: str) -> int:
    """Where the word ends that begins at ``start`` and gave this term: the whole compound or one part of it."""
    match = _TOKEN.match(text, start)
    if match is None:
        return start
    part = _PART.match(text, start)
    if part is not None and part.end() < match.end() and stem(part.group()) == term:
        return part.end()
    return match.end()
