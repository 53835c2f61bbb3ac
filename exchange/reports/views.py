"""The list of all reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.pages.breadcrumb import trail
from exchange.pages.cards import CardPaginator
from exchange.reports import numbers
from exchange.reports.enums import Status
from exchange.reports.models import ReportPage

PAGE_SIZE = 20


def _tabs(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """One entry for all reports and one for each status that any report has, with their numbers."""
    url = reverse("reports:list")
    tabs: list[dict[str, Any]] = [
        {"title": _("All"), "url": url, "count": sum(counts.values()), "current": current not in Status.values}
    ]
    tabs.extend(
        {
            "title": status.label,
            "url": f"{url}?status={status.value}",
            "count": counts.get(status, 0),
            "current": current == status,
        }
        for status in Status
        if counts.get(status) or current == status
    )
    return tabs


def report_list(request: HttpRequest) -> HttpResponse:
    """All reports this person may read, the newest first; ``status`` keeps those of one status."""
    reports = ReportPage.objects.visible_to(request.user).newest_first()
    counts = numbers.by_status(request.user)
    total = sum(counts.values())
    status = request.GET.get("status", "")
    number = total
    if status in Status.values:
        reports, number = reports.filter(status=status), counts.get(status, 0)
    context = {
        "page_obj": CardPaginator(reports, PAGE_SIZE, known_count=number).get_page(request.GET.get("page")),
        "tabs": _tabs(status, counts),
        "breadcrumb": trail((_("Experience reports"), reverse("reports:list"))),
        "status": status if status in Status.values else "",
        "total": total,
    }
    return render(request, "reports/report_list.html", context)
