"""Work for several processes: in order, never much more than is asked for, and no waiting for one that died."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

import pytest
from django.db import connections

from search.workers import in_order


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has two; the tests' connection stays as it is."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(connections, "close_all", lambda: None)


def _with_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


def _die(number: int) -> None:
    os._exit(1)


def _fail(number: int) -> None:
    raise ValueError(number)


def test_results_come_in_order_from_other_processes() -> None:
    found = list(in_order(_with_process, range(40)))
    assert [number for number, _process in found] == list(range(40))
    assert os.getpid() not in {process for _number, process in found}
    assert {process for _number, process in in_order(_with_process, range(3), alone=True)} == {os.getpid()}


def test_only_a_few_tasks_are_taken_at_a_time() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1_000):
            taken.append(number)
            yield number

    with closing(in_order(_with_process, tasks())) as found:
        next(found)
    assert len(taken) <= 4


@pytest.mark.parametrize(("work", "error"), [(_fail, ValueError), (_die, BrokenProcessPool)])
def test_what_goes_wrong_in_a_process_is_told(work: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(in_order(work, range(3)))  # type: ignore[arg-type]
