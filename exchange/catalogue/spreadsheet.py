"""Tables as files that German spreadsheets open by themselves, and that cannot do anything there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# Spreadsheets take a file without the mark for Windows-1252.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins like this is calculated by spreadsheets, and a formula can load what it likes from anywhere.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Iterable[Sequence[str | int]]) -> str:
    """The rows as CSV with semicolons, as German spreadsheets expect it; no text of theirs is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
