"""``manage.py clean_flags``: who reported a contribution is kept until six months after the decision."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.moderation.flags.cleaning import clean_flags


class Command(BaseCommand):
    """To be run daily; see docs/operation.md."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command; it takes no arguments of its own."""
        parser.description = _("Deletes who reported contributions, six months after the decision.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete it and say how many reports it was."""
        number = clean_flags()
        self.stdout.write(
            ngettext("%(number)d report cleaned.", "%(number)d reports cleaned.", number) % {"number": number}
        )
