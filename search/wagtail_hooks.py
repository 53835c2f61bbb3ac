"""The search in the editor: synonyms, recommended pages, reports on what is looked for and on files."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.attachments.report import AttachmentReportView
from search.curation.reports import REPORTS
from search.curation.viewsets import SearchViewSetGroup


@hooks.register("register_admin_viewset")
def search_viewsets() -> SearchViewSetGroup:
    """Synonyms and recommended pages."""
    return SearchViewSetGroup()


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    """Addresses of the reports and of their lists alone, which are fetched when a filter changes."""
    return [
        url
        for address, report in REPORTS
        for url in (
            path(f"reports/{address}/", report.as_view(), name=report.index_url_name),
            path(f"reports/{address}/results/", report.as_view(results_only=True), name=report.index_results_url_name),
        )
    ]


class ReportMenuItem(MenuItem):
    """Only for editors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person is an editor."""
        return bool(request.user.is_editor)  # type: ignore[union-attr]


def _menu_item(report: type, order: int) -> ReportMenuItem:
    return ReportMenuItem(
        report.page_title,  # type: ignore[attr-defined]
        reverse(report.index_url_name),  # type: ignore[attr-defined]
        name=report.index_url_name,  # type: ignore[attr-defined]
        icon_name="search",
        order=order,
    )


for _number, (_address, _report) in enumerate(REPORTS):
    hooks.register(
        "register_reports_menu_item", lambda report=_report, order=1_300 + _number: _menu_item(report, order)
    )


@hooks.register("register_admin_urls")
def attachment_report_urls() -> list[URLPattern]:
    """Addresses of the report."""
    return [
        path("berichte/dateien/", AttachmentReportView.as_view(), name="attachment_report"),
        path(
            "berichte/dateien/ergebnisse/",
            AttachmentReportView.as_view(results_only=True),
            name="attachment_report_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def attachment_report_menu_item() -> MenuItem:
    """Entry among the reports, which editors see."""
    return MenuItem(_("Unread files"), reverse("attachment_report"), icon_name="doc-empty", order=1300)
