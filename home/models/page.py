"""The start page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from exchange.pages.cards import read_cards
from exchange.pages.models import ExchangePage, tags_on
from exchange.reports import numbers
from exchange.reports.models import ReportPage
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage
from home.presentation import (
    MUNICIPALITIES_URL,
    example_searches,
    joining_steps,
    key_figures,
    municipality_chips,
    topic_tiles,
    website,
)

NEWEST = 6


class HomePage(ExchangePage):
    """What the exchange is, and the ways in."""

    template = "home/home_page.html"
    is_creatable = True
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["pages.ExchangePage"]
    subpage_types: ClassVar[list[str]] = [
        "spaces.MunicipalityIndexPage",
        "solutions.SolutionIndexPage",
        "pages.StandardPage",
    ]
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("Start page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Newest reports, topic fields, municipalities and counted numbers, as far as this person may see them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        reports = ReportPage.objects.visible_to(request.user)
        by_municipality = numbers.by_municipality(request.user)
        municipalities = MunicipalityPage.objects.live().order_by().count()
        context["newest"] = read_cards(reports.newest_first()[:NEWEST])
        context["topic_tiles"] = topic_tiles(numbers.by_topic(request.user))
        context["municipality_chips"] = municipality_chips(by_municipality, municipalities)
        context["numbers"] = {
            "reports": sum(by_municipality.values()),
            "solutions": SolutionPage.objects.visible_to(request.user).order_by().count(),
            "municipalities": municipalities,
            "services": len(numbers.by_service(request.user)),
            "tags": tags_on(ExchangePage.objects.contributions().visible_to(request.user)).count(),
        }
        context["chips_are_all"] = len(context["municipality_chips"]) == municipalities
        context["figures"] = key_figures(context["numbers"])
        context["municipalities_url"] = MUNICIPALITIES_URL
        context["examples"] = example_searches()
        context["steps"] = joining_steps()
        context["website"] = website(self.title, self.summary)
        return context
