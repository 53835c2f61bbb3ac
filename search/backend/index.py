"""The index as Wagtail's signal handlers and its command ``update_index`` know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from modelsearch.backends.base import BaseIndex
from modelsearch.utils import get_descendants_content_types_pks

from search.backend.building import begin, give_up, let_serve, remove_all
from search.backend.comparing import remove_leftovers
from search.backend.objects import add_objects, deferred_objects, remove_objects
from search.models import IndexedObject


class ObjectIndex(BaseIndex):
    """All objects of all models. While it is rebuilt, what is missing is written into the generation ``building``."""

    def __init__(self, backend: Any, building: int | None = None) -> None:
        super().__init__(backend)
        self.building = building
        self.is_filled = False

    def __str__(self) -> str:
        return self.get_key()

    def reset(self) -> None:
        """Empty it."""
        remove_all()

    def add_items(self, model: type[models.Model], items: Iterable[Any]) -> None:
        """Write these objects of one model; those whose texts are the same as before cost one query."""
        objects = list(items)
        if self.building is not None or not deferred_objects.put_off((model, item.pk) for item in objects):
            add_objects(model, objects, building=self.building)
        self.is_filled = True

    def delete_item(self, item: Any) -> None:
        """Take out an object, also where it stands under a subclass of its model."""
        entries = IndexedObject.objects.filter(
            content_type__in=get_descendants_content_types_pks(type(item)), object_id=str(item.pk)
        )
        remove_objects(entries.values_list("pk", flat=True))


class ObjectIndexRebuilder:
    """Builds the index beside the one that serves."""

    def __init__(self, index: ObjectIndex) -> None:
        self.backend = index.backend
        self.index: ObjectIndex | None = None

    def start(self) -> ObjectIndex:
        """The index that is to be filled."""
        self.index = ObjectIndex(self.backend, begin())
        return self.index

    def finish(self) -> None:
        """Let it serve. If nothing was to be put into it (``--schema-only``), the old one stays."""
        if self.index is None or self.index.building is None:
            return
        remove_leftovers()
        if self.index.is_filled:
            let_serve(self.index.building)
        else:
            give_up(self.index.building)
