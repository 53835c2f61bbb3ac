"""What pages of lower layers show of the search."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from exchange import page_cache
from exchange.pages.models import ExchangePage
from search.curation.saved import searches_of
from search.hits import read_hits
from search.similar import similar_pages

register = template.Library()

MOST_SHOWN = 5


@register.simple_tag(takes_context=True)
def similar_to(context: dict[str, Any], page: ExchangePage) -> SafeString:
    """A list of similar pages for the foot of a page; empty where there are none.

    Made once for all visitors and once for all members, and dropped whenever anything is published.
    """
    user = context["request"].user
    if not page.live:
        return SafeString("")
    kept = page_cache.kept_for(user, f"similar:{page.pk}", lambda: _similar_to(page, user))
    return mark_safe(kept)  # noqa: S308 - rendered and escaped by the template


def _similar_to(page: ExchangePage, user: Any) -> str:
    hits = read_hits(similar_pages(page.pk, user), user)
    return render_to_string("search/similar.html", {"hits": hits}) if hits else ""


@register.inclusion_tag("search/saved_panel.html")
def saved_searches(user: Any) -> dict[str, Any]:
    """The newest saved searches of a member, for the own area; nothing for others."""
    is_member = bool(getattr(user, "is_member", False))
    searches = searches_of(user) if is_member else []
    return {"is_member": is_member, "searches": searches[:MOST_SHOWN], "number": len(searches)}
