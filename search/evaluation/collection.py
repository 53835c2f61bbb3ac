"""Collections: documents, questions, and which document answers which question how well.

A folder has three files of JSON lines: ``docs.jsonl`` ({"id", "title", "text"}), ``queries.jsonl`` ({"id", "text"}) and
``qrels.jsonl`` ({"query", "doc", "relevance"}).
"""

from __future__ import annotations

import json
import random
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

LETTERS = string.ascii_lowercase


class CollectionError(Exception):
    """A folder that cannot be read as a collection; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Text:
    """One document."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with the relevance of the documents that answer it, by their key."""

    key: str
    text: str
    relevant: dict[str, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and the questions that have an answer among them."""

    name: str
    documents: list[Text]
    questions: list[Question]


def read_collection(folder: Path) -> Collection:
    """Read a folder; questions without a judged document are left out. Raises CollectionError with file and line."""
    documents = {
        key: Text(key, _text(row, "title"), _text(row, "text"))
        for key, row in _by_id(folder / "docs.jsonl", ("id", "text"))
    }
    texts = {key: _text(row, "text") for key, row in _by_id(folder / "queries.jsonl", ("id", "text"))}
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    path = folder / "qrels.jsonl"
    for number, row in _rows(path, ("query", "doc", "relevance")):
        query, document, relevance = str(row["query"]), str(row["doc"]), row["relevance"]
        if query not in texts:
            raise CollectionError(f"{path}, line {number}: there is no query {query!r}.")
        if document not in documents:
            raise CollectionError(f"{path}, line {number}: there is no document {document!r}.")
        if not isinstance(relevance, int) or isinstance(relevance, bool):
            raise CollectionError(f"{path}, line {number}: the relevance {relevance!r} is not a whole number.")
        if relevance > 0:
            judged[query][document] = relevance
    questions = [Question(key, text, judged[key]) for key, text in texts.items() if key in judged]
    if not questions:
        raise CollectionError(f"{path}, line 1: no query has a document with a relevance above 0.")
    return Collection(folder.name, list(documents.values()), questions)


def with_typos(collection: Collection, seed: int) -> Collection:
    """The same collection with one edit in the longest word of every question: the same ones for the same seed."""
    source = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return replace(
        collection,
        name=f"{collection.name}, typos",
        questions=[replace(question, text=_damaged(question.text, source)) for question in collection.questions],
    )


def _damaged(text: str, source: random.Random) -> str:
    words = text.split(" ")
    place = max(range(len(words)), key=lambda number: len(words[number]))
    words[place] = _edited(words[place], source)
    return " ".join(words)


def _edited(word: str, source: random.Random) -> str:
    """One letter left out, put in, replaced or exchanged with the next; never the first."""
    if len(word) < 3:
        return word
    place = source.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match source.randrange(4):
        case 0:
            return before + after
        case 1:
            return before + source.choice(LETTERS) + letter + after
        case 2:
            return before + source.choice(LETTERS.replace(letter.lower(), "")) + after
        case _:
            return before + after[0] + letter + after[1:]


def _by_id(path: Path, names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    lines: dict[str, int] = {}
    for number, row in _rows(path, names):
        key = str(row["id"])
        if key in lines:
            raise CollectionError(f"{path}, line {number}: the id {key!r} is already that of line {lines[key]}.")
        lines[key] = number
        yield key, row


def _text(row: dict[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line. Bytes are read, so that a line of another encoding can be named."""
    number, is_empty = 0, True
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    is_empty = False
                    yield number, _row(line, names)
    except OSError as error:
        raise CollectionError(f"{path}: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise CollectionError(f"{path}, line {number}: {reason}.") from error
    if is_empty:
        raise CollectionError(f"{path}, line 1: the file is empty.")


def _row(line: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    row = json.loads(line.decode("utf-8"))
    if not isinstance(row, dict) or any(name not in row for name in names):
        raise ValueError(f"not an object with {', '.join(names)}")
    return row
