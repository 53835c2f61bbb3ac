"""What pages of lower layers show of reports."""

from __future__ import annotations

from typing import Any

from django import template

from exchange.pages.cards import read_cards
from exchange.pages.models import ExchangePage
from exchange.reports.models import ReportPage, SoftwareUse

register = template.Library()

MOST_SHOWN = 10


@register.inclusion_tag("reports/reports_on.html", takes_context=True)
def reports_on(context: dict[str, Any], solution: ExchangePage) -> dict[str, Any]:
    """The newest reports that name this solution among their software, as far as the person may read them."""
    user = context["request"].user
    naming = SoftwareUse.objects.filter(solution=solution.pk).values("report")
    reports = ReportPage.objects.visible_to(user).filter(pk__in=naming).newest_first()
    return {"cards": read_cards(reports[:MOST_SHOWN])}
