"""What hangs on a report: software and documents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from exchange.pages.licences import Licence
from exchange.reports.enums import SoftwareKind


class SoftwareUse(Orderable, index.Indexed):
    """A product or interface that was used, with what it was like."""

    report = ParentalKey("reports.ReportPage", on_delete=models.CASCADE, related_name="software")
    name = models.CharField(_("Name"), max_length=150)
    vendor = models.CharField(_("Vendor or project"), max_length=150, blank=True)
    kind = models.CharField(_("Kind"), max_length=20, choices=SoftwareKind, default=SoftwareKind.SOFTWARE)
    note = models.CharField(_("Experience in one sentence"), max_length=400, blank=True)
    solution = models.ForeignKey(
        "solutions.SolutionPage",
        verbose_name=_("Solution in the wiki"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="uses",
        help_text=_("If the software has a page among the solutions, it will name this report."),
    )

    panels = (
        FieldPanel("name"),
        FieldPanel("vendor"),
        FieldPanel("kind"),
        FieldPanel("note"),
        FieldPanel("solution"),
    )
    search_fields = (index.SearchField("name"), index.SearchField("vendor"), index.SearchField("note"))

    class Meta(Orderable.Meta):
        verbose_name = _("software used")
        verbose_name_plural = _("software used")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=SoftwareKind.values), name="reports_softwareuse_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReportAttachment(Orderable):
    """A document that colleagues may take along."""

    report = ParentalKey("reports.ReportPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    description = models.CharField(
        _("What is it?"),
        max_length=200,
        blank=True,
        help_text=_("For example: specification of services, training plan"),
    )
    licence = models.CharField(
        _("Licence"),
        max_length=20,
        choices=Licence,
        default=Licence.CC_BY,
        help_text=_("What may other municipalities do with it?"),
    )

    panels = (FieldPanel("document"), FieldPanel("description"), FieldPanel("licence"))

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.description or str(self.document)

    @property
    def licence_url(self) -> str:
        """Address of the licence's text."""
        return Licence(self.licence).url
