"""``manage.py check_translations``: is the German complete?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.translations import problems


class Command(BaseCommand):
    """Needs no gettext on the machine, unlike Django's makemessages."""

    help = "Lists texts without a German translation and translations of texts that are gone, by catalogue."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Name every problem. Raises CommandError where there is one."""
        found = problems()
        for problem in found:
            self.stdout.write(str(problem))
        if found:
            raise CommandError(f"{len(found)} translations to mend.")
        self.stdout.write("The German texts are complete.")
