"""Reading many documents: by this process, or by several beside it where there are processors for them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.pool import AsyncResult, Pool

from search.analysis import forms
from search.vectors import Document, Vector, analyse

WORTH_IT = 1_000  # documents; for fewer the processes would take longer to start than they gain
_AT_ONCE = 25  # documents


class Analysts:
    """Takes documents one by one and gives their vectors in the same order."""

    def __init__(self, pool: Pool | None = None) -> None:
        self._pool = pool
        self._waiting: list[Document] = []
        self._jobs: list[AsyncResult[list[Vector]]] = []

    def take(self, document: Document) -> None:
        """Have a document read while the next ones are fetched."""
        self._waiting.append(document)
        if self._pool is not None and len(self._waiting) == _AT_ONCE:
            self._hand_on(self._pool)

    def vectors(self) -> list[Vector]:
        """The vectors of all documents taken since the last call."""
        if self._pool is None:
            vectors = _analyse(self._waiting)
        else:
            self._hand_on(self._pool)
            vectors = [vector for job in self._jobs for vector in job.get()]
        self._waiting, self._jobs = [], []
        return vectors

    def _hand_on(self, pool: Pool) -> None:
        if self._waiting:
            self._jobs.append(pool.apply_async(_analyse, (self._waiting,)))
            self._waiting = []


@contextmanager
def analysts(number: int) -> Iterator[Analysts]:
    """Somebody to read about so many documents; for commands, since processes that serve requests must not fork."""
    processes = os.cpu_count() or 1
    if number < WORTH_IT or processes == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield Analysts()
        return
    forms("Hundesteuer")  # loads the dictionaries, so that all processes share them
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield Analysts(pool)


def _analyse(documents: list[Document]) -> list[Vector]:
    return [analyse(document) for document in documents]
