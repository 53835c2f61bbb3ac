"""A database of its own for an evaluation, beside the site's and gone afterwards."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from search.models import DocumentChunk, DocumentVector, FacetValue, IndexState, PostingChunk, SpellingKey

ENGINE_MODELS: tuple[type[models.Model], ...] = (
    IndexState,
    DocumentChunk,
    PostingChunk,
    DocumentVector,
    FacetValue,
    SpellingKey,
)
# PostgreSQL cuts names at 63 bytes: a name made out of the site's could become the site's own.
_NAME = "search_evaluation_{random}"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Let all queries of this process go to an empty database on the same engine that has the engine's tables.

    On PostgreSQL the user needs the right to make databases. Whatever happens, the database is removed at the end and
    queries go to the site's again.
    """
    site = connection.settings_dict["NAME"]
    name = ""  # of a database that this run has made: the only one it may drop
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["NAME"] = str(Path(folder) / "evaluation.sqlite3")
        else:
            name = _NAME.format(random=secrets.token_hex(8))
            _run_outside(f"CREATE DATABASE {connection.ops.quote_name(name)}")
            connection.settings_dict["NAME"] = name
        ContentType.objects.clear_cache()
        try:
            with connection.schema_editor() as editor:
                for model in ENGINE_MODELS:
                    editor.create_model(model)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = site
            ContentType.objects.clear_cache()
            if name:
                _run_outside(f"DROP DATABASE {connection.ops.quote_name(name)}")


def database_bytes() -> int:
    """How large the tables of the engine are, with their indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            return int(cursor.fetchone()[0])
        names = [model._meta.db_table for model in ENGINE_MODELS]
        cursor.execute("SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name", [names])
        return int(cursor.fetchone()[0])


def _run_outside(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
