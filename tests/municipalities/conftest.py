from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from exchange.municipalities.models import Municipality
from tests.municipalities.factories import register_row

RegisterFile = Callable[..., Path]


@pytest.fixture
def register_file(tmp_path: Path) -> RegisterFile:
    """Writes a register file out of rows (see ``register_row``) and gives its path."""

    def write(*rows: dict[str, str], name: str = "register.csv", encoding: str = "utf-8", delimiter: str = ",") -> Path:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(register_row()), delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture(autouse=True)
def empty_tables(request: pytest.FixtureRequest) -> None:
    """Nothing of a set-up site is in the app's tables when a test with a database begins."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not {"db", "transactional_db"} & set(request.fixturenames):
        return
    request.getfixturevalue("transactional_db" if marker and marker.kwargs.get("transaction") else "db")
    Municipality.objects.all().delete()
