"""The address of a page of results: what may stand in it, and how it is written."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from search.api import FACETS, SearchRequest, SearchResults, Sort

TEXT = "q"
SORT = "sortierung"
PAGE = "page"

# Bytes of a query string that are read. Below the number of fields Django refuses (DATA_UPLOAD_MAX_NUMBER_FIELDS), so
# that no address can be too long or have too many fields to be answered.
MAX_QUERY_STRING = 4_000
_MAX_PAGE_DIGITS = 6


def parameters(request: HttpRequest) -> QueryDict:
    """The fields of the address, as far as they are read."""
    query_string = request.META.get("QUERY_STRING", "")
    return QueryDict(query_string.encode("latin-1", "replace")[:MAX_QUERY_STRING])


def read_request(given: QueryDict) -> SearchRequest:
    """The question that the address asks; whatever is wrong in it counts as not given."""
    return SearchRequest(
        text=given.get(TEXT, ""),
        filters={name: frozenset(values) for name in FACETS if (values := given.getlist(name))},
        sort=Sort.NEWEST if given.get(SORT) == Sort.NEWEST else Sort.RELEVANCE,
        page=_page_number(given.get(PAGE, "")),
    )


def address_of(found: SearchResults) -> QueryDict:
    """The shortest address of these results; it holds only what was understood."""
    address = QueryDict(mutable=True)
    if found.text:
        address[TEXT] = found.text
    for facet in found.facets:
        if values := sorted(option.value for option in facet.options if option.selected):
            address.setlist(facet.name, values)
    if found.sort is Sort.NEWEST and not found.browsing:
        address[SORT] = Sort.NEWEST.value
    if found.page > 1:
        address[PAGE] = str(found.page)
    return address


def without(address: QueryDict, *names: str) -> QueryDict:
    """The address without these parameters."""
    copy = address.copy()
    for name in names:
        copy.pop(name, None)
    return copy


def urls_without_each(address: QueryDict) -> dict[tuple[str, str], str]:
    """For each field of the address the link to the same results without it, from their first page on."""
    # Each is encoded once, and the path made once: doing so for every link would take as long as the search.
    encoded = {
        (name, value): urlencode([(name, value)])
        for name, values in address.lists()
        if name != PAGE
        for value in values
    }
    results = reverse("search:results")
    return {
        field: _link(results, "&".join(text for other, text in encoded.items() if other != field)) for field in encoded
    }


def fields(address: QueryDict, *, names: Collection[str]) -> list[dict[str, str]]:
    """These parameters as hidden fields of a form."""
    return [{"name": name, "value": value} for name in names for value in address.getlist(name)]


def url(address: QueryDict) -> str:
    """The address as a link."""
    return _link(reverse("search:results"), address.urlencode())


def _link(path: str, query_string: str) -> str:
    return f"{path}?{query_string}" if query_string else path


def _page_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MAX_PAGE_DIGITS else 1
