"""The map of the site for search engines; public addresses only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from exchange.ozg.models import Service, TopicField
from exchange.pages.models import ExchangePage, Tag, tags_on


class PageSitemap(Sitemap[ExchangePage]):
    """All public pages."""

    limit = 5000

    def items(self) -> Any:
        """Pages below the root, in a stable order."""
        return ExchangePage.objects.live().public().filter(depth__gt=1).order_by("pk")

    def location(self, item: ExchangePage) -> str:
        """Address of a page."""
        return item.list_url

    def lastmod(self, item: ExchangePage) -> datetime | None:
        """Latest publication."""
        return item.last_published_at


class ServiceSitemap(Sitemap[Service]):
    """Services that municipalities carry out."""

    def items(self) -> Any:
        """The services."""
        return Service.objects.municipal().order_by("pk")


class TopicFieldSitemap(Sitemap[TopicField]):
    """The topic fields."""

    def items(self) -> Any:
        """The topic fields."""
        return TopicField.objects.all()


class TagSitemap(Sitemap[Tag]):
    """Tags on public contributions."""

    def items(self) -> Any:
        """The tags."""
        public = ExchangePage.objects.contributions().visible_to(AnonymousUser())
        return tags_on(public).order_by("pk")


class ViewSitemap(Sitemap[str]):
    """Pages that are made of others and stand nowhere in the page tree, by the names of their addresses."""

    def items(self) -> list[str]:
        """The names."""
        return ["catalogue:open_data"]

    def location(self, item: str) -> str:
        """Address of a page."""
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "seiten": PageSitemap,
    "leistungen": ServiceSitemap,
    "themen": TopicFieldSitemap,
    "schlagworte": TagSitemap,
    "uebersichten": ViewSitemap,
}
