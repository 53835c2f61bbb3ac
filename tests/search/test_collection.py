"""The judged collection holds together: every judgement is of a report that a visitor can read."""

from __future__ import annotations

from collections import Counter

import pytest

from home.demo.contributions import read_texts
from tests.search.collection.samples import Query, demo_documents, part_of, queries, read_rows

TYPES = {"word", "compound", "inflection", "synonym", "typo", "question", "spelling", "fact"}
MOST_RELEVANT = 10  # more could not all stand among the first ten hits


@pytest.fixture(scope="module")
def collection() -> list[Query]:
    return queries()


def test_there_are_enough_queries_and_each_stands_once(collection: list[Query]) -> None:
    assert len(collection) >= 250
    assert len({query.id for query in collection}) == len(collection)
    assert len({query.text for query in collection}) == len(collection)
    assert all(query.text == query.text.strip().lower() for query in collection)


def test_every_type_has_its_queries(collection: list[Query]) -> None:
    numbers = Counter(query.type for query in collection)
    assert set(numbers) == TYPES
    assert min(numbers.values()) >= 20
    assert all(query.id.startswith(f"{query.type}-") for query in collection)


def test_every_query_has_at_least_one_and_at_most_ten_relevant_pages(collection: list[Query]) -> None:
    assert [query.text for query in collection if not 1 <= len(query.relevant) <= MOST_RELEVANT] == []


def test_judgements_are_of_known_queries_and_public_reports_and_stand_once(collection: list[Query]) -> None:
    judgements = read_rows("qrels")
    assert {row["query"] for row in judgements} == {query.id for query in collection}
    assert {row["doc"] for row in judgements} <= {document["id"] for document in demo_documents()}
    assert {row["relevance"] for row in judgements} == {1, 2}
    assert len({(row["query"], row["doc"]) for row in judgements}) == len(judgements)


def test_every_public_report_is_the_answer_to_something(collection: list[Query]) -> None:
    answers = {key for query in collection for key, relevance in query.relevant.items() if relevance == 2}
    assert {document["id"] for document in demo_documents()} == answers


def test_parts_follow_the_hash_and_are_about_two_to_one(collection: list[Query]) -> None:
    assert all(query.part == part_of(query.id) for query in collection)
    assert len(queries("tune")) + len(queries("held")) == len(collection)
    assert 0.6 <= len(queries("tune")) / len(collection) <= 0.73


def test_documents_are_the_public_reports_of_the_samples_with_all_their_words() -> None:
    documents = demo_documents()
    titles = {document["title"] for document in documents}
    shown = [text for text in read_texts() if text["state"] == "published" and text["visibility"] == "public"]
    assert len(documents) == len(titles) == len(shown)
    assert titles == {text["title"] for text in shown}
    friesenheim = next(document for document in documents if document["id"] == "friesenheim-baulastenverzeichnis")
    for word in (
        "Friesenheim",
        "Haftungsfall",
        "Nummer verschrieben",
        "Zuwegung sichern",
        "QGIS",
        "Archiv",
        "Ablauf in",
    ):
        assert word in friesenheim["text"]
    assert "**" not in friesenheim["text"]
