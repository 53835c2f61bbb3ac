"""What search engines are told about a page, in the words of schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

CONTEXT = "https://schema.org"


def breadcrumb_list(trail: Sequence[dict[str, str]]) -> dict[str, Any] | None:
    """https://schema.org/BreadcrumbList of the way to a page; None where there is no way to show."""
    if not trail:
        return None
    items = []
    for position, step in enumerate(trail, start=1):
        item: dict[str, Any] = {"@type": "ListItem", "position": position, "name": step["title"]}
        if step["url"]:
            item["item"] = settings.WAGTAILADMIN_BASE_URL + step["url"]
        items.append(item)
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
