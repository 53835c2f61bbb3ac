"""Facets: how the hits spread over municipalities, kinds, topics and so on, and which of them the filters leave.

Every hit comes with its facet values as one string („kommune:offenburg jahr:2024“), so that counting is one pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.reports.enums import Status
from search.kinds import kind_label
from search.models import FacetLabel

MAX_OPTIONS = 20  # values of a facet that are offered; chosen ones are always among them
SHOWN_AT_ONCE = 6
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
    """One group of values. ``open``: the values that are not shown at once are needed, too."""

    name: str
    label: str
    options: tuple[FacetOption, ...]
    limit: int = SHOWN_AT_ONCE
    open: bool = False


# The name is the parameter in the address, the order that of the page.
FACETS: dict[str, str | Promise] = {
    "kommune": _("Municipality"),
    "thema": _("Topic field"),
    "schlagwort": _("Tag"),
    "leistung": _("Service"),
    "status": _("Status"),
    "art": _("Kind"),
    "jahr": _("Year"),
}


def known_values(selected: Mapping[str, frozenset[str]], counts: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """The chosen values that stand on at least one page this person may read; all others count as never chosen."""
    known = {
        name: frozenset(value for value in values if f"{name}:{value}" in counts)
        for name, values in selected.items()
        if name in FACETS
    }
    return {name: values for name, values in known.items() if values}


def tokens_of(selected: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The chosen values as they stand in the index."""
    return frozenset(f"{name}:{value}" for name, values in selected.items() for value in values)


def narrow(rows: Rows, selected: Mapping[str, frozenset[str]]) -> tuple[list[int], Counter[str]]:
    """The hits that the chosen values leave, in the given order, and the number of hits for each facet value.

    Values of one facet widen („this or that“), different facets narrow. The numbers of a facet do not take its own
    choice into account, so that they say what choosing another value would bring.
    """
    if not selected:
        rows = list(rows)
        return [entry_id for entry_id, _facets in rows], Counter(chain.from_iterable(text.split() for _, text in rows))
    groups = {name: tokens_of({name: values}) for name, values in selected.items()}
    kept: list[int] = []
    counts: Counter[str] = Counter()
    for entry_id, facets in rows:
        tokens = facets.split()
        failed = [name for name, group in groups.items() if group.isdisjoint(tokens)]
        if not failed:
            kept.append(entry_id)
            counts.update(tokens)
        elif len(failed) == 1:
            counts.update(token for token in tokens if token.startswith(f"{failed[0]}:"))
    return kept, counts


def build_facets(counts: Counter[str], selected: Mapping[str, frozenset[str]]) -> tuple[Facet, ...]:
    """The facets to show, with at most 20 values each: chosen ones first, then by number."""
    chosen = tokens_of(selected)
    by_facet: dict[str, list[tuple[bool, int, str]]] = {name: [] for name in FACETS}
    for token in counts.keys() | chosen:
        by_facet[token.partition(":")[0]].append((token not in chosen, -counts[token], token))
    shown = {name: sorted(values)[: max(MAX_OPTIONS, len(selected.get(name, ())))] for name, values in by_facet.items()}
    labels = _labels([token for values in shown.values() for _unchosen, _number, token in values])
    return tuple(_build_facet(name, values, labels) for name, values in shown.items() if values)


def _build_facet(name: str, values: list[tuple[bool, int, str]], labels: Mapping[str, str]) -> Facet:
    options = [
        FacetOption(
            value=token.partition(":")[2],
            label=labels.get(token, token.partition(":")[2]),
            count=-negative,
            selected=not unchosen,
        )
        for unchosen, negative, token in values
    ]
    options.sort(key=_newest_year_first if name == "jahr" else _most_frequent_first)
    return Facet(
        name=name,
        label=str(FACETS[name]),
        options=tuple(options),
        open=sum(option.selected for option in options) > SHOWN_AT_ONCE,
    )


def _most_frequent_first(option: FacetOption) -> Any:
    return not option.selected, -option.count, option.label.casefold()


def _newest_year_first(option: FacetOption) -> Any:
    return not option.selected, -int(option.value)


def _labels(tokens: list[str]) -> dict[str, str]:
    """What readers call these values; names of tags, services and the like in one query."""
    labels: dict[str, str] = {}
    stored: list[str] = []
    for token in tokens:
        name, _colon, value = token.partition(":")
        if name == "art":
            labels[token] = kind_label(value)
        elif name == "status":
            labels[token] = str(Status(value).label)
        elif name == "jahr":
            labels[token] = value
        else:
            stored.append(token)
    if stored:
        labels.update(FacetLabel.objects.filter(token__in=stored).values_list("token", "label"))
    return labels
