"""The wiki page on a piece of software, and the page that lists them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from exchange.pages.models import ExchangePage
from exchange.pages.models.base import catalogue_panels
from exchange.solutions.categories import category_label
from exchange.solutions.comparing import ListPanel
from exchange.solutions.enums import DevelopmentStatus, LicenceKind, Maintenance, SoftwareType
from exchange.solutions.forms import SolutionPageForm
from exchange.solutions.listing import solution_list
from exchange.solutions.permissions import IndexPermissionTester, WikiPermissionTester
from exchange.solutions.presentation import solution_context
from exchange.solutions.publiccode.licences import LicenceError, check_licence

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class SolutionIndexPage(ExchangePage):
    """All solutions; below it every member writes."""

    template = "solutions/solution_index_page.html"
    is_creatable = False
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["solutions.SolutionPage"]
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("Solutions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The solutions that the address asks for, with the facets to narrow them down."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        solutions = SolutionPage.objects.visible_to(request.user)
        return {**context, **solution_list(solutions, request.GET)}

    def permissions_for_user(self, user: Any) -> IndexPermissionTester:
        """Who may do what; see IndexPermissionTester."""
        return IndexPermissionTester(user, self)


class SolutionPage(ExchangePage):
    """A piece of software as municipalities know it: what it does, how it is licensed, who keeps it going.

    A wiki page: every member improves it, and publishes without review. ``publiccode`` keeps the file that it came
    from, with all that the fields here do not hold, so that nothing is lost on the way out (see mapping.py).
    """

    description = RichTextField(
        _("Description"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What does it do for a municipality, what does one need for it, what should one look out for?"),
    )
    features = models.JSONField(_("Features"), default=list, blank=True, help_text=_("One a line."))
    repository = models.URLField(_("Source code"), max_length=500, blank=True)
    website = models.URLField(_("Website"), max_length=500, blank=True)
    documentation = models.URLField(_("Documentation"), max_length=500, blank=True)
    licence = models.CharField(
        _("Licence"),
        max_length=200,
        blank=True,
        help_text=_(
            "The SPDX name, for example EUPL-1.2 or AGPL-3.0-or-later; “proprietär” if the source is not open. "
            "Leave it empty if you do not know."
        ),
    )
    licence_kind = models.CharField(
        max_length=12, choices=LicenceKind, default=LicenceKind.UNKNOWN, editable=False, db_index=True
    )
    development_status = models.CharField(
        _("State of development"), max_length=15, choices=DevelopmentStatus, blank=True
    )
    software_type = models.CharField(_("Kind of software"), max_length=25, choices=SoftwareType, blank=True)
    platforms = models.JSONField(_("Runs on"), default=list, blank=True)
    categories = models.JSONField(_("Categories"), default=list, blank=True)
    languages = models.JSONField(_("Languages of the interface"), default=list, blank=True)
    version = models.CharField(_("Current version"), max_length=50, blank=True)
    released_on = models.DateField(_("Released on"), null=True, blank=True)
    maintenance = models.CharField(_("Maintained by"), max_length=12, choices=Maintenance, blank=True)
    based_on = models.JSONField(
        _("Based on"), default=list, blank=True, help_text=_("Addresses of the software it was made from, one a line.")
    )
    needs_open = models.JSONField(_("Open source"), default=list, blank=True)
    needs_proprietary = models.JSONField(_("Proprietary software"), default=list, blank=True)
    needs_hardware = models.JSONField(_("Hardware"), default=list, blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("Logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    publiccode = models.TextField(editable=False, blank=True)
    publiccode_source = models.CharField(max_length=500, editable=False, blank=True)
    publiccode_read_on = models.DateField(null=True, editable=False)

    template = "solutions/solution_page.html"
    base_form_class = SolutionPageForm
    is_creatable = True
    is_contribution = True
    parent_page_types: ClassVar[list[str]] = ["solutions.SolutionIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    content_panels = [
        HelpPanel(template="solutions/editor/how_to_write.html"),
        *ExchangePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("logo"),
        FieldPanel("description"),
        ListPanel("features"),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("repository"), FieldPanel("website"), FieldPanel("documentation")],
            heading=_("Licence and addresses"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("development_status"), FieldPanel("software_type")]),
                FieldRowPanel([FieldPanel("version"), FieldPanel("released_on")]),
                ListPanel("platforms"),
                ListPanel("languages"),
                ListPanel("categories"),
                ListPanel("based_on"),
            ],
            heading=_("The software"),
        ),
        MultiFieldPanel(
            [ListPanel("needs_open"), ListPanel("needs_proprietary"), ListPanel("needs_hardware")],
            heading=_("What it needs"),
            help_text=_("One a line, with the version where it matters: PostgreSQL ≥ 14, or Redis (optional)."),
        ),
        MultiFieldPanel([FieldPanel("maintenance")], heading=_("Maintenance")),
        InlinePanel("providers", heading=_("Service providers"), label=_("Company")),
        InlinePanel("contacts", heading=_("Contacts"), label=_("Contact")),
        InlinePanel("screenshots", heading=_("Screenshots"), label=_("Picture")),
        *catalogue_panels(),
    ]

    # No dates of publication: one in the past would take a page away from its readers, which only editors do.
    settings_panels = []

    search_fields = [
        *ExchangePage.search_fields,
        index.SearchField("description"),
        index.SearchField("features"),
        index.SearchField("category_labels"),
        index.SearchField("licence"),
        index.RelatedFields("providers", [index.SearchField("name")]),
    ]

    class Meta:
        verbose_name = _("Solution")
        verbose_name_plural = _("Solutions")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(development_status__in=["", *DevelopmentStatus.values]),
                name="solutions_known_development_status",
            ),
            models.CheckConstraint(
                condition=models.Q(licence_kind__in=LicenceKind.values), name="solutions_known_licence_kind"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Keep what the licence allows beside it, for lists."""
        self.licence_kind = licence_kind_of(self.licence)
        return super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Facts, adopters, services and where the page came from; addresses of people for members only."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        all_adopters = "alle" in request.GET
        return {**context, **solution_context(self, request.user, all_adopters=all_adopters)}

    def get_workflow(self) -> None:
        """None: what members write in the wiki is published at once; history and comparison make up for it."""

    @property
    def has_workflow(self) -> bool:
        """Never; see get_workflow."""
        return False

    def permissions_for_user(self, user: Any) -> WikiPermissionTester:
        """Who may do what; see WikiPermissionTester."""
        return WikiPermissionTester(user, self)

    def may_edit(self, user: Any) -> bool:
        """Every member, unless editors have locked the page."""
        return bool(getattr(user, "is_member", False)) and (user.is_editor or not self.locked)

    @property
    def category_labels(self) -> list[str]:
        """What people call its categories."""
        return [category_label(category) for category in self.categories]


def licence_kind_of(licence: str) -> LicenceKind:
    """What a licence allows; unknown where there is none or the SPDX list does not have it."""
    if not licence:
        return LicenceKind.UNKNOWN
    try:
        return LicenceKind.OPEN if check_licence(licence).is_open else LicenceKind.PROPRIETARY
    except LicenceError:
        return LicenceKind.UNKNOWN
