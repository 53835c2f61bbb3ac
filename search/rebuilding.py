"""Building the index anew beside the one that serves, and comparing it with the pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db import models, transaction

from search.analysis import VERSION
from search.index import (
    BATCH,
    PageBatch,
    findable_page_ids,
    lock,
    read_batch,
    remove_leftovers,
    replace_entries,
)
from search.models import DocumentVector, IndexedPage, IndexState
from search.state import new_version
from search.suggestion_rows import refresh_all
from search.workers import WORTH_IT, in_order, others_see_the_database
from search.writing import delete_generation, lock_all, next_generation, start_generation, write, write_batch

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Numbers of a finished rebuild: pages, tags and services, entries taken out."""

    pages: int
    names: int
    removed: int


def is_needed() -> bool:
    """Whether there is no index, or one that was made by other rules of reading texts."""
    return not _states().filter(serves=True, analysis=VERSION).exists()


def rebuild(progress: Progress, *, from_the_start: bool = False) -> Rebuilt:
    """Build a new generation out of all pages, let it serve and remove the old one.

    The old one serves until then; what is published meanwhile goes into both. A rebuild that was cut short goes on
    where it stopped, unless ``from_the_start`` or the rules of reading texts have changed since.
    """
    state = _building(from_the_start=from_the_start)
    page_ids = findable_page_ids()
    remaining = [page_id for page_id in page_ids if page_id > state.done_until]
    batches = [remaining[start : start + BATCH] for start in range(0, len(remaining), BATCH)]
    done = len(page_ids) - len(remaining)
    unchanged_since = {state.version}
    alone = len(remaining) < WORTH_IT or not others_see_the_database()
    with closing(in_order(partial(_read_batch, state.generation), batches, alone=alone)) as readings:
        for batch, reading in zip(batches, readings, strict=True):
            _write_batch(batch, reading, state.generation, unchanged_since)
            done += len(batch)
            progress(done, len(page_ids))
    removed = remove_leftovers()
    _let_serve(state.generation)
    return Rebuilt(pages=len(page_ids), names=refresh_all(), removed=removed)


class _Reading(NamedTuple):
    """Pages as they were when the index had this version."""

    version: int
    ready: PageBatch


def _read_batch(generation: int, page_ids: list[int]) -> _Reading:
    return _Reading(_version_of(generation), read_batch(page_ids))


def _version_of(generation: int) -> int:
    return IndexState.objects.values_list("version", flat=True).get(generation=generation)


def _building(*, from_the_start: bool) -> IndexState:
    """The generation that is being built: the one left from before, or a new one."""
    unfinished = _states().filter(serves=False).first()
    if unfinished is not None and not from_the_start and unfinished.analysis == VERSION:
        return unfinished
    with transaction.atomic():
        if unfinished is not None:
            delete_generation(unfinished.generation)
        return start_generation(next_generation())


def _states() -> models.QuerySet[IndexState]:
    return IndexState.objects.filter(collection=IndexState.Collection.SITE)


@transaction.atomic
def _write_batch(page_ids: list[int], reading: _Reading, generation: int, unchanged_since: set[int]) -> None:
    """Write pages that were read without a lock, or read them again if anybody else has written since.

    ``unchanged_since`` are the versions of the index after which only this rebuild has written; it is kept up to date.
    """
    lock(page_ids)
    version = _version_of(generation)
    if version not in unchanged_since:
        unchanged_since.clear()
        unchanged_since.add(version)
    ready = reading.ready if reading.version in unchanged_since else read_batch(page_ids)
    replace_entries(page_ids, ready)
    unchanged_since.add(write_batch(ready.documents, page_ids, generation=generation))
    IndexState.objects.filter(generation=generation).update(done_until=page_ids[-1])


@transaction.atomic
def _let_serve(generation: int) -> None:
    lock_all()
    older = list(_states().exclude(generation=generation).values_list("generation", flat=True))
    for number in older:
        delete_generation(number)
    # A page that went while its batch was being written.
    gone = set(DocumentVector.objects.filter(generation=generation).values_list("document", flat=True))
    gone -= set(IndexedPage.objects.values_list("pk", flat=True))
    write([], gone, generation=generation)
    IndexState.objects.filter(generation=generation).update(serves=True, done_until=0, version=new_version())
