"""What was looked for and opened, for editors: numbers without persons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from search.models import LoggedSearch, SearchClick
from search.parameters import TEXT

PERIODS = (("7", _("Last 7 days")), ("30", _("Last 30 days")), ("90", _("Last 90 days")))
ASKERS = (("visitors", _("Visitors")), ("members", _("Members")))


class LogFilterSet(WagtailFilterSet):
    """Period and who asked."""

    prefix_of_search = ""

    zeitraum = django_filters.ChoiceFilter(
        label=_("Period"), choices=PERIODS, method="in_period", empty_label=_("Everything that is kept")
    )
    von = django_filters.ChoiceFilter(
        label=_("Asked by"), choices=ASKERS, method="by_asker", empty_label=_("Everybody")
    )

    def in_period(self, rows: QuerySet[Any], name: str, days: str) -> QuerySet[Any]:
        """Only the last days, today included."""
        first = timezone.localdate() - timedelta(days=int(days) - 1)
        return rows.filter(**{f"{self.prefix_of_search}day__gte": first})

    def by_asker(self, rows: QuerySet[Any], name: str, asker: str) -> QuerySet[Any]:
        """Only searches of members, or only those of visitors."""
        return rows.filter(**{f"{self.prefix_of_search}for_members": asker == "members"})


class SearchFilterSet(LogFilterSet):
    """Of searches."""

    class Meta:
        model = LoggedSearch
        fields: list[str] = []


class ClickFilterSet(LogFilterSet):
    """Of clicks."""

    prefix_of_search = "search__"

    class Meta:
        model = SearchClick
        fields: list[str] = []


class LogReport(ReportView):
    """What the reports share: they are for editors alone."""

    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The report, or Wagtail's refusal for everybody else. Raises PermissionDenied."""
        if not request.user.is_editor:  # type: ignore[union-attr]
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Wagtail leaves out the rows where there is no model."""
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}


def results_url(row: dict[str, Any]) -> str:
    """The results of a search as they are now."""
    return f"{reverse('search:results')}?{urlencode({TEXT: row['asked']})}"


def columns_for(headings: dict[str, Any]) -> list[Column]:
    """A column for each heading; the first one leads to the results."""
    (first, first_label), *others = headings.items()
    return [
        TitleColumn(first, label=first_label, get_url=results_url, sort_key=first),
        *(Column(name, label=label, sort_key=name) for name, label in others),
    ]


class CommonSearchesReport(LogReport):
    """What is looked for most."""

    page_title = _("Frequent searches")
    index_url_name = "search_log_common"
    index_results_url_name = "search_log_common_results"
    export_filename = "haeufige-suchen"
    filterset_class = SearchFilterSet
    default_ordering = "-number"
    export_headings = {
        "asked": _("Search"),
        "number": _("How often"),
        "days": _("On how many days"),
        "found": _("Hits at most"),
        "opened": _("Hits opened"),
    }
    list_export = list(export_headings)
    columns = columns_for(export_headings)

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """One row for each question, however it was spelt."""
        return LoggedSearch.objects.values("key").annotate(
            asked=Max("text"),
            number=Sum("count"),
            days=Count("day", distinct=True),
            found=Max("hits"),
            opened=Sum("clicks"),
        )


class FailedSearchesReport(CommonSearchesReport):
    """What nothing is found for."""

    page_title = _("Searches without hits")
    index_url_name = "search_log_failed"
    index_results_url_name = "search_log_failed_results"
    export_filename = "suchen-ohne-treffer"
    list_export = ["asked", "number", "days"]
    columns = CommonSearchesReport.columns[:3]

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """Only the days on which nothing was found."""
        return super().get_base_queryset().filter(hits=0)


class ClicksReport(LogReport):
    """Which hits are opened."""

    page_title = _("Opened hits")
    index_url_name = "search_log_clicks"
    index_results_url_name = "search_log_clicks_results"
    export_filename = "geoeffnete-treffer"
    filterset_class = ClickFilterSet
    default_ordering = "-number"
    export_headings = {
        "asked": _("Search"),
        "page__title": _("Page"),
        "number": _("How often"),
        "place": _("Best place in the list"),
    }
    list_export = list(export_headings)
    columns = columns_for(export_headings)

    def get_base_queryset(self) -> QuerySet[Any, Any]:
        """One row for each question and page; place 0 is a recommendation."""
        return SearchClick.objects.values("search__key", "page_id", "page__title").annotate(
            asked=Max("search__text"), number=Sum("count"), place=Min("position")
        )


REPORTS: tuple[tuple[str, type[LogReport]], ...] = (
    ("suchen-ohne-treffer", FailedSearchesReport),
    ("haeufige-suchen", CommonSearchesReport),
    ("geoeffnete-treffer", ClicksReport),
)
