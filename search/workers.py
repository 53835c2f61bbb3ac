"""Reading many texts: by this process, or by others beside it where there are processors for them."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

from django.db import connection, connections

from search.analysis import forms

WORTH_IT = 400  # documents; for fewer the processes would take longer to start than they gain

Task = TypeVar("Task")
Result = TypeVar("Result")


def in_order(work: Callable[[Task], Result], tasks: Iterable[Task], *, alone: bool = False) -> Generator[Result]:
    """What ``work`` makes of each of the tasks, in their order, while the caller does something with the one before.

    By processes forked from this one, which share its dictionaries and have connections of their own; ``alone`` by this
    one, as where there is but one processor. Only a few results wait, however many tasks there are. For commands alone,
    since processes that serve requests must not fork. To be closed when it is left before the end.
    """
    processes = os.cpu_count() or 1
    if alone or processes == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, tasks)
        return
    forms("Hundesteuer")  # loads the dictionaries, so that all processes share them
    if not connection.in_atomic_block:
        connections.close_all()  # a connection must not be used by two processes
    gc.freeze()  # memory that is not looked through is not copied either
    executor = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), initializer=gc.disable)
    try:
        waiting: deque[Future[Result]] = deque()
        for task in tasks:
            waiting.append(executor.submit(_collected, work, task))
            if len(waiting) > processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()


def _collected(work: Callable[[Task], Result], task: Task) -> Result:
    """The result of a task, looking for garbage once before it and not over and over again through all that is kept."""
    gc.collect()
    gc.freeze()
    return work(task)


def others_see_the_database() -> bool:
    """Whether another process reads what this one has written: not in a transaction, and not in memory."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    return not (in_memory or connection.in_atomic_block)
