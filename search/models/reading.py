"""Reading rows of the engine's tables without the cost of a queryset, which is more than that of the query itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models


def fetch(
    model: type[models.Model], columns: Sequence[str], among: tuple[str, Collection[Any]] | None = None, **equal: Any
) -> list[tuple[Any, ...]]:
    """These columns of the rows that have these values, and where given one of those in the column ``among``."""
    name, values = among or ("", ())
    if among is not None and not values:
        return []
    statement = _statement(model, tuple(columns), tuple(equal), name, len(values))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*equal.values(), *values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@lru_cache(maxsize=500)
def _statement(
    model: type[models.Model], columns: tuple[str, ...], equal: tuple[str, ...], among: str, number: int
) -> str:
    quoted = connection.ops.quote_name
    conditions = [f"{quoted(name)} = %s" for name in equal]
    if among:
        conditions.append(f"{quoted(among)} IN ({', '.join(['%s'] * number)})")
    return (
        f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(model._meta.db_table)}"  # noqa: S608 - own names
        f" WHERE {' AND '.join(conditions)}"
    )
