"""The terms under which an object stands in the engine, besides those of all its texts together.

„title=wohngeld“ says in which field a word stands, „title^wohn“ how a word begins that is found while somebody types,
„model:17“ of which model the object is. No word of a text has such signs in it.
"""

from __future__ import annotations

import zlib
from collections import defaultdict

from search.analysis import skeleton
from search.backend.texts import Texts
from search.vectors import Document, Field, Vector, analyse, counted_terms

LONGEST_BEGINNING = 40  # letters of a word
_MAX_PATH_LENGTH = 80  # longer ones would leave no room for a term


def analyse_object(number: int, content_type_id: int, texts: Texts) -> Vector:
    """An object as the engine keeps it. The first fields of its sequence are its own, in their order."""
    fields = [Field(text.weight, text.text) for text in (*texts.own, *texts.related)]
    vector = analyse(Document(number, False, fields))
    vector.counts[of_model(content_type_id)] = 0.0
    for term, count in _counted(texts).items():
        vector.counts[term] = count
    return vector


def of_model(content_type_id: int) -> str:
    """The term that all objects of exactly this model have."""
    return f"model:{content_type_id}"


def in_field(path: str, term: str) -> str:
    """The term for one that stands in this field."""
    return f"{_name(path)}={term}"


def beginning_in(path: str, letters: str) -> str:
    """The term for a word in this field that begins with these letters, written as ``skeleton`` does."""
    return f"{_name(path)}^{letters[:LONGEST_BEGINNING]}"


def _counted(texts: Texts) -> dict[str, float]:
    counts: dict[str, float] = defaultdict(float)
    searched = {text.path for text in texts.own}
    for text in (*texts.own, *(typed for typed in texts.typed if typed.path not in searched)):
        for term, count in counted_terms(text.text).items():
            counts[in_field(text.path, term)] += count
    for text in texts.typed:
        for letters in skeleton(text.text).split():
            for length in range(1, min(len(letters), LONGEST_BEGINNING) + 1):
                counts[beginning_in(text.path, letters[:length])] += 1.0
    return counts


def _name(path: str) -> str:
    """The path, or what stands for a very long one."""
    if len(path) <= _MAX_PATH_LENGTH:
        return path
    return f"{path[: _MAX_PATH_LENGTH - 9]}~{zlib.crc32(path.encode()):08x}"
