"""Facets: how the hits spread over municipalities, kinds, topics and so on, and which of them the filters leave.

A facet value is a token such as „kommune:offenburg“. Every page has its values as lines of „token TAB name“ in one
string, with a line feed before the first and after the last, so that counting is one pass and a choice is a search for
„token TAB“.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.municipalities.enums import SizeClass
from exchange.reports.enums import Status
from search.analysis import storable
from search.kinds import kind_label
from search.models import MAX_TOKEN_LENGTH, IndexedPage
from search.postings import read_postings
from search.scope import reads_public_only
from search.state import current

MAX_OPTIONS = 20  # values of a facet that are offered; chosen ones are always among them
MAX_SELECTED = 20  # values of one facet that can be chosen together

Rows = Iterable[tuple[int, str]]


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


# The name is the parameter in the address, the order that of the page.
FACETS: dict[str, str | Promise] = {
    "kommune": _("Municipality"),
    "thema": _("Topic field"),
    "schlagwort": _("Tag"),
    "leistung": _("Service"),
    "status": _("Status"),
    "groesse": _("Size of the municipality"),
    "art": _("Kind"),
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


def known_values(selected: Mapping[str, frozenset[str]], counts: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """The chosen values that stand on at least one page this person may read; all others count as never chosen."""
    known = {
        name: frozenset(value for value in values if f"{name}:{value}" in counts) for name, values in selected.items()
    }
    return {name: values for name, values in known.items() if values}


def tokens_of(selected: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The chosen values as they stand in the index."""
    return frozenset(f"{name}:{value}" for name, values in selected.items() for value in values)


def written(values: Mapping[str, str]) -> str:
    """Facet values, token to name, as they are stored with a page."""
    lines = (f"{token}\t{' '.join(name.split())}" for token, name in values.items())
    return "\n".join(("", *lines, ""))


def narrow(rows: Rows, selected: Mapping[str, frozenset[str]]) -> tuple[list[int], Counter[str]]:
    """The hits that the chosen values leave, in the given order, and the number of hits for each line of facet values.

    Values of one facet widen („this or that“), different facets narrow. The numbers of a facet do not take its own
    choice into account, so that they say what choosing another value would bring.
    """
    groups = {f"{name}:": [f"\n{token}\t" for token in tokens_of({name: values})] for name, values in selected.items()}
    kept: list[int] = []
    counted: list[list[str]] = []
    for entry_id, facets in rows:
        failed = [name for name, tokens in groups.items() if not any(token in facets for token in tokens)]
        if not failed:
            kept.append(entry_id)
            counted.append(facets.split("\n"))
        elif len(failed) == 1:
            counted.append([line for line in facets.split("\n") if line.startswith(failed[0])])
    counts = Counter(chain.from_iterable(counted))
    del counts[""]
    return kept, counts


def build_facets(counts: Counter[str], selected: Mapping[str, frozenset[str]], user: Any) -> tuple[Facet, ...]:
    """The facets to show, with at most 20 values each: chosen ones first, then by number."""
    chosen = tokens_of(selected)
    numbers: Counter[str] = Counter()
    names: dict[str, str] = {}
    for line, number in counts.items():
        token, _tab, name = line.partition("\t")
        numbers[token] += number
        names.setdefault(token, name)
    if absent := chosen - numbers.keys():
        names.update(_names(absent, user))
    by_facet: dict[str, list[tuple[bool, int, str, str]]] = {name: [] for name in FACETS}
    for token in numbers.keys() | chosen:
        facet, _colon, value = token.partition(":")
        by_facet[facet].append((token not in chosen, -numbers[token], names.get(token, "").casefold(), value))
    return tuple(
        Facet(
            name=facet,
            label=str(FACETS[facet]),
            options=tuple(
                FacetOption(value, _label(facet, value, names.get(f"{facet}:{value}", "")), -negative, not unchosen)
                for unchosen, negative, _name, value in _first(facet, values)
            ),
        )
        for facet, values in by_facet.items()
        if values
    )


def _first(facet: str, values: list[tuple[bool, int, str, str]]) -> list[tuple[bool, int, str, str]]:
    """The values to offer, chosen ones before the most frequent; years in their own order."""
    number = max(MAX_OPTIONS, sum(not unchosen for unchosen, *_rest in values))
    most_frequent = sorted(values)[:number]
    if facet == "jahr":
        most_frequent.sort(key=lambda year: (not year[0], year[3]), reverse=True)
    return most_frequent


def _names(tokens: Iterable[str], user: Any) -> dict[str, str]:
    """Names of values that were chosen and stand on no hit: from any page this person may read."""
    postings = read_postings(sorted(tokens), current(), public_only=reads_public_only(user))
    pages = {token: int(found.documents[0]) for token, found in postings.items()}
    facets = dict(IndexedPage.objects.filter(pk__in=pages.values()).values_list("pk", "facets"))
    return {token: facets[page].partition(f"\n{token}\t")[2].partition("\n")[0] for token, page in pages.items()}


def _label(facet: str, value: str, name: str) -> str:
    """What readers call a value: those that are choices in the code have their names there."""
    if facet == "art":
        return kind_label(value)
    if facet == "status":
        return str(Status(value).label)
    if facet == "groesse":
        return str(SizeClass(value).label)
    return name or value
