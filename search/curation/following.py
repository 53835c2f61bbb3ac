"""Saved searches as something that members follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict

from exchange.notifications.enums import SubscriptionKind
from exchange.notifications.sources import Source, register
from exchange.pages.models import ExchangePage
from search.api import SearchRequest, Sort, search
from search.models import SavedSearch
from search.parameters import read_request


def new_pages(saved: SavedSearch, user: Any, since: datetime) -> list[int]:
    """The newest hits of a saved search that were first published since then, at most one page of results."""
    asked = read_request(QueryDict(saved.address))
    found = search(SearchRequest(text=asked.text, filters=asked.filters, sort=Sort.NEWEST), user)
    keys = [hit.page_id for hit in found.hits]
    fresh = ExchangePage.objects.visible_to(user).contributions().filter(pk__in=keys, first_published_at__gt=since)
    return list(fresh.order_by("pk").values_list("pk", flat=True))


def register_saved_searches() -> None:
    """Let members follow the searches that they keep."""
    register(
        Source(
            kind=SubscriptionKind.SEARCH,
            model=SavedSearch,
            visible_to=lambda user: SavedSearch.objects.filter(user=user.pk),
            title=lambda saved: str(saved.name),
            url=lambda saved: str(saved.url),
            new_pages=new_pages,
        )
    )
