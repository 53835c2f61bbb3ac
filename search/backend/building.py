"""Building the editors' index anew beside the one that serves."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from modelsearch.index import get_indexed_models

from search.analysis import VERSION
from search.backend.comparing import batches_of, entries_of, numbers_in, remove_leftovers
from search.backend.objects import OBJECTS, add_objects
from search.models import IndexedObject, IndexState
from search.state import new_version
from search.writing import delete_generation, lock_all, next_generation, start_generation, write


def is_needed() -> bool:
    """Whether there is no index, one that was made by other rules of reading texts, or one that lacks objects."""
    if not _states().filter(serves=True, analysis=VERSION).exists():
        return True
    return any(
        model.get_indexed_objects().order_by().count() > entries_of(model).count() for model in get_indexed_models()
    )


def rebuild(*, from_the_start: bool = False) -> int:
    """Build a new generation out of all objects, let it serve and remove the old one; returns how many objects.

    A rebuild that was cut short goes on where it stopped, unless ``from_the_start``.
    """
    generation = begin(from_the_start=from_the_start)
    number = 0
    for model in get_indexed_models():
        for batch in batches_of(model):
            add_objects(model, batch, building=generation)
            number += len(batch)
    remove_leftovers()
    let_serve(generation)
    return number


@transaction.atomic
def begin(*, from_the_start: bool = True) -> int:
    """A generation to be built beside the one that serves: a new one, or the one that was left unfinished."""
    lock_all()
    for state in _states().filter(serves=False):
        if state.analysis == VERSION and not from_the_start:
            return state.generation
        delete_generation(state.generation)
    return start_generation(next_generation(), collection=OBJECTS).generation


@transaction.atomic
def let_serve(generation: int) -> None:
    """Answer from this generation from now on, and remove the one before it."""
    lock_all()
    for older in _states().exclude(generation=generation):
        delete_generation(older.generation)
    # An object that went while its batch was being written.
    write([], numbers_in(generation) - set(IndexedObject.objects.values_list("pk", flat=True)), generation=generation)
    _states().filter(generation=generation).update(serves=True, version=new_version())


@transaction.atomic
def remove_all() -> None:
    """Empty the index."""
    lock_all()
    for state in _states():
        delete_generation(state.generation)
    rows = IndexedObject.objects.all()
    rows._raw_delete(rows.db)


@transaction.atomic
def give_up(generation: int) -> None:
    """Remove a generation that is not to be finished."""
    lock_all()
    delete_generation(generation)


def _states() -> Any:
    return IndexState.objects.filter(collection=OBJECTS).order_by("generation").defer("public_grams", "all_grams")
