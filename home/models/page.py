"""The start page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from exchange.ozg.models import TopicField
from exchange.pages.cards import read_cards
from exchange.pages.models import ExchangePage, Tag
from exchange.reports.models import ReportPage
from exchange.solutions.models import SolutionPage
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
        visible = ExchangePage.objects.contributions().visible_to(request.user)
        reports = ReportPage.objects.visible_to(request.user)
        context["newest"] = read_cards(reports.newest_first()[:NEWEST])
        context["topic_tiles"] = topic_tiles(topic_fields_with_counts(reports))
        context["municipality_chips"] = municipality_chips(reports)
        services = reports.order_by().aggregate(number=Count("service_links__service", distinct=True))
        tagged = Tag.objects.filter(tagged_pages__content_object__in=visible.order_by().values("pk"))
        context["numbers"] = {
            "reports": reports.order_by().count(),
            "solutions": SolutionPage.objects.visible_to(request.user).order_by().count(),
            "municipalities": len(context["municipality_chips"]),
            "services": services["number"],
            "tags": tagged.distinct().count(),
        }
        context["figures"] = key_figures(context["numbers"])
        context["municipalities_url"] = MUNICIPALITIES_URL
        context["examples"] = example_searches()
        context["steps"] = joining_steps()
        context["website"] = website(self.title, self.summary)
        return context


def topic_fields_with_counts(visible: Any) -> list[TopicField]:
    """The topic fields, each with the ``page_count`` of these pages that deal with one of its services."""
    return list(
        TopicField.objects.annotate(
            page_count=Count(
                "services__page_links__page",
                filter=Q(services__page_links__page__in=visible.order_by().values("pk")),
                distinct=True,
            )
        )
    )
