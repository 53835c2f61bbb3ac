"""The start page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from exchange.ozg.models import TopicField
from exchange.pages.models import ExchangePage, Tag
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage

NEWEST = 6


class HomePage(ExchangePage):
    """What the exchange is, and the ways in."""

    template = "home/home_page.html"
    is_creatable = True
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["pages.ExchangePage"]
    subpage_types: ClassVar[list[str]] = ["spaces.MunicipalityIndexPage", "pages.StandardPage"]
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("Start page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Newest reports, topic fields, municipalities and counted numbers, as far as this person may see them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        visible = ExchangePage.objects.contributions().visible_to(request.user)
        reports = ReportPage.objects.visible_to(request.user)
        context["newest"] = list(reports.newest_first().for_list()[:NEWEST])
        context["topic_fields"] = topic_fields_with_counts(visible)
        context["municipalities"] = list(
            MunicipalityPage.objects.live().select_related("municipality").order_by("municipality__sort_name")
        )
        context["numbers"] = {
            "reports": reports.order_by().count(),
            "municipalities": len(context["municipalities"]),
            "services": visible.order_by().aggregate(number=Count("service_links__service", distinct=True))["number"],
            "tags": Tag.objects.filter(tagged_pages__content_object__in=visible.order_by().values("pk"))
            .distinct()
            .count(),
        }
        return context


def topic_fields_with_counts(visible: Any) -> list[TopicField]:
    """The topic fields, each with the ``number`` of these pages that deal with one of its services."""
    return list(
        TopicField.objects.annotate(
            number=Count(
                "services__page_links__page",
                filter=Q(services__page_links__page__in=visible.order_by().values("pk")),
                distinct=True,
            )
        )
    )
