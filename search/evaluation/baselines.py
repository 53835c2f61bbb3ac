"""The ways of searching that the engine is compared with: Wagtail's own, and BM25 with a German stemmer."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import Stemmer
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from modelsearch import index
from modelsearch.backends.database import SearchBackend
from wagtail.search.models import IndexEntry

from search.evaluation.collection import Collection
from search.evaluation.metrics import DEPTH
from search.evaluation.running import Result, measure
from search.evaluation.scratch import scratch_database
from search.stopwords import STOP_WORDS

_WORD = re.compile(r"\w+")


class BaselineError(Exception):
    """A library is not installed; the message names it."""


def stock(collections: Sequence[Collection]) -> list[Result]:
    """Wagtail's backend for this database with its own settings: all words must stand there."""
    with scratch_database():
        for app in ("contenttypes", "wagtailsearch"):
            call_command("migrate", app, verbosity=0, interactive=False)
        model = _model()
        IndexEntry.add_generic_relations()
        with connection.schema_editor() as editor:
            editor.create_model(model)
        backend = SearchBackend({})
        rows = [
            model(pk=number, title=text.title, text=text.text)
            for number, text in enumerate(collections[0].documents, start=1)
        ]
        model.objects.bulk_create(rows, batch_size=500)
        for start in range(0, len(rows), 500):
            backend.get_index_for_model(model).add_items(model, rows[start : start + 500])

        def find(question: str) -> list[int]:
            try:
                found = backend.search(question, model.objects.all())[:DEPTH]
                return [row.pk - 1 for row in found]
            except DatabaseError:  # SQLite takes some signs for operators; that is an answer, too
                return []

        return [measure(collection, "Wagtail", find) for collection in collections]


def bm25(collections: Sequence[Collection]) -> list[Result]:
    """BM25 over Snowball's German stems, by the library bm25s. Raises BaselineError without it."""
    try:
        import bm25s
    except ImportError as error:
        raise BaselineError("bm25s is not installed; make install does it.") from error
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    stemmer = Stemmer.Stemmer("german")
    documents = [_stems(f"{text.title} {text.text}", stemmer) for text in collections[0].documents]
    retriever = bm25s.BM25()
    retriever.index(documents, show_progress=False)
    number = min(DEPTH, len(documents))

    def find(question: str) -> list[int]:
        places, scores = retriever.retrieve([_stems(question, stemmer)], k=number, show_progress=False)
        return [int(place) for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    return [measure(collection, "BM25, stemmed", find) for collection in collections]


def _stems(text: str, stemmer: Any) -> list[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    stems: list[str] = stemmer.stemWords([word for word in words if word not in STOP_WORDS])
    return stems or [""]


@cache
def _model() -> Any:
    """A table for Wagtail's backend, which searches models alone; it exists in the scratch database only."""

    class EvaluationText(index.Indexed, models.Model):
        title = models.TextField()
        text = models.TextField()
        search_fields = [index.SearchField("title", boost=2), index.SearchField("text")]

        class Meta:
            app_label = "search"
            managed = False

        def __str__(self) -> str:
            return self.title

    return EvaluationText
