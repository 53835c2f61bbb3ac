"""Writing objects into the editors' index, and taking them out. Every function runs in transactions of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from exchange.pages.models import ExchangePage
from search.backend.terms import analyse_object
from search.backend.texts import Texts, read_texts
from search.deferring import Deferred
from search.models import DocumentVector, IndexedObject, IndexState
from search.writing import generations, lock_all, write

OBJECTS = IndexState.Collection.OBJECTS
BATCH = 500  # objects in one transaction
deferred_objects: Deferred[tuple[type[models.Model], Any]] = Deferred("objects")


class _Read(NamedTuple):
    texts: Texts
    digest: str


def add_objects(model: type[models.Model], objects: Iterable[Any], *, building: int | None = None) -> int:
    """Write those of these objects of one model whose texts are new or others than before; returns how many.

    ``building`` is a generation that has all of them afterwards, the unchanged ones, too.
    """
    content_type_id = ContentType.objects.get_for_model(model).pk
    remaining = list(objects)
    written = 0
    for start in range(0, len(remaining), BATCH):
        texts = {str(obj.pk): read_texts(obj) for obj in remaining[start : start + BATCH]}
        read = {object_id: _Read(found, found.digest()) for object_id, found in texts.items()}
        if building is not None or _changed(read, _known(content_type_id, read)):
            written += _add_batch(content_type_id, read, building)
    return written


def index_objects(model: type[models.Model], keys: Collection[Any]) -> None:
    """Write the objects of a model with these keys as they are in the database now."""
    if deferred_objects.put_off((model, key) for key in keys):
        return
    remaining = list(keys)
    for start in range(0, len(remaining), BATCH):
        objects = model.get_indexed_objects().filter(pk__in=remaining[start : start + BATCH])  # type: ignore[attr-defined]
        add_objects(model, objects)


def index_pages_for_editors(page_ids: Iterable[int]) -> None:
    """Write these pages, drafts included. When a page is saved, its tags and other related objects are not yet."""
    by_type: dict[int, list[int]] = defaultdict(list)
    pages = ExchangePage.objects.filter(pk__in=page_ids).order_by("pk")
    for content_type_id, pk in pages.values_list("content_type", "pk"):
        by_type[content_type_id].append(pk)
    for content_type_id, keys in by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None:
            index_objects(model, keys)


@transaction.atomic
def remove_objects(numbers: Iterable[int]) -> None:
    """Take the objects with these numbers out."""
    remaining = sorted(numbers)
    if remaining:
        lock_all()
    for start in range(0, len(remaining), BATCH):
        batch = remaining[start : start + BATCH]
        gone = IndexedObject.objects.filter(pk__in=batch)
        gone._raw_delete(gone.db)
        for generation in generations(OBJECTS):
            write([], batch, generation=generation)


@transaction.atomic
def _add_batch(content_type_id: int, read: Mapping[str, _Read], building: int | None) -> int:
    # Who waited for the locks reads what the others have written meanwhile.
    lock_all()
    known = _known(content_type_id, read)
    changed = _changed(read, known)
    new = [
        IndexedObject(content_type_id=content_type_id, object_id=object_id, digest=read[object_id].digest)
        for object_id in changed
        if object_id not in known
    ]
    others = [known[object_id] for object_id in changed if object_id in known]
    for row in others:
        row.digest = read[row.object_id].digest
    IndexedObject.objects.bulk_update(others, ["digest"])
    known.update({row.object_id: row for row in IndexedObject.objects.bulk_create(new)})
    numbers = {object_id: row.pk for object_id, row in known.items()}
    if changed:
        vectors = [analyse_object(numbers[object_id], content_type_id, read[object_id].texts) for object_id in changed]
        for generation in generations(OBJECTS):
            write(vectors, generation=generation)
    if building is not None:
        there = DocumentVector.objects.filter(generation=building, document__in=numbers.values())
        done = set(there.values_list("document", flat=True))
        vectors = [
            analyse_object(number, content_type_id, read[object_id].texts)
            for object_id, number in numbers.items()
            if number not in done
        ]
        if vectors:
            write(vectors, generation=building)
    return len(changed)


def _known(content_type_id: int, object_ids: Collection[str]) -> dict[str, IndexedObject]:
    rows = IndexedObject.objects.filter(content_type=content_type_id, object_id__in=list(object_ids))
    return {row.object_id: row for row in rows}


def _changed(read: Mapping[str, _Read], known: Mapping[str, IndexedObject]) -> list[str]:
    return [
        object_id
        for object_id, found in read.items()
        if object_id not in known or known[object_id].digest != found.digest
    ]
