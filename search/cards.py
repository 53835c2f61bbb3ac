"""The cards of the hits. A card is the same for every question but for its passage, so it is kept between them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from search.hits import Hit
from search.kinds import kind_icon, kind_label

TEMPLATE = "components/card.html"
# Stands for the passage in a kept card. No text can look like it: „<“ is escaped everywhere.
_PASSAGE = SafeString("<passage>")


def render_cards(hits: Sequence[Hit]) -> list[SafeString]:
    """The HTML of each hit's card, in the same order."""
    keys = [_key(hit) for hit in hits]
    kept: dict[str, str] = cache.get_many(keys) if settings.VISITOR_CACHE_SECONDS else {}
    made = {key: _render(hit) for key, hit in zip(keys, hits, strict=True) if key not in kept}
    if made and settings.VISITOR_CACHE_SECONDS:
        cache.set_many(made, timeout=settings.VISITOR_CACHE_SECONDS)
    kept |= made
    return [
        mark_safe(kept[key].replace(_PASSAGE, hit.excerpt_html))  # noqa: S308 - rendered and escaped by the template
        for key, hit in zip(keys, hits, strict=True)
    ]


def _key(hit: Hit) -> str:
    """Another one whenever the card would look different: new version, moved page, review date passed, no passage."""
    address = hashlib.blake2b(hit.url.encode(), digest_size=8).hexdigest()
    return f"search-card:{hit.page_id}:{hit.version}:{address}:{hit.is_overdue:d}:{bool(hit.excerpt_html):d}"


def _render(hit: Hit) -> str:
    page: dict[str, Any] = {
        "title": hit.title,
        "list_url": hit.url,
        "kind": kind_icon(hit.kind),
        "kind_label": kind_label(hit.kind),
        "municipality": hit.municipality,
        "published_on": hit.published_on,
        "summary": hit.summary,
        "tag_list": [{"title": name, "url": reverse("catalogue:tag", args=[slug])} for name, slug in hit.tags],
        "is_members_only": hit.is_members_only,
        "is_overdue": hit.is_overdue,
        "status": hit.status,
    }
    excerpt = _PASSAGE if hit.excerpt_html else ""
    return get_template(TEMPLATE).render({"page": page, "heading": "h3", "excerpt": excerpt})
