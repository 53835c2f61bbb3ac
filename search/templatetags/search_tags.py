"""What pages of lower layers show of the search."""

from __future__ import annotations

from typing import Any

from django import template

from search.curation.saved import searches_of

register = template.Library()

MOST_SHOWN = 5


@register.inclusion_tag("search/saved_panel.html")
def saved_searches(user: Any) -> dict[str, Any]:
    """The newest saved searches of a member, for the own area; nothing for others."""
    is_member = bool(getattr(user, "is_member", False))
    searches = searches_of(user) if is_member else []
    return {"is_member": is_member, "searches": searches[:MOST_SHOWN], "number": len(searches)}
