"""German text to index terms: pure functions, the same for what is indexed and for what is asked.

A term is a word brought to its dictionary form, cut to its stem and folded (case, umlauts, ß, accents), so that
„Straßen“ and „Strasse“ are one. Compounds have the terms of their parts besides. Numbers and abbreviations stay as they
are, „§ 35 a“ is one term, „E-Akte“ counts as a whole and by its parts.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import Stemmer
from simplemma import lemmatize

from search.compounds import LANGUAGE, frequency, is_known, split
from search.derivation import adjective, is_genitive, masculine, relatives, verb_of
from search.stopwords import STOP_WORDS

# To be raised with each change of what a text's terms are: the index is then built anew.
VERSION = 4
MAX_TERM_LENGTH = 64  # characters; longer ones are no words, and the column ends here
_CACHED_WORDS = 200_000
_PLAINLY_NOUN = 3  # times as frequent as the other word that it may be a form of
_LONGEST_UNCHANGED = 2  # letters; „US“ is no form of „U“
_LONG_PART = 8  # letters; parts from here on are taken apart once more

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_COLLAPSED = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_NEVER_STORED = re.compile("[\x00\ud800-\udfff]")

# „ue“ after a vowel or q is none: „Steuer“, „Quelle“, „neue“.
_WRITTEN_OUT = (
    (re.compile("ae"), "ä"),
    (re.compile("oe"), "ö"),
    (re.compile("(?<![aeiouyäöüq])ue"), "ü"),
)
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_BARE_VOWELS = ((re.compile("ae"), "a"), (re.compile("oe"), "o"), (re.compile("(?<![aeiouyq])ue"), "u"))

# Two spellings of one sound, both allowed: „Paragraph“ and „Paragraf“, „Club“ and „Klub“.
_SAME_SPELLINGS = (
    (re.compile("photo"), "foto"),
    (re.compile("graph"), "graf"),
    (re.compile("(?<=n)ti(?=al|ell)"), "zi"),
    (re.compile("selbständ"), "selbstständ"),
    (re.compile("aufwend(?=ig)"), "aufwänd"),
    (re.compile("c(?![hkeiyäöü])"), "k"),
)
# „GmbHs“, „PCs“
_ABBREVIATIONS_S = re.compile(r"(?<=[A-ZÄÖÜ])s$")

# Snowball leaves the plural s after these endings („Büros“, „Kitas“, „Apps“, „Handys“, „Pkws“); „los“ is no plural.
_PLURAL_S = re.compile(r"(?<=..)(?:(?<!l)o|p|y|c|w|[tmrz]a)s$")
# „Beraterinnen“ and „Beraterin“ do what a „Berater“ does.
_FEMININE = re.compile(r"(?<=\w{3}er)in(?:nen)?$")

_TOKEN = re.compile(
    r"""
      (?= [§p] ) (?: §{1,2} \s* | \b paragra(?:ph|f)(?:en)? \s+ ) (?P<section> \d+ (?: \s? [a-z] \b )? )
    | (?P<number> \d{1,3} (?: \. \d{3} )+ (?![\d\w]) )
    | (?P<word> [^\W_]+ (?: [-‐‑.&’'] [^\W_]+ )* )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART = re.compile(r"[^\W_]+")
_ONE_LETTER_PART = re.compile(r"(?<![^\W_])[^\W\d_](?![^\W_])")

_stemmer = Stemmer.Stemmer("german", 0)
_stemmer_lock = threading.Lock()  # PyStemmer's objects must not be used by two threads at once


class Forms(NamedTuple):
    """What one word stands for: its term, the terms it is made of, and those with what these are made of in turn."""

    term: str
    halves: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class Token(NamedTuple):
    """A word in a text: where it begins, its terms, and the word itself as it was written."""

    start: int
    term: str
    parts: tuple[str, ...]
    word: str


class Asked(NamedTuple):
    """A word of a question. ``alternatives`` are sets of terms of which one must stand on a page; ``parts`` count, too.

    ``words`` are those that hyphens join in it, ``synonyms`` sets of terms of which one is as good.
    """

    text: str
    alternatives: tuple[tuple[str, ...], ...]
    parts: tuple[str, ...]
    words: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """All terms of which some must stand on a page."""
        return frozenset(term for terms in (*self.alternatives, *self.synonyms) for term in terms)


def storable(text: str) -> str:
    """The text in composed form (NFC) without what a database refuses: NUL and lone surrogates."""
    return unicodedata.normalize("NFC", _NEVER_STORED.sub("", text))


def fold(text: str) -> str:
    """The text in lower case with umlauts and ß written out (ä → ae) and all other accents dropped."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return folded if folded.isascii() else _without_accents(folded)


def skeleton(text: str) -> str:
    """What is left to compare when somebody is still typing: folded words, each umlaut as its plain vowel.

    „Bürgerbüro“, „Buergerbuero“ and „Burgerburo“ have the same one. Punctuation becomes a single blank.
    """
    bare = " ".join(_PART.findall(fold(text)))
    for written, vowel in _COLLAPSED:
        bare = bare.replace(written, vowel)
    return bare


@lru_cache(maxsize=_CACHED_WORDS)
def bare(word: str) -> str:
    """A word in lower case with plain vowels for umlauts in either spelling: „Bürger“ and „Buerger“ are „burger“."""
    folded = unicodedata.normalize("NFKC", word).lower().translate(_BARE)
    if not folded.isascii():
        folded = _without_accents(folded)
    for pattern, vowel in _BARE_VOWELS:
        folded = pattern.sub(vowel, folded)
    return folded


@lru_cache(maxsize=_CACHED_WORDS)
def forms(word: str) -> Forms:
    """The terms of one word without hyphens; empty for stop words."""
    if fold(word) in STOP_WORDS:
        return Forms("")
    word = _ABBREVIATIONS_S.sub("", word)
    if not word.isalpha() or len(word) <= _LONGEST_UNCHANGED:
        return Forms(bare(word)[:MAX_TERM_LENGTH])
    spelled = _with_umlauts(unicodedata.normalize("NFKC", word).lower())
    lemma = _lemma(spelled)
    term = _term(lemma)
    halves: list[str] = []
    parts: list[str] = [_term(relative) for relative in relatives(lemma)]
    for half in split(spelled):
        halves.append(_term(_lemma(half)))
        parts.append(halves[-1])
        if len(half) >= _LONG_PART:
            parts.extend(_term(part) for part in split(half))
    known = dict.fromkeys(part for part in parts if part != term)
    return Forms(term, tuple(dict.fromkeys(halves)) if term not in halves else (), tuple(known))


def pieces_of(text: str) -> tuple[list[int], list[str]]:
    """Where in a text something stands that is read as a whole, and what: a word, a number, a paragraph.

    The tokens of a piece do not depend on what stands around it.
    """
    found = list(_TOKEN.finditer(text))
    return [match.start() for match in found], [match[0] for match in found]


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order, without stop words. Words with hyphens come as a whole, then by their parts."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        if match["word"]:
            for place, token_forms, word in _word_tokens(match["word"]):
                yield Token(start + place, token_forms.term, token_forms.parts, word)
        elif match["number"]:
            number = match["number"].replace(".", "")
            yield Token(start, number, (), number)
        else:
            section = _section(match["section"])
            yield Token(start, f"§{section}", (), section)
            yield Token(match.start("section"), section, (), section)


def asked(text: str) -> Iterator[Asked]:
    """The words of a question, without stop words and single letters.

    „Online-Antrag“ gives the sets („onlin“, „antrag“) and („onlineantrag“,), „Hundesteueranmeldung“ itself or
    („hundesteu“, „anmeld“), but „E-Akte“ is more than any „Akte“ and gives one set.
    """
    for match in _TOKEN.finditer(text):
        if match["number"]:
            number = match["number"].replace(".", "")
            yield Asked(match[0], ((number,),), (), (number,))
        elif match["section"]:
            section = _section(match["section"])
            yield Asked(match[0], ((f"§{section}",),), (), (section,))
        elif found := _word_tokens(match["word"]):
            terms = tuple(dict.fromkeys(token_forms.term for _place, token_forms, _word in found))
            parts = tuple(dict.fromkeys(part for _place, token_forms, _word in found for part in token_forms.parts))
            words = tuple(word for _place, _forms, word in found)
            first = found[0][1]
            alternatives = [terms]
            if len(found) > 1:
                alternatives.append((first.parts[-1],))
            elif first.halves:
                alternatives.append(first.halves)
            yield Asked(match[0], tuple(alternatives), parts, words)


def replaced(text: str, words: Mapping[str, str]) -> str:
    """The text of a question with these of its words in place of others; what only contains one of them stays."""
    return _TOKEN.sub(lambda match: words.get(match[0], match[0]), text)


def joined_term(first: str, second: str) -> str:
    """The term of two words written as one: „Bürger“ and „Büro“."""
    return _term(_lemma(_with_umlauts(unicodedata.normalize("NFKC", first + second).lower())))


def word_end(text: str, start: int, term: str) -> int:
    """Where the word ends that begins at ``start`` and gave this term: the whole word or one between hyphens."""
    match = _TOKEN.match(text, start)
    if match is None:
        return start
    part = _PART.match(text, start)
    if part is not None and part.end() < match.end():
        part_forms = forms(part.group())
        if term == part_forms.term or term in part_forms.parts:
            return part.end()
    return match.end()


@lru_cache(maxsize=_CACHED_WORDS)
def _word_tokens(word: str) -> tuple[tuple[int, Forms, str], ...]:
    """Place, forms and text of one word, or of each one between hyphens; the first has the whole as its last part.

    With a single letter in it the whole is the word, „E-Akte“, and the rest a part of it.
    """
    pieces = [(match.start(), match.group()) for match in _PART.finditer(word)]
    found = [(place, forms(piece), piece) for place, piece in pieces if len(pieces) == 1 or _says_something(piece)]
    found = [token for token in found if token[1].term]
    if len(pieces) == 1:
        return tuple(found)
    joined = "".join(piece for _place, piece in pieces)
    whole = forms(joined).term or bare(joined)[:MAX_TERM_LENGTH]
    if len(found) < len(pieces) and _ONE_LETTER_PART.search(word):
        rest = dict.fromkeys(part for _place, piece, _word in found for part in (piece.term, *piece.parts))
        return ((0, Forms(whole, (), tuple(rest)), joined),)
    if not found:
        return ((0, Forms(whole), joined),)
    place, first, piece = found[0]
    return ((place, Forms(first.term, (), (*first.parts, whole)), piece), *found[1:])


def _says_something(piece: str) -> bool:
    return len(piece) > 1 or piece.isdigit()


@lru_cache(maxsize=_CACHED_WORDS)
def _lemma(word: str) -> str:
    """The dictionary form of a word in lower case, of nouns in -ung and participles the verb."""
    return verb_of(adjective(word, _dictionary_form(word)))


def _dictionary_form(word: str) -> str:
    """Of „gast“ the noun, although „gasen“ has such a form, too."""
    if _PLURAL_S.search(word) or is_genitive(word):
        word = word[:-1]
    word = masculine(_FEMININE.sub("", word))
    lemma = lemmatize(word, lang=LANGUAGE).lower()
    if is_known(name := word.capitalize()):
        noun = lemmatize(name, lang=LANGUAGE).lower()
        if frequency(noun) > _PLAINLY_NOUN * frequency(lemma):
            return noun
    return lemma


@lru_cache(maxsize=_CACHED_WORDS)
def _term(word: str) -> str:
    """Stem of a word in lower case, folded. Umlauts are restored first, since the stemmer's rules count with them."""
    for pattern, better in (*_WRITTEN_OUT, *_SAME_SPELLINGS):
        word = pattern.sub(better, word)
    with _stemmer_lock:
        stemmed = _stemmer.stemWord(word)
    return bare(stemmed)[:MAX_TERM_LENGTH]


def _with_umlauts(word: str) -> str:
    """„buergerbuero“ as „bürgerbüro“; words that the dictionary knows as they are („Poesie“, „Michael“) stay."""
    if not any(written in word for written, _vowel in _COLLAPSED) or is_known(word):
        return word
    for pattern, umlaut in _WRITTEN_OUT:
        word = pattern.sub(umlaut, word)
    return word


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _section(digits_and_letter: str) -> str:
    return "".join(digits_and_letter.split()).casefold()
