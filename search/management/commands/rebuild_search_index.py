"""Write the search index anew."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from search.backend import building
from search.rebuilding import is_needed, rebuild

PROGRESS_SECONDS = 2.0
MANY = 1000  # pages from which on plans matter; what was true of few would mislead when there are many
SAMPLED_ROWS = 1000  # of each index: enough for the planner, and over in a blink


class Command(BaseCommand):
    """``manage.py rebuild_search_index``: all pages, tags, services, and what editors search.

    The old index goes on answering meanwhile.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command."""
        # Here and not in the attribute "help": argparse takes no lazy text.
        parser.description = _(
            "Builds the search index anew, beside the one that answers. Needed after imports that write in bulk and"
            " after a change of the analysis. If it is cut short, it goes on where it stopped when it is called again."
        )
        parser.add_argument("--if-needed", action="store_true", help=_("Only if the index is missing or outdated."))
        parser.add_argument("--from-the-start", action="store_true", help=_("Do not go on with an unfinished one."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Batches of pages, each in a transaction of its own."""
        if is_needed() or not options["if_needed"]:
            self._rebuild_pages(from_the_start=options["from_the_start"])
        if building.is_needed() or not options["if_needed"]:
            number = building.rebuild(from_the_start=options["from_the_start"])
            self.stdout.write(self.style.SUCCESS(_("%(number)d entries for the editors' search.") % {"number": number}))

    def _rebuild_pages(self, *, from_the_start: bool) -> None:
        self.begin = self.told = time.monotonic()
        rebuilt = rebuild(self._tell, from_the_start=from_the_start)
        self.stdout.write(
            self.style.SUCCESS(
                _("%(pages)d pages, %(names)d tags and services; %(removed)d that are gone were taken out.")
                % {"pages": rebuilt.pages, "names": rebuilt.names, "removed": rebuilt.removed}
            )
        )
        if rebuilt.pages >= MANY:
            _tell_sizes_of_tables()

    def _tell(self, done: int, number: int) -> None:
        now = time.monotonic()
        if now - self.told >= PROGRESS_SECONDS or done == number:
            self.told = now
            self.stdout.write(
                _("%(done)d of %(all)d pages, %(speed)d pages a second")
                % {"done": done, "all": number, "speed": done / max(now - self.begin, 0.001)}
            )


def _tell_sizes_of_tables() -> None:
    """Let SQLite plan by what is in its tables, as PostgreSQL does by itself (autovacuum)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
            cursor.execute("ANALYZE")
