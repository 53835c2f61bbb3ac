"""What somebody typed, read as a question: words, phrases in quotation marks, and words that must not stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.analysis import Asked, asked, skeleton, storable

MAX_TEXT_LENGTH = 200  # characters; what follows is not read
MAX_WORDS = 16  # a question; what follows says nothing more and would only cost time
SENTENCE = 3  # words outside quotation marks: from here on it is a question in words
_QUOTES = str.maketrans({"„": '"', "“": '"', "”": '"', "»": '"', "«": '"'})
# A hyphen before a word excludes it, but not in „Bürgerinnen und -bürger“.
_PIECE = re.compile(
    r"""
      (?P<minus> (?<!\S) (?<!und\ ) (?<!oder\ ) (?<!sowie\ ) - (?=[\w"]) )?
      (?: " (?P<phrase> [^"]+ ) " | (?P<word> [^\s"]+ ) )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question. Empty ``words`` with a ``text`` mean that nothing in it can be looked up.

    ``required`` are those of the words that stand in quotation marks.
    """

    text: str
    words: tuple[Asked, ...] = ()
    required: tuple[Asked, ...] = ()
    excluded: tuple[Asked, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """All terms of the words that are looked for."""
        return frozenset(term for word in self.words for term in word.terms)


def readable(text: str) -> str:
    """The first 200 characters, on one line, without what cannot be stored or shown."""
    return " ".join(storable(text[: 2 * MAX_TEXT_LENGTH]).split())[:MAX_TEXT_LENGTH].strip()


def parse_query(typed: str) -> Query:
    """Read any text at all; whatever cannot be understood is taken for words or passed over."""
    text = readable(typed)
    words: dict[tuple[tuple[str, ...], ...], Asked] = {}
    excluded: dict[tuple[tuple[str, ...], ...], Asked] = {}
    required: list[Asked] = []
    outside = 0
    phrases: list[str] = []
    for minus, piece, is_phrase in _pieces(text.translate(_QUOTES)):
        for word in asked(piece):
            if not is_phrase and not minus:
                outside += 1
            (excluded if minus else words).setdefault(word.alternatives, word)
            if is_phrase and not minus:
                required.append(word)
        if is_phrase and not minus and " " in (phrase := skeleton(piece)):
            phrases.append(phrase)
    # Quotation marks in a whole sentence quote; they do not ask for the very words.
    if outside >= SENTENCE or text.endswith("?"):
        required, phrases = [], []
    # Somebody who only writes „-stelle“ is looking for it.
    if not words:
        words, excluded = excluded, {}
    return Query(
        text=text,
        words=tuple(words.values())[:MAX_WORDS],
        required=tuple(required)[:MAX_WORDS],
        excluded=tuple(excluded.values())[:MAX_WORDS],
        phrases=tuple(phrases),
    )


def _pieces(text: str) -> list[tuple[bool, str, bool]]:
    """Runs of words with the same standing: (to be excluded, text, in quotation marks).

    Plain words stay together, so that „§ 35 a“ reaches the analyser as it was written.
    """
    pieces: list[tuple[bool, str, bool]] = []
    plain: list[str] = []
    for match in _PIECE.finditer(text):
        if match["phrase"] is None and not match["minus"]:
            plain.append(match["word"])
            continue
        if plain:
            pieces.append((False, " ".join(plain), False))
            plain = []
        pieces.append((bool(match["minus"]), match["phrase"] or match["word"], match["phrase"] is not None))
    if plain:
        pieces.append((False, " ".join(plain), False))
    return pieces
