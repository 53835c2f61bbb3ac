"""``python -m tests.search.ranked_lists``: prints the first hits of many questions on the database of the settings.

The sample reports are indexed in a database of their own, as ``evaluate_search`` does it.
"""

from __future__ import annotations

import json
from itertools import zip_longest

import django

DEPTH = 20
NUMBER = 200


def questions() -> list[str]:
    """200 questions of the collection, taken from its types in turn, so that each has its share."""
    from tests.search.collection.samples import queries

    by_type: dict[str, list[str]] = {}
    for query in queries():
        by_type.setdefault(query.type, []).append(query.text)
    in_turn = [text for row in zip_longest(*by_type.values()) for text in row if text is not None]
    return in_turn[:NUMBER]


def ranked_lists() -> dict[str, list[str]]:
    """The ids of the first 20 reports for each question."""
    from search.asking import ask
    from search.curation.synonyms import read_shipped
    from search.evaluation.scratch import scratch_database
    from search.vectors import Document, Field, analyse
    from search.writing import generations, write
    from tests.search.collection.samples import demo_documents

    documents = demo_documents()
    synonyms = tuple(tuple(phrases) for phrases in read_shipped().values())
    with scratch_database():
        vectors = [
            analyse(Document(number, True, (Field(2.0, text["title"]), Field(1.0, text["text"], 0))))
            for number, text in enumerate(documents)
        ]
        # In several writings, as pages come.
        for start in range(0, len(vectors), 7):
            write(vectors[start : start + 7], generation=generations()[0])
        found = {text: ask(text, synonyms, public_only=True).ranking.best(DEPTH).tolist() for text in questions()}
    return {text: [documents[number]["id"] for number in numbers] for text, numbers in found.items()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(ranked_lists(), ensure_ascii=False))  # noqa: T201
