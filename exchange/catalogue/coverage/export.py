"""The matrix as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from exchange.catalogue.coverage.matrix import Matrix
from exchange.catalogue.coverage.sources import Coverage
from exchange.catalogue.spreadsheet import csv_text


def csv_of(matrix: Matrix) -> str:
    """All rows with the states in words and the totals."""
    return csv_text(_lines(matrix))


def _lines(matrix: Matrix) -> Iterator[list[str | int]]:
    names = [column.name for column in matrix.columns]
    yield [_("Municipality"), _("Municipality key (AGS)"), _("Services with entries"), *names]
    places = {column.pk: place for place, column in enumerate(matrix.columns)}
    labels = {state: str(state.label) for state in Coverage}
    for row in matrix.rows:
        states = [""] * len(places)
        for service_id, cell in row.cells.items():
            states[places[service_id]] = labels[cell.state]
        yield [row.name, row.ags, row.total, *states]
    totals = [column.total for column in matrix.columns]
    yield [_("Municipalities with entries"), "", matrix.total, *totals]
