"""Cards of pages, made once for each content.

A list of twenty cards is some hundred small templates. So each card is kept by all that it shows: whatever changes
makes another card, and nobody can get one with something that was not read for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from exchange.pages.models import Tag

TEMPLATE = "components/card.html"
KEPT = 2_000  # cards in each process, about 3 kB each
# Stands for a passage with marked words, which whoever wants one puts in. No text can look like it: „<“ is escaped.
PASSAGE = SafeString("<passage>")


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card shows. ``tags`` are (name, address part); ``has_passage``: ``PASSAGE`` in place of the summary.

    Texts are plain, never marked as safe: two that differ in that alone are equal, and one would get the other's card.
    """

    title: str
    url: str
    kind: str
    kind_label: str
    summary: str = ""
    status: str = ""
    municipality: str = ""
    published_on: date | None = None
    tags: tuple[tuple[str, str], ...] = ()
    note: str = ""
    is_members_only: bool = False
    is_overdue: bool = False
    has_passage: bool = False


def card_of(page: Any) -> Card:
    """The card of a page that was read with ``for_list()``."""
    return Card(
        title=page.title,
        url=page.list_url,
        kind=page.kind,
        kind_label=page.kind_label,
        summary=page.summary,
        status=getattr(page, "status", ""),
        municipality=page.municipality.name if page.municipality else "",
        published_on=page.published_on,
        tags=tuple((tag.name, tag.slug) for tag in page.tag_list),
        is_members_only=page.is_members_only,
        is_overdue=page.is_overdue,
    )


@lru_cache(maxsize=KEPT)
def render_card(card: Card, heading: str = "h3") -> SafeString:
    """The HTML of a card; ``heading`` is the element of its title."""
    page = {
        "title": card.title,
        "list_url": card.url,
        "kind": card.kind,
        "kind_label": card.kind_label,
        "summary": card.summary,
        "status": card.status,
        "municipality": card.municipality,
        "published_on": card.published_on,
        "tag_list": [Tag(name=name, slug=slug) for name, slug in card.tags],
        "note": card.note,
        "is_members_only": card.is_members_only,
        "is_overdue": card.is_overdue,
    }
    excerpt = PASSAGE if card.has_passage else ""
    html = get_template(TEMPLATE).render({"page": page, "heading": heading, "excerpt": excerpt})
    return mark_safe(html)  # noqa: S308 - escaped by the template
