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
    documents = [
        Text(str(row["id"]), str(row.get("title") or ""), str(row["text"]))
        for row in _rows(folder / "docs.jsonl", ("id", "text"))
    ]
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(folder / "qrels.jsonl", ("query", "doc", "relevance")):
        if int(row["relevance"]) > 0:
            judged[str(row["query"])][str(row["doc"])] = int(row["relevance"])
    questions = [
        Question(str(row["id"]), str(row["text"]), judged[str(row["id"])])
        for row in _rows(folder / "queries.jsonl", ("id", "text"))
        if judged.get(str(row["id"]))
    ]
    if not documents or not questions:
        raise CollectionError(f"{folder}: no documents, or no question with a judged document.")
    return Collection(folder.name, documents, questions)


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


def _rows(path: Path, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict) or any(name not in row for name in names):
                    raise CollectionError(f"{path}, line {number}: not an object with {', '.join(names)}.")
                yield row
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CollectionError(f"{path}: {error}") from error
