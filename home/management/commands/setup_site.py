"""``manage.py setup_site``: the first start of a real site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from home.setup import ensure_site


class Command(BaseCommand):
    """Makes the page tree, the register, the catalogue, the review and the legal pages; safe to repeat."""

    help = "Makes what a site needs before people can use it. Safe to repeat; changes nothing that people have made."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        ensure_site()
        self.stdout.write(self.style.SUCCESS(f"Die Website ist eingerichtet: {settings.WAGTAILADMIN_BASE_URL}"))
