"""Who could know about a service on which little has been written: who plans it, who works on something similar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exchange.ozg.models import Service
from exchange.pages.breadcrumb import address_of
from exchange.reports.enums import Status
from exchange.reports.models import ReportPage

MOST_TOWNS = 6
NEWEST_REPORTS = 60  # among which these are looked for: enough for six towns, and never all of Germany


@dataclass(frozen=True, slots=True)
class Author:
    """A municipality with one of its reports, and the role that answers questions about it, if one is named."""

    title: str
    url: str
    report: str
    report_url: str
    contact_role: str


def planners(service: Service, user: Any) -> list[Author]:
    """The municipalities that report to plan the service, as far as this person may read it."""
    reports = ReportPage.objects.visible_to(user).about_service(service.pk).filter(status=Status.PLANNED)
    return _authors(reports)


def authors_in_topic_field(service: Service, user: Any) -> list[Author]:
    """The municipalities that have last written about other services of its topic field, with their newest report."""
    return _authors(ReportPage.objects.visible_to(user).about_topic(service.topic_field_id))


def _authors(reports: Any) -> list[Author]:
    rows = (
        reports.filter(municipality__isnull=False)
        .newest_first()
        .values_list(
            "municipality__name", "municipality__slug", "title", "url_path", "contact_role", "first_published_at", "pk"
        )[:NEWEST_REPORTS]
    )
    found: dict[str, Author] = {}
    for name, slug, title, url_path, contact_role, *_order in rows:
        found.setdefault(slug, Author(name, f"/kommunen/{slug}/", title, address_of(url_path), contact_role))
    return list(found.values())[:MOST_TOWNS]
