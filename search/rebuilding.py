"""Building the index anew beside the one that serves, and comparing it with the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction

from search.analysis import VERSION
from search.analysts import Analysts, analysts
from search.index import BATCH, findable_page_ids, index_batch, remove_leftovers
from search.models import DocumentVector, IndexedPage, IndexState
from search.state import new_version
from search.suggestion_rows import refresh_all
from search.writing import delete_generation, lock_all, next_generation, start_generation, write

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
    with analysts(len(page_ids)) as readers:
        for start in range(0, len(page_ids), BATCH):
            batch = page_ids[start : start + BATCH]
            if batch[-1] > state.done_until:
                _write_batch(batch, state.generation, readers)
            progress(min(start + BATCH, len(page_ids)), len(page_ids))
    removed = remove_leftovers()
    _let_serve(state.generation)
    return Rebuilt(pages=len(page_ids), names=refresh_all(), removed=removed)


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
def _write_batch(page_ids: list[int], generation: int, readers: Analysts) -> None:
    index_batch(page_ids, only=generation, analysts=readers)
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
