"""The page of results and the suggestions of the search box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.api import FACETS, KIND, PAGE_SIZE, SearchRequest, SearchResults, Sort, search, suggest
from search.cards import render_cards
from search.curation.log import note_search
from search.curation.pins import pinned_pages
from search.curation.saved import address_to_save, proposed_name
from search.hits import Hit
from search.kinds import contribution_kinds, kind_label
from search.panel import more_icon, panel_groups
from search.parameters import (
    PAGE,
    SORT,
    TEXT,
    Address,
    address_of,
    parameters,
    read_request,
)

MOST_SIMILAR = 6  # hits beside a title that is being typed


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The hits for a question, or the newest contributions to browse; whatever is in the address, it is a page."""
    found = search(read_request(parameters(request)), request.user)
    address = address_of(found)
    first_page = found.text != "" and found.page == 1 and not address.has_any(FACETS)
    pinned = pinned_pages(found.text, request.user) if first_page else ()
    pinned_ids = {hit.page_id for hit in pinned}
    hits = [hit for hit in found.hits if hit.page_id not in pinned_ids]
    if first_page:
        note_search(found.text, found.total, request.user)
    # The pagination builds its links out of these; whatever was not understood must not be carried along.
    request.GET = QueryDict(address.query_string())
    context = {
        "results": found,
        "pinned": _numbered(pinned),
        "cards": _numbered(hits, start=(found.page - 1) * PAGE_SIZE + 1),
        "panel_groups": panel_groups(found.facets),
        "more_icon": more_icon(),
        "page_obj": _page_obj(found),
        "active_filters": _active_filters(found, address),
        "fields_beside_text": address.hidden((*FACETS, SORT)),
        "fields_beside_facets": address.hidden((SORT,)),
        "orders": _orders(found, address),
        "filters_reset_url": address.without(*FACETS, PAGE).url(),
        "to_save": _to_save(found, address, request.user),
    }
    response = render(request, "search/results.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """What the search box offers for the text typed so far."""
    groups = suggest(parameters(request).get(TEXT, ""), request.user)
    response = JsonResponse({"groups": [asdict(group) for group in groups]})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of a page: what there is already on the words of ``q``, for those about to ask; empty for nothing."""
    if not getattr(request.user, "is_member", False):
        raise Http404
    text = parameters(request).get(TEXT, "")
    kinds = frozenset(contribution_kinds())
    found = search(SearchRequest(text=text, filters={KIND: kinds}), request.user)
    hits = [] if found.browsing else found.hits[:MOST_SIMILAR]
    response = render(request, "search/asked_before.html", {"hits": [(hit, kind_label(hit.kind)) for hit in hits]})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _numbered(hits: Sequence[Hit], start: int = 0) -> list[dict[str, Any]]:
    """The hits' cards with what is counted when one is opened; recommendations have the place 0."""
    cards = render_cards(hits)
    places = range(start, start + len(hits)) if start else [0] * len(hits)
    return [
        {"page_id": str(hit.page_id), "place": str(place), "html": card}
        for hit, place, card in zip(hits, places, cards, strict=True)
    ]


def _to_save(found: SearchResults, address: Address, user: Any) -> dict[str, str] | None:
    """What a member needs to save this search; None for all others, and where nothing was asked."""
    to_save = address_to_save(address) if getattr(user, "is_member", False) else ""
    return {"address": to_save, "name": proposed_name(found)} if to_save else None


def _page_obj(found: SearchResults) -> Page[int]:
    """What the pagination asks for: numbers alone, the hits of the page are there already."""
    return Paginator(range(found.total), PAGE_SIZE).get_page(found.page)


def _active_filters(found: SearchResults, address: Address) -> list[dict[str, str]]:
    """The chosen facet values, each with the address of the same results without it."""
    urls = address.urls_without_each()
    return [
        {"label": f"{facet.label}: {option.label}", "remove_url": urls[facet.name, option.value]}
        for facet in found.facets
        for option in facet.options
        if option.selected
    ]


def _orders(found: SearchResults, address: Address) -> list[dict[str, Any]]:
    """The orders to choose from; none where there is nothing to put in order."""
    if found.browsing or found.total <= 1:
        return []
    by_match = address.without(SORT, PAGE)
    by_date = by_match.extended(SORT, Sort.NEWEST.value)
    return [
        {"title": _("Best match"), "url": by_match.url(), "current": found.sort is Sort.RELEVANCE},
        {"title": _("Newest"), "url": by_date.url(), "current": found.sort is Sort.NEWEST},
    ]
