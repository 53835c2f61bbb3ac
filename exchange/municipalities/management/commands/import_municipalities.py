"""Bring the register of municipalities up to date from CSV files."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.municipalities.loading import load_shipped_municipalities
from exchange.municipalities.register import REQUIRED_COLUMNS, read_entries, take_over
from exchange.tabular import ImportReport, Table, TableError, read_table, show_progress, summary_lines

PROGRESS_EVERY = 2_000  # rows


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        # Here and not in the attribute "help": argparse takes no lazy text.
        parser.description = _(
            "Imports municipalities from CSV files made from the official register (GV100AD). Without a file, the"
            " municipalities of the Ortenaukreis that come with the product are loaded. Safe to run again and again."
        )
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar=_("FILE"),
            help=_("CSV file with the columns %(columns)s") % {"columns": ", ".join(REQUIRED_COLUMNS)},
        )
        parser.add_argument("--dry-run", action="store_true", help=_("Only check and count, change nothing."))
        parser.add_argument(
            "--population-date",
            metavar=_("YYYY-MM-DD"),
            help=_("Day on which the inhabitants were counted; by default it is derived from the file."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        population_date = _day(options["population_date"])
        dry_run: bool = options["dry_run"]
        # All files first: a slip in the last name shall not leave half of them imported.
        tables = [self._read(path) for path in options["files"]]
        if dry_run:
            self.stdout.write(_("Trial run: nothing is changed."))
        if not tables:
            self._show(_("Municipalities of the Ortenaukreis"), load_shipped_municipalities(dry_run=dry_run))
        for table in tables:
            report = self._import(table, population_date, dry_run)
            self._show(table.name, report)
            if report.rejected and not report.accepted:
                raise CommandError(_("%(name)s: No row could be used.") % {"name": table.name})

    def _read(self, path: Path) -> Table:
        try:
            return read_table(path, REQUIRED_COLUMNS)
        except TableError as error:
            raise CommandError(str(error)) from error

    def _import(self, table: Table, population_date: date | None, dry_run: bool) -> ImportReport:
        report = ImportReport()
        rows = show_progress(table.rows(report), self.stdout.write, every=PROGRESS_EVERY)
        take_over(read_entries(rows, report, population_date), report, dry_run=dry_run)
        return report

    def _show(self, title: str, report: ImportReport) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(title))
        for line in summary_lines(report):
            self.stdout.write(line)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("“%(value)s” is not a date such as 2022-12-31.") % {"value": text}) from None
