"""Write the search index anew."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from search.index import BATCH, findable_page_ids, index_pages, remove_leftovers
from search.suggestion_rows import refresh_all

PROGRESS_EVERY = 5 * BATCH


class Command(BaseCommand):
    """``manage.py rebuild_search_index``: all pages, tags and services, while the site goes on answering."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command; it takes no arguments of its own."""
        # Here and not in the attribute "help": argparse takes no lazy text.
        parser.description = _(
            "Writes the search index anew, page by page, out of what is published. Needed after imports that write in"
            " bulk and after a change of the analysis. Safe to run again and again; the site can be used meanwhile."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Batches of pages, each in a transaction of its own."""
        page_ids = findable_page_ids()
        begin = time.monotonic()
        written = 0
        for start in range(0, len(page_ids), PROGRESS_EVERY):
            written += index_pages(page_ids[start : start + PROGRESS_EVERY])
            speed = written / max(time.monotonic() - begin, 0.001)
            self.stdout.write(
                _("%(done)d of %(all)d pages, %(speed)d pages a second")
                % {"done": written, "all": len(page_ids), "speed": speed}
            )
        removed = remove_leftovers()
        names = refresh_all()
        self.stdout.write(
            self.style.SUCCESS(
                _("%(pages)d pages, %(names)d tags and services; %(removed)d that are gone were taken out.")
                % {"pages": written, "names": names, "removed": removed}
            )
        )
