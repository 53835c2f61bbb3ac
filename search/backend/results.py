"""Results that behave like a queryset."""

from __future__ import annotations

from collections import OrderedDict
from itertools import islice
from typing import Any

from django.db.models import Count
from modelsearch.backends.base import BaseSearchResults, FilterFieldError

from search.backend.compilers import among


class ObjectSearchResults(BaseSearchResults):
    """The objects that answer a query: always some of its queryset."""

    supports_facet = True

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """How many of all results have each value of a field, the most common first.

        Raises FilterFieldError for one that the model does not declare to be filtered by.
        """
        if self.query_compiler._get_filterable_field(field_name) is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add'
                f" index.FilterField('{field_name}') to {self.model.__name__}.search_fields.",
                field_name=field_name,
            )
        rows = self._rows().order_by().values(field_name).annotate(count=Count("pk")).order_by("-count", field_name)
        return OrderedDict((row[field_name], row["count"]) for row in rows)

    def _do_search(self) -> list[Any]:
        if self.query_compiler.asks_for_all:
            objects = list(self.query_compiler.ordered_queryset[self.start : self.stop])
            return self._scored(objects, {})
        scores = dict(islice(self.query_compiler.scores.items(), self.start, self.stop))
        if not scores:
            return []
        by_key = {obj.pk: obj for obj in among(self.query_compiler.queryset.order_by(), scores)}
        return self._scored([by_key[key] for key in scores if key in by_key], scores)

    def _do_count(self) -> int:
        if self.query_compiler.asks_for_all:
            return int(self.query_compiler.queryset[self.start : self.stop].count())
        return len(range(len(self.query_compiler.scores))[self.start : self.stop])

    def _rows(self) -> Any:
        queryset = self.query_compiler.queryset
        return queryset if self.query_compiler.asks_for_all else among(queryset, self.query_compiler.scores)

    def _scored(self, objects: list[Any], scores: dict[Any, float]) -> list[Any]:
        if self._score_field:
            for obj in objects:
                setattr(obj, self._score_field, scores.get(obj.pk, 0.0))
        return objects
