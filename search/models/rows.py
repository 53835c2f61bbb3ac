"""Reading and writing many rows of the engine's tables without the cost of querysets and of an object for each row.

That cost is more than that of the statements themselves. The words are the same for both databases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

_COPIED = "search_copied_rows"
_WORTH_COPYING = 50  # rows; for fewer a table takes longer than it gains


def fetch(
    model: type[models.Model], columns: Sequence[str], among: tuple[str, Collection[Any]] | None = None, **equal: Any
) -> list[tuple[Any, ...]]:
    """These columns of the rows that have these values, and where given one of those in the column ``among``."""
    name, values = among or ("", ())
    if among is not None and not values:
        return []
    statement = _statement(model, tuple(columns), tuple(equal), name, len(values))
    with _cursor() as cursor:
        cursor.execute(statement, [*equal.values(), *values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _cursor() -> Any:
    """A cursor that PostgreSQL answers in bytes: its other way, which is Django's, writes each byte as two letters."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from psycopg import Cursor
    from psycopg.pq import Format

    connection.ensure_connection()
    cursor: Cursor[Any] = Cursor(connection.connection)
    cursor.format = Format.BINARY
    return connection._prepare_cursor(cursor)  # type: ignore[attr-defined]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write these rows; those whose key is there already are passed over."""
    _write(model, columns, rows, "DO NOTHING")


def upsert(
    model: type[models.Model], keys: Sequence[str], values: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write these rows, in place of those with the same keys."""
    quoted = connection.ops.quote_name
    changes = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in values)
    _write(model, (*keys, *values), rows, f"({', '.join(map(quoted, keys))}) DO UPDATE SET {changes}")


def append(
    model: type[models.Model], keys: Sequence[str], values: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write these rows; where there is one with the same keys, put their binary values behind those that it has."""
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    binary = "bytea" if connection.vendor == "postgresql" else "BLOB"
    changes = ", ".join(
        f"{quoted(name)} = CAST({table}.{quoted(name)} || excluded.{quoted(name)} AS {binary})" for name in values
    )
    _write(model, (*keys, *values), rows, f"({', '.join(map(quoted, keys))}) DO UPDATE SET {changes}")


def count_up(model: type[models.Model], counter: str, values: Mapping[str, Any], **equal: Any) -> bool:
    """Add one to the counter of the row that has these values, and set others; returns whether there is such a row."""
    quoted = connection.ops.quote_name
    changes = ", ".join([f"{quoted(counter)} = {quoted(counter)} + 1", *(f"{quoted(name)} = %s" for name in values)])
    conditions = " AND ".join(f"{quoted(name)} = %s" for name in equal)
    statement = f"UPDATE {quoted(model._meta.db_table)} SET {changes} WHERE {conditions}"  # noqa: S608 - own names
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values.values(), *equal.values()])
        return bool(cursor.rowcount)


def _write(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], conflict: str) -> None:
    parameters = list(rows)
    if not parameters:
        return
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, columns))
    insertion = f"INSERT INTO {quoted(model._meta.db_table)} ({names})"
    if connection.vendor == "postgresql" and len(parameters) >= _WORTH_COPYING:
        with transaction.atomic(), connection.cursor() as cursor:
            _copy(cursor, model, columns, parameters)
            cursor.execute(f"{insertion} SELECT {names} FROM {_COPIED} ON CONFLICT {conflict}")  # noqa: S608 - own names
            cursor.execute(f"DROP TABLE {_COPIED}")
    else:
        places = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f"{insertion} VALUES ({places}) ON CONFLICT {conflict}", parameters)


def _copy(cursor: Any, model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Bring rows to PostgreSQL in one stream, into a table that ends with the transaction at the latest."""
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, columns))
    columns_of = f"SELECT {names} FROM {quoted(model._meta.db_table)} WITH NO DATA"  # noqa: S608 - own names
    cursor.execute(f"CREATE TEMPORARY TABLE {_COPIED} ON COMMIT DROP AS {columns_of}")
    types = [(model._meta.get_field(name).db_type(connection) or "").partition("(")[0] for name in columns]
    with cursor.copy(f"COPY {_COPIED} ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


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
