"""Asking every question of a collection, through the pipeline of the site and through the ways it is compared with."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from search.analysis import forms
from search.asking import ask
from search.batches import Batch, batch_of
from search.curation.synonyms import read_shipped
from search.evaluation.collection import Collection, Text
from search.evaluation.metrics import DEPTH, measures
from search.evaluation.scratch import database_bytes, scratch_database
from search.synonyms import Groups
from search.vectors import Document, Field, analyse
from search.workers import WORTH_IT, in_order
from search.writing import generations, write_batch

TITLE_WEIGHT = 2.0
BATCH = 500  # documents

# From the text of a question to the places of the documents in the collection, the best first.
Finder = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Result:
    """How a way of searching did on a collection; times in milliseconds, ``index_bytes`` 0 where it is not known."""

    collection: str
    way: str
    questions: int
    figures: dict[str, float]
    median_ms: float
    p95_ms: float
    index_bytes: int = 0
    documents_a_second: float = 0.0


def evaluate(collections: Sequence[Collection]) -> list[Result]:
    """Index the documents that these collections share in a database of their own and ask all their questions."""
    with scratch_database():
        forms("Hundesteuer")  # loads the dictionaries
        begin = time.perf_counter()
        _index(collections[0].documents)
        speed = len(collections[0].documents) / (time.perf_counter() - begin)
        size = database_bytes()
        return [measure(collection, "this engine", _found, size, speed) for collection in collections]


def measure(
    collection: Collection, way: str, find: Finder, index_bytes: int = 0, documents_a_second: float = 0.0
) -> Result:
    """Ask all questions one after the other, the first one twice, so that nothing is loaded while time is taken."""
    find(collection.questions[0].text)
    ranked: dict[str, list[str]] = {}
    seconds: list[float] = []
    for question in collection.questions:
        begin = time.perf_counter()
        places = find(question.text)
        seconds.append(time.perf_counter() - begin)
        ranked[question.key] = [collection.documents[place].key for place in places[:DEPTH]]
    seconds.sort()
    return Result(
        collection=collection.name,
        way=way,
        questions=len(collection.questions),
        figures=measures(ranked, {question.key: question.relevant for question in collection.questions}),
        median_ms=1000 * statistics.median(seconds),
        p95_ms=1000 * seconds[int(0.95 * (len(seconds) - 1))],
        index_bytes=index_bytes,
        documents_a_second=documents_a_second,
    )


def _index(documents: Sequence[Text]) -> None:
    generation = generations()[0]
    numbered = list(enumerate(documents, start=1))
    batches = [numbered[start : start + BATCH] for start in range(0, len(numbered), BATCH)]
    with closing(in_order(_ready, batches, alone=len(documents) < WORTH_IT)) as found:
        for batch in found:
            write_batch(batch, generation=generation)


def _ready(texts: Sequence[tuple[int, Text]]) -> Batch:
    return batch_of(
        [
            analyse(Document(number, True, (Field(TITLE_WEIGHT, text.title), Field(1.0, text.text, 0))))
            for number, text in texts
        ]
    )


def _found(text: str) -> list[int]:
    ranking = ask(text, _shipped_synonyms(), public_only=True).ranking
    return [number - 1 for number in ranking.best(DEPTH).tolist()]


@cache
def _shipped_synonyms() -> Groups:
    """Those that come with the product, from their file: the database of an evaluation has no others."""
    return tuple(tuple(phrases) for phrases in read_shipped().values())
