"""Topic fields and small tables for the tests of the service catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exchange.ozg.loading import load_topic_fields
from exchange.ozg.models import Service, TopicField

WriteTable = Callable[..., Path]


@pytest.fixture
def topic_fields(db: None) -> None:
    load_topic_fields()


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    """Write rows (lists of cells) below a heading and return the file."""

    def write(heading: str, *rows: list[str], name: str = "tabelle.csv", encoding: str = "utf-8") -> Path:
        delimiter = ";" if ";" in heading else ","
        path = tmp_path / name
        path.write_text("\n".join([heading, *(delimiter.join(row) for row in rows)]) + "\n", encoding=encoding)
        return path

    return write


@pytest.fixture(autouse=True)
def empty_tables(request: pytest.FixtureRequest) -> None:
    """Nothing of a set-up site is in the app's tables when a test with a database begins."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not {"db", "transactional_db"} & set(request.fixturenames):
        return
    request.getfixturevalue("transactional_db" if marker and marker.kwargs.get("transaction") else "db")
    Service.objects.all().delete()
    TopicField.objects.all().delete()
