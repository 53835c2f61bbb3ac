"""``manage.py clean_notifications``: notifications that were read are kept for 180 days."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.notifications.inbox import KEPT_DAYS, clean_deliveries


class Command(BaseCommand):
    """To be run daily; see docs/operation.md."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command; it takes no arguments of its own."""
        parser.description = _("Deletes notifications that were read and are older than %(days)d days.") % {
            "days": KEPT_DAYS
        }

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        number = clean_deliveries()
        self.stdout.write(
            ngettext("%(number)d notification deleted.", "%(number)d notifications deleted.", number)
            % {"number": number}
        )
