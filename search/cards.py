"""The cards of the hits: the same as in every list, with the passage of the question in place of the summary."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from exchange.pages.cards import PASSAGE, Card, render_card
from search.hits import Hit
from search.kinds import kind_icon, kind_label


def render_cards(hits: Sequence[Hit]) -> list[SafeString]:
    """The HTML of each hit's card, in the same order."""
    return [
        mark_safe(render_card(_card(hit)).replace(PASSAGE, hit.excerpt_html))  # noqa: S308 - escaped by both
        for hit in hits
    ]


def _card(hit: Hit) -> Card:
    return Card(
        title=hit.title,
        url=hit.url,
        kind=kind_icon(hit.kind),
        kind_label=kind_label(hit.kind),
        summary=hit.summary,
        status=hit.status,
        municipality=hit.municipality,
        published_on=hit.published_on,
        tags=hit.tags,
        is_members_only=hit.is_members_only,
        is_overdue=hit.is_overdue,
        has_passage=bool(hit.excerpt_html),
    )
