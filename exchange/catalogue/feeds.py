"""Atom feeds of what is new; feeds are public, so they never hold what is for members."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from exchange.municipalities.models import Municipality
from exchange.ozg.models import TopicField
from exchange.pages.models import ExchangePage, Tag, tags_on
from exchange.solutions.listing import SOLUTIONS_URL
from exchange.solutions.models import Adoption, SolutionPage

FEED_ITEMS = 30
# Characters that XML 1.0 (section 2.2) cannot hold; texts pasted out of a word processor bring some.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without characters that would make the feed unreadable."""
    return _NOT_IN_XML.sub(" ", text)


class NewestFeed(Feed[ExchangePage, Any]):
    """The newest contributions of the whole exchange."""

    feed_type = Atom1Feed
    language = "de"

    def title(self, obj: Any) -> str:
        """Title of the feed."""
        return _("Interkommunal: new experience reports")

    def subtitle(self, obj: Any) -> str:
        """What it holds."""
        return _("What municipalities report on digitalisation")

    def link(self, obj: Any) -> str:
        """The page with the same content."""
        return reverse("reports:list")

    def pages(self, obj: Any) -> Any:
        """All that everybody may read."""
        return ExchangePage.objects.contributions().visible_to(AnonymousUser())

    def items(self, obj: Any) -> Any:
        """The newest pages."""
        return self.pages(obj).newest_first().for_list()[:FEED_ITEMS]

    def item_title(self, item: ExchangePage) -> str:
        """Title of a page."""
        return plain(item.title)

    def item_description(self, item: ExchangePage) -> str:
        """Its summary."""
        return plain(item.summary)

    def item_link(self, item: ExchangePage) -> str:
        """Its address."""
        return item.list_url

    def item_author_name(self, item: ExchangePage) -> str:
        """The municipality: authors' names are for members only."""
        return plain(item.municipality.name) if item.municipality else ""

    def item_pubdate(self, item: ExchangePage) -> datetime | None:
        """First publication."""
        return item.first_published_at

    def item_updateddate(self, item: ExchangePage) -> datetime | None:
        """Latest publication."""
        return item.last_published_at

    def item_categories(self, item: ExchangePage) -> list[str]:
        """Its tags."""
        return [plain(tag.name) for tag in item.tag_list]


class MunicipalityFeed(NewestFeed):
    """Contributions of one municipality."""

    def get_object(self, request: HttpRequest, slug: str) -> Municipality:
        """The municipality, or 404."""
        return get_object_or_404(Municipality.objects.joined(), slug=slug)

    def title(self, obj: Municipality) -> str:
        """Title of the feed."""
        return _("Interkommunal: new from %(name)s") % {"name": plain(obj.name)}

    def link(self, obj: Municipality) -> str:
        """The municipality's space."""
        return f"/kommunen/{obj.slug}/"

    def pages(self, obj: Municipality) -> Any:
        """Its pages."""
        return super().pages(obj).filter(municipality=obj)


class TagFeed(NewestFeed):
    """Contributions with one tag."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        """The tag, or 404 where no public page carries it."""
        public = ExchangePage.objects.contributions().visible_to(AnonymousUser())
        return get_object_or_404(tags_on(public), slug=slug)

    def title(self, obj: Tag) -> str:
        """Title of the feed."""
        return _("Interkommunal: new on “%(name)s”") % {"name": plain(obj.name)}

    def link(self, obj: Tag) -> str:
        """The tag's page."""
        return obj.get_absolute_url()

    def pages(self, obj: Tag) -> Any:
        """Pages that carry it."""
        return super().pages(obj).tagged(obj.pk)


class TopicFieldFeed(NewestFeed):
    """Contributions on one topic field."""

    def get_object(self, request: HttpRequest, slug: str) -> TopicField:
        """The topic field, or 404."""
        return get_object_or_404(TopicField, slug=slug)

    def title(self, obj: TopicField) -> str:
        """Title of the feed."""
        return _("Interkommunal: new on “%(name)s”") % {"name": plain(obj.name)}

    def link(self, obj: TopicField) -> str:
        """The topic field's page."""
        return obj.get_absolute_url()

    def pages(self, obj: TopicField) -> Any:
        """Pages on its services."""
        return super().pages(obj).about_topic(obj.pk)


class AdoptionFeed(Feed[Adoption, Any]):
    """Which municipality has said lately how it uses a solution."""

    feed_type = Atom1Feed
    language = "de"

    def title(self, obj: Any) -> str:
        """Title of the feed."""
        return _("Interkommunal: who uses which solution")

    def link(self, obj: Any) -> str:
        """The list of solutions."""
        return SOLUTIONS_URL

    def items(self, obj: Any) -> Any:
        """The latest declarations about solutions that everybody may read."""
        public = SolutionPage.objects.visible_to(AnonymousUser()).order_by().values("pk")
        declared = Adoption.objects.declared().filter(solution__in=public)
        return declared.select_related("municipality", "solution").order_by("-changed_at", "-pk")[:FEED_ITEMS]

    def item_title(self, item: Adoption) -> str:
        """Municipality, solution and state."""
        return plain(f"{item.municipality.name}: {item.solution.title} ({item.get_state_display()})")

    def item_description(self, item: Adoption) -> str:
        """What for."""
        return plain(item.use_case)

    def item_link(self, item: Adoption) -> str:
        """The solution's page."""
        return item.solution.list_url

    def item_guid(self, item: Adoption) -> str:
        """Another one whenever the declaration changes."""
        return f"urn:interkommunal:adoption:{item.pk}:{item.changed_at:%Y%m%d%H%M%S}"

    def item_updateddate(self, item: Adoption) -> datetime:
        """When it was said."""
        return item.changed_at

    def item_author_name(self, item: Adoption) -> str:
        """The municipality."""
        return plain(item.municipality.name)
