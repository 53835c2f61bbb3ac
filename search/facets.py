"""Facets: how the hits spread over municipalities, kinds, topics and so on, and which of them the filters leave.

A facet value is a token such as „kommune:offenburg“; search.values knows which ones each page has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.municipalities.enums import SizeClass
from exchange.reports.enums import Status
from search.analysis import storable
from search.kinds import contribution_kinds, kind_label
from search.models import MAX_TOKEN_LENGTH
from search.state import State
from search.values import SEPARATOR, Named, Values
from search.vectors import Array

MAX_OPTIONS = 20  # values of a facet that are offered; chosen ones are always among them
MAX_SELECTED = 20  # values of one facet that can be chosen together


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value that can be chosen, with the number of hits it would leave."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of values, in the order to show them."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


KIND = "art"  # the facet of page types
# The name is the parameter in the address, the order that of the page.
FACETS: dict[str, str | Promise] = {
    "kommune": _("Municipality"),
    "thema": _("Topic field"),
    "schlagwort": _("Tag"),
    "leistung": _("Service"),
    "status": _("Status"),
    "groesse": _("Size of the municipality"),
    KIND: _("Kind"),
    "jahr": _("Year"),
}


def askable(filters: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The filters without what no page can have: unknown facets, values that cannot be stored, more than 20 at once."""
    return {
        name: frozenset(sorted(value for value in values if _can_be_stored(value))[:MAX_SELECTED])
        for name, values in filters.items()
        if name in FACETS
    }


def _can_be_stored(value: str) -> bool:
    return 0 < len(value) <= MAX_TOKEN_LENGTH and storable(value) == value


def known_values(
    filters: Mapping[str, frozenset[str]], state: State, *, public_only: bool
) -> dict[str, frozenset[str]]:
    """The chosen values that stand on at least one page in scope; all others count as never chosen."""
    known = {
        name: frozenset(
            value for value in values if state.number_holding(token_of(name, value), public_only=public_only)
        )
        for name, values in filters.items()
    }
    return {name: values for name, values in known.items() if values}


def token_of(facet: str, value: str) -> str:
    """A facet value as it stands in the index."""
    return f"{facet}{SEPARATOR}{value}"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The hits that the chosen values leave, and for each facet how many hits each of its values has, by its place."""

    documents: Array
    counts: dict[str, Array]


def contribution_tokens() -> list[str]:
    """The values of the facet of kinds that what people write has."""
    return [token_of(KIND, kind) for kind in contribution_kinds()]


def narrow(documents: Array, selected: Mapping[str, frozenset[str]], values: Values) -> Narrowed:
    """Narrow the hits down to what was chosen, and count.

    Values of one facet widen („this or that“), different facets narrow. The numbers of a facet do not take its own
    choice into account, so that they say what choosing another value would bring.
    """
    places, owners = values.of(documents)
    fails = {
        name: ~values.marked([token_of(name, value) for value in chosen], places, owners, len(documents))
        for name, chosen in selected.items()
    }
    failed = np.sum(list(fails.values()), axis=0) if fails else np.zeros(len(documents), int)
    kept = documents[failed == 0]
    common = values.count(places[(failed == 0)[owners]])
    counts = dict.fromkeys(FACETS, common)
    for name, fails_here in fails.items():
        counts[name] = common + values.count(places[((failed == 1) & fails_here)[owners]])
    return Narrowed(kept, counts)


def build_facets(
    counts: Mapping[str, Array], selected: Mapping[str, frozenset[str]], values: Values
) -> tuple[Facet, ...]:
    """The facets to show, with at most 20 values each: chosen ones first, then by number."""
    facets = []
    for name, label in FACETS.items():
        numbers = counts[name]
        chosen = [values.by_token[token_of(name, value)] for value in selected.get(name, ())]
        places = _offered(name, numbers, chosen, values)
        if places:
            options = tuple(
                _option(name, values.named[place], int(numbers[place]), place in chosen) for place in places
            )
            facets.append(Facet(name, str(label), options))
    return tuple(facets)


def _offered(facet: str, numbers: Array, chosen: list[int], values: Values) -> list[int]:
    """The places of the values to offer: chosen ones, then the most frequent, then by name; years by their number."""
    of_facet = values.by_facet.get(facet)
    if of_facet is None:
        return []
    is_chosen = np.zeros(len(values.named), bool)
    is_chosen[chosen] = True
    found = of_facet[(numbers[of_facet] > 0) | is_chosen[of_facet]]
    order = np.lexsort((-numbers[found], ~is_chosen[found]))
    offered: list[int] = found[order][: max(MAX_OPTIONS, len(chosen))].tolist()
    if facet == "jahr":
        offered.sort(key=lambda place: (place in chosen, values.named[place].token), reverse=True)
    return offered


def _option(facet: str, value: Named, count: int, selected: bool) -> FacetOption:
    text = value.token.partition(SEPARATOR)[2]
    return FacetOption(text, _label(facet, text, value.name), count, selected)


def _label(facet: str, value: str, name: str) -> str:
    """What readers call a value: those that are choices in the code have their names there."""
    if facet == "art":
        return kind_label(value)
    if facet == "status":
        return str(Status(value).label)
    if facet == "groesse":
        return str(SizeClass(value).label)
    return name or value
