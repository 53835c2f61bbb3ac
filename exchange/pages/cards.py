"""Cards of pages, made once for each content.

A list of twenty cards is some hundred small templates. So each card is kept by all that it shows: whatever changes
makes another card, and nobody can get one with something that was not read for them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from exchange.pages.breadcrumb import address_of
from exchange.pages.models import ExchangePage, Tag, TaggedPage, Visibility
from exchange.pages.models.base import contribution_models

TEMPLATE = "components/card.html"
KEPT = 2_000  # cards in each process, about 3 kB each
# Stands for a passage with marked words, which whoever wants one puts in. No text can look like it: „<“ is escaped.
PASSAGE = SafeString("<passage>")

_COLUMNS = (
    "pk",
    "title",
    "url_path",
    "summary",
    "visibility",
    "review_due",
    "first_published_at",
    "municipality__name",
    "content_type",
)


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card shows. ``tags`` are (name, address part); ``has_passage``: ``PASSAGE`` in place of the summary;
    ``picture``: address of a logo that says no more than the title.

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
    picture: str = ""


class CardPaginator(Paginator[Any]):
    """Pages of a list of which only the cards are shown. ``known_count``: how many there are, where that is known."""

    def __init__(self, object_list: QuerySet[Any], per_page: int, known_count: int | None = None) -> None:
        super().__init__(object_list, per_page)
        if known_count is not None:
            self.count = known_count

    def _get_page(self, object_list: Any, number: int, paginator: Paginator[Any]) -> Page[Any]:
        return Page(read_cards(object_list), number, paginator)


def read_cards(pages: QuerySet[ExchangePage]) -> list[Card]:
    """The cards of these pages in their order, in two queries.

    Reads columns and not pages: making page objects and tags would take longer than all the rest of a list.
    """
    statuses = _status_columns(pages.model)
    rows = list(pages.values_list(*_COLUMNS, *statuses))
    tags: dict[int, list[tuple[str, str]]] = defaultdict(list)
    tagged = TaggedPage.objects.filter(content_object__in=[row[0] for row in rows])
    for page_id, name, slug in tagged.values_list("content_object", "tag__name", "tag__slug"):
        tags[page_id].append((name, slug))
    return [_card(row, sorted(tags[row[0]], key=lambda tag: tag[0].casefold())) for row in rows]


def _card(row: tuple[Any, ...], tags: list[tuple[str, str]]) -> Card:
    _pk, title, url_path, summary, visibility, review_due, published_at, municipality, type_id, *statuses = row
    kind, kind_label = _kind(type_id)
    return Card(
        title=title,
        url=address_of(url_path),
        kind=kind,
        kind_label=kind_label,
        summary=summary,
        status=next((status for status in statuses if status), ""),
        municipality=municipality or "",
        published_on=timezone.localdate(published_at) if published_at else None,
        tags=tuple(tags),
        is_members_only=visibility == Visibility.MEMBERS,
        is_overdue=review_due is not None and review_due < timezone.localdate(),
    )


def _status_columns(model: type[ExchangePage]) -> list[str]:
    """Where a page of this model has its status: itself, or in the table of the type that it is of."""
    if _has_status(model):
        return ["status"]
    if model is not ExchangePage:
        return []
    return [f"{kind._meta.model_name}__status" for kind in contribution_models() if _has_status(kind)]


def _has_status(model: type[ExchangePage]) -> bool:
    return any(field.name == "status" for field in model._meta.concrete_fields)


def _kind(content_type_id: int) -> tuple[str, str]:
    """The word for a type in templates, and what lists call it; the content types are kept by Django."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None:
        return "", ""
    return (model._meta.model_name or "").removesuffix("page"), str(model._meta.verbose_name)


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
        "picture": card.picture,
    }
    excerpt = PASSAGE if card.has_passage else ""
    return render_to_string(TEMPLATE, {"page": page, "heading": heading, "excerpt": excerpt})
