"""How well the sample reports are found: floors a little below what was measured, for both parts."""

from __future__ import annotations

import pytest

from search.asking import ask
from search.curation.synonyms import read_shipped
from search.evaluation.metrics import DEPTH, measures
from search.state import current
from search.vectors import Document, Field, analyse
from search.writing import write
from tests.search.collection.samples import demo_documents, queries

pytestmark = pytest.mark.django_db

FIRST = 1_000_000
FLOORS = {"tune": {"ndcg@10": 0.91, "recall@10": 0.92}, "held": {"ndcg@10": 0.85, "recall@10": 0.87}}


def test_sample_reports_are_found() -> None:
    documents = demo_documents()
    vectors = [
        analyse(Document(number, True, (Field(2.0, text["title"]), Field(1.0, text["text"]))))
        for number, text in enumerate(documents, start=FIRST)
    ]
    write(vectors, generation=current().generation)
    synonyms = tuple(tuple(phrases) for phrases in read_shipped().values())

    def found(text: str) -> list[str]:
        ranked = ask(text, synonyms, public_only=True).ranking.best(1_000).tolist()
        return [documents[number - FIRST]["id"] for number in ranked if number >= FIRST][:DEPTH]

    for part, floors in FLOORS.items():
        asked = queries(part)
        figures = measures(
            {query.id: found(query.text) for query in asked}, {query.id: query.relevant for query in asked}
        )
        print(part, {name: round(value, 4) for name, value in figures.items()})  # noqa: T201 - to be read with -s
        for name, floor in floors.items():
            assert figures[name] >= floor, (part, name, figures[name])
