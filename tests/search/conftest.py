"""What the tests of the search share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from exchange.ozg.models import Service, TopicField
from search.api import SearchRequest, SearchResults, search, suggest

Finder = Callable[..., SearchResults]


@pytest.fixture
def found() -> Finder:
    """Results for a text as a visitor, or as ``user``; further arguments are filters, each a list of values."""

    def find(text: str = "", user: Any = None, **filters: list[str]) -> SearchResults:
        request = SearchRequest(text=text, filters={name: frozenset(values) for name, values in filters.items()})
        return search(request, user or AnonymousUser())

    return find


def titles(results: SearchResults) -> list[str]:
    """The titles of the hits."""
    return [hit.title for hit in results.hits]


def facet(results: SearchResults, name: str) -> dict[str, int]:
    """Values of a facet with their numbers."""
    return {option.value: option.count for facet in results.facets if facet.name == name for option in facet.options}


def offers(text: str, user: Any = None) -> dict[str, list[str]]:
    """Titles of the suggestions by group."""
    return {group.label: [item.title for item in group.items] for group in suggest(text, user or AnonymousUser())}


def new_service(name: str, **fields: Any) -> Service:
    """A service that the shipped catalogue does not have."""
    number = 99_000 + Service.objects.filter(ozg_id__startswith="99").count()
    topic_field = TopicField.objects.get(number=2)
    return Service.objects.create(
        ozg_id=str(number), name=name, slug=name.lower().replace(" ", "-"), topic_field=topic_field, **fields
    )
