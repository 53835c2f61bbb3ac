"""Queries of Wagtail, checked as its own backends check them, and the keys of the objects that answer them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db import connections, models
from django.db.models.expressions import RawSQL
from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import MatchAll

from search.backend.finding import Answer, content_types, find, find_typed
from search.models import IndexedObject


class ObjectQueryCompiler(BaseSearchQueryCompiler):
    """A search for whole words."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    @property
    def asks_for_all(self) -> bool:
        """Whether there is nothing to be looked for: the database alone answers."""
        return isinstance(self.query, MatchAll)

    @cached_property
    def ordered_queryset(self) -> models.QuerySet[Any]:
        """The queryset in an order that is always the same."""
        queryset: models.QuerySet[Any] = self.queryset
        return queryset if queryset.ordered or queryset.query.is_sliced else queryset.order_by("-pk")

    @cached_property
    def scores(self) -> dict[Any, float]:
        """The keys of the objects that are found in the queryset, in their order, with their scores."""
        answer = self.ask()
        numbers = self._numbers_by_key(answer)
        rows = among(self.ordered_queryset, numbers)
        if not self.order_by_relevance:
            keys = rows.values_list("pk", flat=True)
            return {key: float(answer.scores[numbers[key]]) for key in keys}
        keys_by_number = {numbers[key]: key for key in rows.order_by().values_list("pk", flat=True)}
        return {keys_by_number[number]: score for number, score in answer.ordered(keys_by_number)}

    def ask(self) -> Answer:
        """What the engine has found, whatever the queryset is."""
        return find(self.query, self.queryset.model, self.fields)

    def _numbers_by_key(self, answer: Answer) -> dict[Any, int]:
        """The objects' keys; where one stands under several models, its best number."""
        model = self.queryset.model
        entries = among(IndexedObject.objects.all(), answer.numbers.tolist())
        entries = entries.filter(content_type__in=content_types(model))
        found: dict[Any, int] = {}
        for number, object_id in entries.values_list("pk", "object_id"):
            key = model._meta.pk.to_python(object_id)
            if key not in found or (answer.scores[number], number) > (answer.scores[found[key]], found[key]):
                found[key] = number
        return found


class ObjectAutocompleteCompiler(ObjectQueryCompiler):
    """A search while somebody types."""

    def ask(self) -> Answer:
        """What the engine has found."""
        return find_typed(self.query, self.queryset.model, self.fields)


def among(rows: models.QuerySet[Any], keys: Iterable[Any]) -> models.QuerySet[Any]:
    """Those of the rows that have one of these keys; however many they are, the statement has one parameter."""
    connection = connections[rows.db]
    key_field: Any = rows.model._meta.pk
    prepared = [key_field.get_db_prep_value(key, connection) for key in keys]
    if connection.vendor == "sqlite":
        return rows.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps(prepared)]))
    kind = key_field.rel_db_type(connection)
    return rows.filter(pk__in=RawSQL(f"SELECT unnest(%s::{kind}[])", [prepared]))  # noqa: S611 - the name of a type
