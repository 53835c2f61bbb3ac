"""Whether the editors' index has what it should have, and mending it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from modelsearch.index import get_indexed_models

from search.backend.objects import BATCH, OBJECTS, add_objects, remove_objects
from search.backend.texts import read_texts
from search.models import DocumentVector, IndexedObject
from search.writing import generations


@dataclass(frozen=True, slots=True)
class Differences:
    """How many objects are missing or have other texts now, and how many entries belong to nothing any more."""

    outdated: int
    surplus: int

    def __bool__(self) -> bool:
        return bool(self.outdated or self.surplus)


def compare() -> Differences:
    """Compare the index with all objects."""
    numbers = numbers_in(generations(OBJECTS)[0])
    outdated = 0
    for model in get_indexed_models():
        known = {
            object_id: digest
            for number, object_id, digest in entries_of(model).values_list("pk", "object_id", "digest")
            if number in numbers
        }
        for batch in batches_of(model):
            outdated += sum(known.get(str(obj.pk)) != read_texts(obj).digest() for obj in batch)
    return Differences(outdated=outdated, surplus=len(_leftovers(numbers)))


def mend() -> None:
    """Write what is missing or outdated, take out what is too much."""
    generation = generations(OBJECTS)[0]
    for model in get_indexed_models():
        for batch in batches_of(model):
            add_objects(model, batch, building=generation)
    remove_objects(_leftovers(numbers_in(generation)))


def remove_leftovers() -> None:
    """Take out the entries of objects that do not belong in the index any more."""
    remove_objects(_leftovers(set()))


def numbers_in(generation: int) -> set[int]:
    """The numbers of the objects that a generation has."""
    return set(DocumentVector.objects.filter(generation=generation).values_list("document", flat=True))


def entries_of(model: Any) -> Any:
    """The entries of objects of exactly this model."""
    return IndexedObject.objects.filter(content_type=ContentType.objects.get_for_model(model))


def batches_of(model: Any) -> Iterator[list[Any]]:
    """All objects of a model in the order of their keys, each batch read when it is needed."""
    objects = model.get_indexed_objects().order_by("pk")
    batch = list(objects[:BATCH])
    while batch:
        yield batch
        batch = list(objects.filter(pk__gt=batch[-1].pk)[:BATCH])


def _leftovers(numbers: set[int]) -> set[int]:
    """Those of the numbers, and of all entries, that stand for nothing."""
    # Entries are read first: who is new meanwhile is in the index and not among them.
    entries = list(IndexedObject.objects.values_list("pk", "content_type", "object_id"))
    there = {
        (ContentType.objects.get_for_model(model).pk, str(key))
        for model in get_indexed_models()
        for key in model.get_indexed_objects().order_by().values_list("pk", flat=True)
    }
    gone = {number for number, content_type_id, object_id in entries if (content_type_id, object_id) not in there}
    orphans = numbers - {number for number, _content_type_id, _object_id in entries}
    return gone | orphans
