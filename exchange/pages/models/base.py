"""The one concrete base of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel, PublishingPanel
from wagtail.models import AbstractPage, get_page_models
from wagtail.models.pages import AbstractPageMeta, PageManager
from wagtail.search import index

from exchange.members.roles import Role
from exchange.pages.breadcrumb import address_of, page_trail
from exchange.pages.enums import Visibility
from exchange.pages.forms import ExchangePageForm
from exchange.pages.models.querysets import ExchangePageQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from exchange.members.models import User

ExchangePageManager = PageManager.from_queryset(ExchangePageQuerySet)


class ExchangePage(AbstractPage):
    """What every page has and every list, facet and feed needs, in one table.

    Subclasses set ``is_contribution`` when people write them (reports, threads …) as opposed to pages that hold the
    site together, and may set ``kind_label`` for lists.
    """

    summary = models.TextField(
        _("Summary"),
        max_length=400,
        blank=True,
        help_text=_("Two or three sentences for lists and search results: what was done, and what came out of it?"),
    )
    tags = ClusterTaggableManager(
        through="pages.TaggedPage",
        blank=True,
        verbose_name=_("Tags"),
        help_text=_("Three to seven words that colleagues would search for. Existing ones are suggested as you type."),
    )
    municipality = models.ForeignKey(
        "municipalities.Municipality",
        verbose_name=_("Municipality"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="pages",
    )
    services = models.ManyToManyField(
        "ozg.Service", verbose_name=_("Services"), through="pages.ServiceLink", related_name="pages", editable=False
    )
    visibility = models.CharField(
        _("Visible to"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
        help_text=_("“Members only” hides the page, its pictures and its documents from the public."),
    )
    review_due = models.DateField(
        _("Check again on"),
        null=True,
        blank=True,
        help_text=_("From this day on readers are told that the page may be out of date."),
    )

    objects = ExchangePageManager()

    base_form_class = ExchangePageForm
    is_contribution: ClassVar[bool] = False
    is_creatable = False
    show_in_menus = False
    # One way to hide a page, its visibility; with a second one nobody could say who reads what.
    private_page_options: ClassVar[list[str]] = []

    content_panels = [*AbstractPage.content_panels]
    promote_panels = [
        MultiFieldPanel([FieldPanel("slug")], heading=_("Address")),
    ]
    settings_panels = [PublishingPanel()]

    search_fields = [
        *AbstractPage.search_fields,
        index.SearchField("summary"),
        index.FilterField("visibility"),
        index.FilterField("municipality"),
        index.FilterField("review_due"),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = (
            models.CheckConstraint(condition=models.Q(visibility__in=Visibility.values), name="pages_known_visibility"),
        )
        indexes = (
            # Newest contributions a visitor may see: start page, lists and feeds.
            # SQLite uses no index for „live“ alone, so the condition stands in place of a column.
            models.Index(
                fields=["visibility", "-first_published_at"], condition=models.Q(live=True), name="pages_newest"
            ),
            # Every page is found by its address (see exchange.pages.views.serve_page).
            models.Index(fields=["url_path"], name="pages_address"),
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page for those who may read it, 404 for everybody else: it must not tell that there is something."""
        if not self.is_visible_to(request.user):
            raise Http404
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the way from the start page to this page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumb"] = self.breadcrumb()
        return context

    def breadcrumb(self) -> list[dict[str, str]]:
        """The way from the start page to this page: title and address of each step."""
        return page_trail(self)

    def is_visible_to(self, user: Any) -> bool:
        """Whether this person may read the published page."""
        return self.visibility == Visibility.PUBLIC or bool(getattr(user, "is_member", False))

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """An older version of this page; the municipality stays that of the place where the page stands now."""
        page = super().with_content_json(content)
        page.municipality_id = self.municipality_id
        return page

    def get_admin_display_title(self) -> str:
        """The title in the editor's lists and dialogues: of published pages the published one.

        These are shown to authors of other municipalities, who are not to see what has not been published yet.
        """
        return str(self.title if self.live else super().get_admin_display_title())

    @property
    def is_overdue(self) -> bool:
        """Whether the review date has passed."""
        return self.review_due is not None and self.review_due < timezone.localdate()

    @property
    def is_members_only(self) -> bool:
        """Whether visitors cannot see it."""
        return self.visibility == Visibility.MEMBERS

    @property
    def kind(self) -> str:
        """The word for its type in templates and addresses, for example „report“; also without the specific object."""
        return self.cached_content_type.model.removesuffix("page")

    @property
    def kind_label(self) -> str:
        """What lists call this page, for example “Experience report”."""
        return str(self.cached_content_type.model_class()._meta.verbose_name)

    @cached_property
    def service_list(self) -> list[Any]:
        """Its services in the author's order."""
        return [link.service for link in self.service_links.all()]

    @cached_property
    def tag_list(self) -> list[Any]:
        """Its tags by name, out of the prefetched relation."""
        return sorted((item.tag for item in self.tagged_items.all()), key=lambda tag: tag.name.casefold())

    @property
    def list_url(self) -> str:
        """Address for lists, made without a query."""
        return address_of(self.url_path)

    @property
    def published_on(self) -> Any:
        """Day of first publication in local time, or None."""
        return timezone.localdate(self.first_published_at) if self.first_published_at else None

    @property
    def updated_on(self) -> Any:
        """Day of the latest publication in local time where it is another than that of the first, else None."""
        latest = timezone.localdate(self.last_published_at) if self.last_published_at else None
        return latest if latest != self.published_on else None

    def may_edit(self, user: User | AnonymousUser) -> bool:
        """Whether to offer this person the way into the editor: editors, and members of the page's municipality."""
        return not user.is_anonymous and (user.has_role(self.municipality_id, *Role) or user.is_editor)


def contribution_models() -> list[type[ExchangePage]]:
    """The page types that people write."""
    return [model for model in get_page_models() if getattr(model, "is_contribution", False)]


def catalogue_panels() -> list[Any]:
    """Panels that every contribution shares: where it is found and who sees it."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("tags"),
                MultipleChooserPanel(
                    "service_links", chooser_field_name="service", heading=_("Services"), label=_("Service")
                ),
            ],
            heading=_("How colleagues find it"),
        ),
        MultiFieldPanel(
            [FieldPanel("visibility"), FieldPanel("review_due")],
            heading=_("Who sees it, and until when it holds"),
        ),
    ]


__all__ = ["ExchangePage", "Visibility", "catalogue_panels", "contribution_models"]
