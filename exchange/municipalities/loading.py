"""The municipalities of the Ortenaukreis that come with the product, see ``data/README.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from exchange.municipalities.register import REQUIRED_COLUMNS, RegisterEntry, read_entry, take_over
from exchange.tabular import ImportReport, Row, read_table

SHIPPED_REGISTER = Path(__file__).parent / "data" / "ortenaukreis.csv"


def load_shipped_municipalities(*, dry_run: bool = False) -> ImportReport:
    """Create the 51 municipalities of the Ortenaukreis or complete them; a second run changes nothing.

    Facts that an import has brought to a later state stay. Website and mail domains are filled in where they are
    empty, and nobody is made a member. ``dry_run`` only counts.
    """
    report = ImportReport()
    table = read_table(SHIPPED_REGISTER, (*REQUIRED_COLUMNS, "webseite", "mail_domains"))
    take_over(_entries(table.rows(report)), report, keep_newer=True, dry_run=dry_run)
    return report


def _entries(rows: Iterable[Row]) -> Iterator[RegisterEntry]:
    """Errors are not caught: a broken row here is a fault of the product."""
    for row in rows:
        hints = {"website": row["webseite"], "mail_domains": row["mail_domains"].split()}
        yield replace(read_entry(row), hints=hints)
