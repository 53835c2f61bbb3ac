"""Import the catalogue of services from CSV files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.ozg.importer import import_table
from exchange.ozg.loading import SHIPPED_SERVICES, load_topic_fields
from exchange.ozg.services_table import TableKind, recognise
from exchange.tabular import Table, TableError, read_table, show_progress, summary_lines

PROGRESS_EVERY = 1_000  # rows


class Command(BaseCommand):
    """Import tables of services; see ``exchange.ozg.services_table`` for the three kinds."""

    help = _("Imports services from CSV files (services or LeiKa keys of the OZG catalogue). May be run again.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            default=[SHIPPED_SERVICES],
            help=_("CSV files; without any, the catalogue that comes with the product"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("only check and count, save nothing"))

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        """Check all files, then import them; CommandError when one is of no use or not a single row was accepted."""
        try:
            tables = [read_table(path) for path in files]
            # Keys can only be added to services that are there.
            tables.sort(key=lambda table: recognise(table) is TableKind.LEIKA)
        except TableError as error:
            raise CommandError(str(error)) from error
        if dry_run:
            with transaction.atomic():
                accepted = self._import(tables)
                transaction.set_rollback(True)
            self.stdout.write(_("Dry run: nothing was saved."))
        else:
            accepted = self._import(tables)
        if not accepted:
            raise CommandError(_("Not a single row could be imported."))

    def _import(self, tables: list[Table]) -> int:
        load_topic_fields()
        return sum(self._import_one(table) for table in tables)

    def _import_one(self, table: Table) -> int:
        report = import_table(table, follow=partial(show_progress, write=self.stdout.write, every=PROGRESS_EVERY))
        self.stdout.write(self.style.MIGRATE_HEADING(table.name))
        for line in summary_lines(report):
            self.stdout.write(line)
        return report.accepted
