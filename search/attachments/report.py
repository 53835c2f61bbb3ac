"""What editors see of the files: which of them cannot be found by their text, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from exchange.pages.models import ExchangeDocument
from search.models import AttachmentState, AttachmentText


class AttachmentFilters(WagtailFilterSet):
    """By what became of the file."""

    class Meta:
        model = AttachmentText
        fields = ("state",)


class AttachmentReportView(ReportView):
    """Documents without text or with a part of it alone, the latest first; only those that the person may change."""

    page_title = _("Unread files")
    header_icon = "doc-empty"
    index_url_name = "attachment_report"
    index_results_url_name = "attachment_report_results"
    any_permission_required: ClassVar = ["change"]
    filterset_class = AttachmentFilters
    list_export: ClassVar = ["document.title", "document.filename", "explanation", "changed_at"]
    columns: ClassVar = [
        TitleColumn(
            "title",
            label=_("Document"),
            accessor="document.title",
            get_url=lambda text: reverse("wagtaildocs:edit", args=[text.document_id]),
        ),
        Column("filename", label=_("File"), accessor="document.filename"),
        Column("explanation", label=_("What became of it")),
        DateColumn("changed_at", label=_("Date")),
    ]

    @cached_property
    def permission_policy(self) -> Any:
        """Who may change which documents, by their collections."""
        return policy_registry.get_by_type(ExchangeDocument)

    def get_queryset(self) -> QuerySet[AttachmentText]:
        """Rows with their documents, in one query; without the texts, which are long."""
        changeable = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        incomplete = Q(is_cut=True) | ~Q(state=AttachmentState.READ)
        texts = AttachmentText.objects.filter(incomplete, document__in=changeable.order_by().values("pk"))
        return texts.select_related("document").defer("pages").order_by("-changed_at", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Says what an empty list means."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["no_results_message"] = _("All files can be found by their text.")
        return context
