"""The list of all reports."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exchange.reports.enums import Status
from exchange.reports.models import ReportPage

PAGE_SIZE = 20


def report_list(request: HttpRequest) -> HttpResponse:
    """All reports this person may read, the newest first; ``status`` keeps those of one status."""
    visible = ReportPage.objects.visible_to(request.user)
    counts = dict(visible.order_by().values_list("status").annotate(number=Count("pk")))
    status = request.GET.get("status", "")
    reports = visible.filter(status=status) if status in Status.values else visible
    context = {
        "page_obj": Paginator(reports.newest_first().for_list(), PAGE_SIZE).get_page(request.GET.get("page")),
        "statuses": [{"value": value, "label": label, "number": counts.get(value, 0)} for value, label in Status.choices],
        "status": status if status in Status.values else "",
        "total": sum(counts.values()),
    }
    return render(request, "reports/report_list.html", context)
