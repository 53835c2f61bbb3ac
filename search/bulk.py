"""Many changes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from search.backend.objects import deferred_objects, index_objects
from search.index import deferred_pages, index_pages


@contextmanager
def index_at_the_end() -> Iterator[None]:
    """One transaction, at the end of which the index gets all that was saved or published in it, each page once.

    For hundreds of pages: written one by one they leave, on PostgreSQL, as many versions of the same rows in one
    transaction, each of which the next has to pass. Until the end the search finds what it found before; what is taken
    out goes at once.
    """
    with (
        transaction.atomic(),
        deferred_objects.until_the_end(_write_objects),
        deferred_pages.until_the_end(index_pages),
    ):
        yield


def _write_objects(keys: set[tuple[type[models.Model], Any]]) -> None:
    by_model: dict[type[models.Model], list[Any]] = defaultdict(list)
    for model, key in keys:
        by_model[model].append(key)
    for model, found in by_model.items():
        index_objects(model, found)
