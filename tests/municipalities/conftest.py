from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

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
