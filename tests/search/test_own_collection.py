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
FLOORS = {"tune": {"ndcg@10": 0.95, "recall@10": 0.97}, "held": {"ndcg@10": 0.92, "recall@10": 0.95}}
OTHER_WORDS = ("synonym", "compound")  # types whose questions have other words than the reports
OTHER_WORDS_FLOOR = 0.95  # recall@10 of both together


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
    other = [query for query in queries() if query.type in OTHER_WORDS]
    figures = measures({query.id: found(query.text) for query in other}, {query.id: query.relevant for query in other})
    assert figures["recall@10"] >= OTHER_WORDS_FLOOR
