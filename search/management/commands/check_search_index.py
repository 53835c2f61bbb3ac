"""Compare the search indexes with the pages and with all that editors search."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from search.backend import comparing
from search.checking import compare, mend


class Command(BaseCommand):
    """``manage.py check_search_index``: tells what differs; with ``--mend`` writes it."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options of the command."""
        parser.description = _("Compares the search index with what is published.")
        parser.add_argument("--mend", action="store_true", help=_("Write what differs."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when something differs and is not to be mended."""
        found, entries = compare(), comparing.compare()
        if not found and not entries:
            self.stdout.write(self.style.SUCCESS(_("The index is complete.")))
            return
        about_pages = _(
            "%(missing)d pages are missing, %(surplus)d are too much, %(outdated)d are outdated; %(torn)d parts of the"
            " index do not fit together."
        )
        numbers = about_pages % {
            "missing": len(found.missing),
            "surplus": len(found.surplus),
            "outdated": len(found.outdated),
            "torn": len(found.torn) + found.statistics,
        }
        about_entries = _("In the editors' search %(outdated)d entries are missing or outdated, %(surplus)d too much.")
        numbers += " " + about_entries % {"outdated": entries.outdated, "surplus": entries.surplus}
        if not options["mend"]:
            raise CommandError(_("%(numbers)s Mend it with --mend.") % {"numbers": numbers})
        mend(found)
        comparing.mend()
        self.stdout.write(self.style.SUCCESS(_("%(numbers)s All of it was mended.") % {"numbers": numbers}))
