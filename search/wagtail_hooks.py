"""The report on files in the editor."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.attachments.report import AttachmentReportView


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
