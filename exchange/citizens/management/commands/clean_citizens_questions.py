"""``manage.py clean_citizens_questions``: addresses of citizens are kept no longer than they are needed."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from exchange.citizens.cleaning import KEPT_DAYS, OPEN_DAYS, clean_questions
from exchange.citizens.tokens import CONFIRMATION_DAYS


class Command(BaseCommand):
    """To be run daily; see docs/operation.md."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command; it takes no arguments of its own."""
        parser.description = _(
            "Deletes questions that were not confirmed within %(confirmation)d days or reviewed within %(open)d, and "
            "%(kept)d days after the answer or refusal the mail addresses and refused questions."
        ) % {"confirmation": CONFIRMATION_DAYS, "open": OPEN_DAYS, "kept": KEPT_DAYS}

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them and say how many."""
        cleaned = clean_questions()
        self.stdout.write(
            _(
                "Deleted: %(unconfirmed)d unconfirmed, %(unreviewed)d unreviewed and %(refused)d refused questions, "
                "%(addresses)d mail addresses."
            )
            % asdict(cleaned)
        )
