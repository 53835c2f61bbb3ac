"""The space of a municipality and the page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from exchange.members.roles import Role
from exchange.pages.cards import CardPaginator
from exchange.pages.models import ExchangePage, Tag
from exchange.spaces.counties import COUNTY
from exchange.spaces.directory import read_directory
from exchange.spaces.presentation import government_organization, municipality_facts

if TYPE_CHECKING:
    from exchange.municipalities.models import Municipality

CONTRIBUTIONS_PER_PAGE = 20


class MunicipalityIndexPage(ExchangePage):
    """All municipalities that take part, as a map and as a list."""

    template = "spaces/municipality_index_page.html"
    is_creatable = True
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["spaces.MunicipalityPage"]
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("Municipalities")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The municipalities with their counts and the map; ``name`` and ``kreis`` choose some of them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["directory"] = read_directory(
            request.user, text=request.GET.get("name", ""), county=request.GET.get(COUNTY, "")
        )
        return context


class MunicipalityPage(ExchangePage):
    """A municipality's space: below it its people write."""

    introduction = RichTextField(
        _("Introduction"),
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text=_("What is your municipality working on? Whom may colleagues call?"),
    )

    template = "spaces/municipality_page.html"
    # Made by joining, so that groups, rights and the collection come with it.
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["spaces.MunicipalityIndexPage"]
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary"), FieldPanel("introduction")]
    search_fields = [*ExchangePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("Municipality")
        verbose_name_plural = _("Municipalities")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Facts, contributions and tags this person may see; people's names for members only."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        contributions = ExchangePage.objects.child_of(self).contributions().visible_to(request.user)
        paginator = CardPaginator(contributions.newest_first(), CONTRIBUTIONS_PER_PAGE)
        context["contributions"] = paginator.get_page(request.GET.get("page"))
        context["tags"] = tags_of(contributions)
        context["people"] = self._people(request.user)
        context["facts"] = municipality_facts(self.member_municipality)
        context["organization"] = government_organization(self.member_municipality, self.list_url)
        context["edit_url"] = reverse("wagtailadmin_pages:edit", args=[self.pk]) if self.may_edit(request.user) else ""
        return context

    @property
    def member_municipality(self) -> Municipality:
        """The municipality whose space this is: joining makes no space without one."""
        return cast("Municipality", self.municipality)

    def _people(self, user: Any) -> dict[str, Any]:
        memberships = self.member_municipality.memberships.filter(user__is_active=True)
        if getattr(user, "is_member", False):
            people = memberships.select_related("user").order_by("user__last_name", "user__first_name")
            ranks = {role: rank for rank, role in enumerate((Role.COORDINATOR, Role.TRUSTED_AUTHOR, Role.AUTHOR))}
            return {"named": sorted(people, key=lambda membership: ranks[Role(membership.role)])}
        counts = memberships.values("role").annotate(number=Count("pk")).order_by("role")
        return {"counted": [{"role": Role(row["role"]).label, "number": row["number"]} for row in counts]}


def tags_of(pages: models.QuerySet[ExchangePage], limit: int | None = 30) -> list[Any]:
    """The tags on these pages with how often they stand there (``number``), the most frequent first."""
    return list(
        Tag.objects.filter(tagged_pages__content_object__in=pages.order_by().values("pk"))
        .annotate(number=Count("tagged_pages"))
        .order_by("-number", "name")[:limit]
    )
