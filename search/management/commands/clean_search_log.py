"""``manage.py clean_search_log``: the log of searches is kept for 90 days."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.curation.log import KEPT_DAYS, clean_log


class Command(BaseCommand):
    """To be run daily; see docs/operation.md."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command; it takes no arguments of its own."""
        parser.description = _("Deletes searches and clicks that were counted more than %(days)d days ago.") % {
            "days": KEPT_DAYS
        }

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        number = clean_log()
        self.stdout.write(
            ngettext("%(number)d search deleted.", "%(number)d searches deleted.", number) % {"number": number}
        )
