"""What the frame of every page shows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from zlib import crc32

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from exchange.discussions.listing import FORUM_URL
from exchange.pages.models import ExchangePage
from exchange.solutions.listing import SOLUTIONS_URL
from home.models import ExchangeSettings

FRAME_SECONDS = 600
TOPIC_FIELDS = "/themen/"


@dataclass(frozen=True)
class Frame:
    """The settings of the site that every page shows; addresses are empty where there is no such page."""

    site_name: str
    claim: str
    operator: str
    contact_mail: str
    accessibility_mail: str
    security_mail: str
    sample_content: bool
    imprint_url: str
    privacy_url: str
    accessibility_url: str
    easy_language_url: str
    sign_language_url: str
    barrier_url: str
    report_content_url: str


@dataclass(frozen=True)
class Entry:
    """An entry of the main navigation."""

    title: str
    url: str
    current: bool


# With the names of the fields, since the cache outlives an update of the site.
FRAME_KEY = f"site-frame:{crc32(repr([field.name for field in fields(Frame)]).encode()):x}"


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """Name, legal pages and main navigation; read from the database only when they have changed."""
    return {
        "site_settings": SimpleLazyObject(load_frame),
        "main_navigation": SimpleLazyObject(lambda: main_navigation(request.path)),
    }


def load_frame() -> Frame:
    """Settings of the site as plain values, out of the cache where they are there."""
    frame: Frame | None = cache.get(FRAME_KEY)
    if frame is None:
        frame = _read_frame()
        cache.set(FRAME_KEY, frame, FRAME_SECONDS)
    return frame


def _read_frame() -> Frame:
    settings = (
        ExchangeSettings.objects.select_related(
            "imprint", "privacy", "accessibility", "easy_language", "sign_language"
        ).first()
        or ExchangeSettings()
    )
    return Frame(
        site_name=settings.site_name,
        claim=settings.claim,
        operator=settings.operator,
        contact_mail=settings.contact_mail,
        accessibility_mail=settings.accessibility_mail,
        security_mail=settings.security_mail,
        sample_content=settings.sample_content,
        imprint_url=_page_url(settings.imprint),
        privacy_url=_page_url(settings.privacy),
        accessibility_url=_page_url(settings.accessibility),
        easy_language_url=_page_url(settings.easy_language),
        sign_language_url=_page_url(settings.sign_language),
        barrier_url=_mail_link(settings.accessibility_mail or settings.contact_mail, _("Report a barrier")),
        report_content_url=_mail_link(settings.contact_mail, _("Report a contribution")),
    )


def _page_url(page: ExchangePage | None) -> str:
    return page.list_url if page is not None and page.live else ""


def _mail_link(address: str, subject: str) -> str:
    return f"mailto:{address}?subject={subject.replace(' ', '%20')}" if address else ""


def main_navigation(path: str) -> tuple[Entry, ...]:
    """The entries of the main navigation; the one that ``path`` lies below is the current one.

    The topic fields are the shelves of the services and have no entry of their own.
    """
    if path.startswith(TOPIC_FIELDS):
        path = reverse("catalogue:services")
    entries = (
        (_("Reports"), reverse("reports:list")),
        (_("Solutions"), SOLUTIONS_URL),
        (_("Forum"), FORUM_URL),
        (_("Municipalities"), "/kommunen/"),
        (_("Services"), reverse("catalogue:services")),
        (_("Tags"), reverse("catalogue:tags")),
        (_("Search"), reverse("search:results")),
    )
    return tuple(Entry(title, url, current=path.startswith(url)) for title, url in entries)
