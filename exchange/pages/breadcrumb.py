"""The way from the start page to the page that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from exchange.pages.models import ExchangePage

_START_DEPTH = 2


def trail(*steps: tuple[Any, str]) -> list[dict[str, str]]:
    """The start page and these steps, each with title and address; the last one is the page itself."""
    return [{"title": str(title), "url": url} for title, url in ((_("Start page"), "/"), *steps)]


def page_trail(page: ExchangePage) -> list[dict[str, str]]:
    """The way through the page tree, with one query; empty for the start page itself."""
    if (page.depth or 0) <= _START_DEPTH:
        return []
    above = page.get_ancestors().filter(depth__gt=_START_DEPTH).order_by("path").only("title", "url_path")
    return trail(*((ancestor.title, ancestor.list_url) for ancestor in above), (page.title, page.list_url))


def parent_url(url: str) -> str:
    """Address of the page above: „/kommunen/“ for „/kommunen/kehl/“."""
    return url.rstrip("/").rpartition("/")[0] + "/"


def address_of(url_path: str) -> str:
    """Address of the page with this path in the tree, whose first part is the site's one root."""
    return "/" + url_path.split("/", 2)[2]
