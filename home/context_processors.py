"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from home.models import ExchangeSettings

FRAME_KEY = "site-frame"
FRAME_SECONDS = 600
TOPIC_FIELDS = "/themen/"


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Name, legal pages and main navigation; read from the database only when they have changed."""
    return {
        "site_settings": SimpleLazyObject(load_frame),
        "main_navigation": SimpleLazyObject(lambda: main_navigation(request.path)),
    }


def load_frame() -> dict[str, Any]:
    """Settings of the site as plain values, out of the cache where they are there."""
    frame: dict[str, Any] | None = cache.get(FRAME_KEY)
    if frame is None:
        frame = _read_frame()
        cache.set(FRAME_KEY, frame, FRAME_SECONDS)
    return frame


def _read_frame() -> dict[str, Any]:
    settings = (
        ExchangeSettings.objects.select_related(
            "imprint", "privacy", "accessibility", "easy_language", "sign_language"
        ).first()
        or ExchangeSettings()
    )
    frame: dict[str, Any] = {
        name: getattr(settings, name)
        for name in (
            "site_name",
            "claim",
            "operator",
            "contact_mail",
            "accessibility_mail",
            "security_mail",
            "sample_content",
        )
    }
    for name in ("imprint", "privacy", "accessibility", "easy_language", "sign_language"):
        page = getattr(settings, name)
        frame[f"{name}_url"] = page.list_url if page is not None and page.live else ""
    frame["barrier_url"] = _mail_link(settings.accessibility_mail or settings.contact_mail, _("Report a barrier"))
    frame["report_content_url"] = _mail_link(settings.contact_mail, _("Report a contribution"))
    return frame


def _mail_link(address: str, subject: str) -> str:
    return f"mailto:{address}?subject={subject.replace(' ', '%20')}" if address else ""


def main_navigation(path: str) -> list[dict[str, Any]]:
    """The entries of the main navigation; the one that ``path`` lies below is the current one.

    The topic fields are the shelves of the services and have no entry of their own.
    """
    if path.startswith(TOPIC_FIELDS):
        path = reverse("catalogue:services")
    entries = (
        (_("Reports"), reverse("reports:list")),
        (_("Municipalities"), "/kommunen/"),
        (_("Services"), reverse("catalogue:services")),
        (_("Tags"), reverse("catalogue:tags")),
        (_("Search"), reverse("search:results")),
    )
    return [{"title": title, "url": url, "current": path.startswith(url)} for title, url in entries]
