"""``manage.py compile_translations``: makes the files that gettext reads."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.translations import BASE, compile_catalogues


class Command(BaseCommand):
    """Needs no gettext on the machine, unlike Django's compilemessages."""

    help = "Compiles the project's German catalogues (.po → .mo) where they have changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and name what was compiled."""
        for path in compile_catalogues():
            self.stdout.write(str(path.relative_to(BASE)))
