"""The address of a page of results: what may stand in it, and how it is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
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
_KEPT_FIELDS = 4_000


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


@dataclass(frozen=True, slots=True)
class Address:
    """The fields of an address, in their order; made into links without encoding each of them again."""

    fields: tuple[tuple[str, str], ...]

    def without(self, *names: str) -> Address:
        """The address without these fields."""
        return Address(tuple(field for field in self.fields if field[0] not in names))

    def extended(self, name: str, value: str) -> Address:
        """The address with one field more."""
        return Address((*self.fields, (name, value)))

    def has_any(self, names: Collection[str]) -> bool:
        """Whether one of these fields is in it."""
        return any(name in names for name, _value in self.fields)

    def query_string(self) -> str:
        """What stands behind the question mark."""
        return "&".join([_encoded(*field) for field in self.fields])

    def url(self) -> str:
        """The address as a link."""
        return _link(reverse("search:results"), self.query_string())

    def urls_without_each(self) -> dict[tuple[str, str], str]:
        """For each field the link to the same results without it, from their first page on."""
        path = reverse("search:results")
        encoded = {field: _encoded(*field) for field in self.without(PAGE).fields}
        return {
            field: _link(path, "&".join([text for other, text in encoded.items() if other != field]))
            for field in encoded
        }

    def hidden(self, names: Collection[str]) -> list[dict[str, str]]:
        """These fields as hidden ones of a form."""
        return [{"name": name, "value": value} for name, value in self.fields if name in names]


def address_of(found: SearchResults) -> Address:
    """The shortest address of these results; it holds only what was understood."""
    fields = [(TEXT, found.text)] if found.text else []
    for facet in found.facets:
        fields += [(facet.name, value) for value in sorted(option.value for option in facet.options if option.selected)]
    if found.sort is Sort.NEWEST and not found.browsing:
        fields.append((SORT, Sort.NEWEST.value))
    if found.page > 1:
        fields.append((PAGE, str(found.page)))
    return Address(tuple(fields))


@lru_cache(maxsize=_KEPT_FIELDS)
def _encoded(name: str, value: str) -> str:
    """A field as it stands in an address; pages with many chosen values have it in a hundred links."""
    return urlencode([(name, value)])


def _link(path: str, query_string: str) -> str:
    return f"{path}?{query_string}" if query_string else path


def _page_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MAX_PAGE_DIGITS else 1
