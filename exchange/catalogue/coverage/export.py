"""The matrix as a table for spreadsheets."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from exchange.catalogue.coverage.matrix import Matrix
from exchange.catalogue.coverage.sources import Coverage

# Spreadsheets take a file without the mark for Windows-1252.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins like this is calculated by spreadsheets, and a formula can load what it likes from anywhere.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(matrix: Matrix) -> str:
    """All rows with the states in words and the totals, with semicolons, as German spreadsheets expect it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    names = [harmless(column.name) for column in matrix.columns]
    writer.writerow([_("Municipality"), _("Municipality key (AGS)"), _("Services with entries"), *names])
    places = {column.pk: place for place, column in enumerate(matrix.columns)}
    labels = {state: harmless(str(state.label)) for state in Coverage}
    for row in matrix.rows:
        states = [""] * len(places)
        for service_id, cell in row.cells.items():
            states[places[service_id]] = labels[cell.state]
        writer.writerow([harmless(row.name), row.ags, row.total, *states])
    totals = [column.total for column in matrix.columns]
    writer.writerow([_("Municipalities with entries"), "", matrix.total, *totals])
    return BYTE_ORDER_MARK + text.getvalue()


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
