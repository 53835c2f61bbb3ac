"""``manage.py escalate_questions``: tells the coordinators of questions that nobody answers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.notifications.escalation import WORKING_DAYS, escalate_questions


class Command(BaseCommand):
    """To be run on each working day; see docs/operation.md."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command; it takes no arguments of its own."""
        parser.description = _(
            "Tells coordinators and editors, once, of questions without an answer for %(days)d working days."
        ) % {"days": WORKING_DAYS}

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell, and say of how many."""
        number = escalate_questions()
        self.stdout.write(
            ngettext("%(number)d question without an answer.", "%(number)d questions without an answer.", number)
            % {"number": number}
        )
