"""How many reports there are, by municipality, status, service and topic field: what one person may read of them.

Counting a hundred thousand takes longer than making the page, so members and visitors have their numbers kept until
something changes on the site (see exchange.page_cache).
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet

from exchange import page_cache
from exchange.pages.models import ExchangePage, ServiceLink
from exchange.reports.models import ReportPage

# Numbers by the key of what they count; reports without a municipality are counted under None.
Numbers = dict[Any, int]


def by_municipality(user: Any) -> Numbers:
    """Reports of each municipality; together they are all reports."""
    return page_cache.kept_for(
        user, "reports-by-municipality", lambda: _counted(_pages(user).values_list("municipality"))
    )


def by_status(user: Any) -> Numbers:
    """Reports of each status; together they are all reports."""
    reports = ReportPage.objects.visible_to(user).order_by().values_list("status")
    return page_cache.kept_for(user, "reports-by-status", lambda: _counted(reports))


def by_service(user: Any) -> Numbers:
    """Reports about each service that has any."""
    links = ServiceLink.objects.filter(page__in=_pages(user).values("pk")).order_by().values_list("service")
    return page_cache.kept_for(user, "reports-by-service", lambda: _counted(links))


def by_topic(user: Any) -> Numbers:
    """Reports about the services of each topic field, each report once."""
    links = ServiceLink.objects.filter(page__in=_pages(user).values("pk")).order_by()
    rows = links.values_list("service__topic_field").annotate(number=Count("page", distinct=True))
    return page_cache.kept_for(user, "reports-by-topic", lambda: dict(rows))


def _pages(user: Any) -> QuerySet[ExchangePage]:
    """The reports without their own table, which would only be joined."""
    return (
        ExchangePage.objects.visible_to(user)
        .filter(content_type=ContentType.objects.get_for_model(ReportPage))
        .order_by()
    )


def _counted(rows: QuerySet[Any, Any]) -> Numbers:
    return dict(rows.annotate(number=Count("pk")))
