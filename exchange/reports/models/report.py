"""The experience report."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from exchange.pages.blocks import TEXT_FEATURES, BodyBlock
from exchange.pages.breadcrumb import parent_url, trail
from exchange.pages.fields import StreamField
from exchange.pages.models import ExchangePage
from exchange.pages.models.base import catalogue_panels
from exchange.reports.enums import Procurement, Status
from exchange.reports.forms import ReportPageForm
from exchange.reports.presentation import editing_links, report_parts

_NOT_NEGATIVE = [MinValueValidator(0)]


class ReportPage(ExchangePage):
    """What a municipality did, what it cost, what it learned."""

    starting_point = RichTextField(
        _("Starting point"),
        features=TEXT_FEATURES,
        help_text=_("What was the problem, for whom, how many cases, and why did you act just then?"),
    )
    approach = RichTextField(
        _("Approach"),
        features=TEXT_FEATURES,
        help_text=_("Who took part, in which order did you proceed, which decisions were needed from whom?"),
    )
    result = RichTextField(
        _("Result"),
        features=TEXT_FEATURES,
        help_text=_("What is different today? Figures help: share of online applications, time saved, feedback."),
    )
    lessons = RichTextField(
        _("What would we do differently?"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("The most valuable part for colleagues: detours, underestimated work, advice."),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("More content"),
        blank=True,
        help_text=_("Pictures, tables, steps and more, if the four questions are not enough."),
    )
    status = models.CharField(_("Status"), max_length=10, choices=Status, default=Status.LIVE, db_index=True)
    started_on = models.DateField(_("Begin"), null=True, blank=True)
    ended_on = models.DateField(_("End"), null=True, blank=True, help_text=_("Leave empty while it is going on."))
    effort_person_days = models.DecimalField(
        _("Own effort in person-days"),
        max_digits=8,
        decimal_places=1,
        null=True,
        blank=True,
        validators=_NOT_NEGATIVE,
        help_text=_("Working days of your own staff until it was running; an estimate is enough."),
    )
    cost_once = models.DecimalField(
        _("One-off cost in euros"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=_NOT_NEGATIVE,
        help_text=_("Including VAT, without your own staff. 0 means: it cost nothing."),
    )
    cost_per_year = models.DecimalField(
        _("Yearly cost in euros"), max_digits=12, decimal_places=2, null=True, blank=True, validators=_NOT_NEGATIVE
    )
    procurement = models.CharField(_("Procurement"), max_length=15, choices=Procurement, blank=True)
    cases_per_year = models.PositiveIntegerField(_("Cases per year"), null=True, blank=True)
    contact_role = models.CharField(
        _("Contact"),
        max_length=150,
        blank=True,
        help_text=_("A role that stays when people change: Sachgebiet Wohngeld"),
    )
    contact_mail = models.EmailField(
        _("Contact's e-mail"), blank=True, help_text=_("An address of the office; only members see it.")
    )

    template = "reports/report_page.html"
    base_form_class = ReportPageForm
    is_creatable = True
    is_contribution = True
    parent_page_types: ClassVar[list[str]] = ["spaces.MunicipalityPage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels = [
        HelpPanel(template="reports/editor/how_to_write.html"),
        *ExchangePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("status"),
        FieldPanel("starting_point"),
        FieldPanel("approach"),
        FieldPanel("result"),
        FieldPanel("lessons"),
        FieldPanel("body"),
        *catalogue_panels(),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
                FieldRowPanel([FieldPanel("cost_once"), FieldPanel("cost_per_year")]),
                FieldRowPanel([FieldPanel("effort_person_days"), FieldPanel("cases_per_year")]),
                FieldPanel("procurement"),
            ],
            heading=_("Key figures"),
        ),
        InlinePanel("software", heading=_("Software and interfaces"), label=_("Product")),
        InlinePanel("attachments", heading=_("Documents to take along"), label=_("Document")),
        MultiFieldPanel(
            [FieldPanel("contact_role"), FieldPanel("contact_mail")], heading=_("Whom may colleagues ask?")
        ),
    ]

    search_fields = [
        *ExchangePage.search_fields,
        index.SearchField("starting_point"),
        index.SearchField("approach"),
        index.SearchField("result"),
        index.SearchField("lessons"),
        index.SearchField("body"),
        index.SearchField("contact_role"),
        index.FilterField("status"),
        index.RelatedFields("software", [index.SearchField("name"), index.SearchField("vendor")]),
    ]

    class Meta:
        verbose_name = _("Experience report")
        verbose_name_plural = _("Experience reports")
        constraints = (
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="reports_known_status"),
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="reports_period_in_order",
                violation_error_message=_("The end lies before the begin."),
            ),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The parts of the page and, for those who may write on it, the ways into the editor."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["parts"] = report_parts(self, request.user, keep=not getattr(request, "is_preview", False))
        return context | editing_links(self, request.user)

    def breadcrumb(self) -> list[dict[str, str]]:
        """The same way without a query: a report always stands in the space of its municipality."""
        space_url = parent_url(self.list_url)
        space = self.municipality.name if self.municipality else ""
        return trail((_("Municipalities"), parent_url(space_url)), (space, space_url), (self.title, self.list_url))

    @property
    def is_abandoned(self) -> bool:
        """Whether the project was given up; such reports are as welcome as the others."""
        return self.status == Status.ABANDONED

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The answered questions in reading order: anchor, heading and text of each."""
        fields = ("starting_point", "approach", "result", "lessons")
        return [
            {"anchor": name.replace("_", "-"), "heading": self._meta.get_field(name).verbose_name, "text": value}
            for name in fields
            if (value := getattr(self, name))
        ]

    @property
    def has_figures(self) -> bool:
        """Whether any key figure is known."""
        figures = (self.effort_person_days, self.cost_once, self.cost_per_year, self.cases_per_year)
        return any(figure is not None for figure in figures) or bool(self.procurement or self.started_on)
