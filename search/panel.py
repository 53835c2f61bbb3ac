"""The panel of facets: up to a hundred options on each page of results, so their HTML is put together here.

An option's HTML comes out of the component once; after that only its number is put in. Rendering every option anew took
a third of the time of the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.template.loader import get_template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from search.facets import Facet, FacetOption

TEMPLATE = "components/facet_option.html"
SHOWN_AT_ONCE = 6
_GROUPED_FROM = 1_000
_KEPT_OPTIONS = 4_000
# Stands for the number in a kept option. No text can look like it: „<“ is escaped everywhere.
_NUMBER = SafeString("<number>")


@cache
def more_icon() -> SafeString:
    """The icon before „show more“."""
    return SafeString(get_template("components/icon.html").render({"name": "chevron-down"}))


@dataclass(frozen=True, slots=True)
class PanelGroup:
    """A facet as the panel shows it: some options at once, the rest on demand."""

    label: str
    shown: SafeString
    more: SafeString
    is_open: bool


def panel_groups(facets: Iterable[Facet]) -> list[PanelGroup]:
    """The facets with their options as HTML list items."""
    return [
        PanelGroup(
            label=facet.label,
            shown=_items(facet.name, facet.options[:SHOWN_AT_ONCE]),
            more=_items(facet.name, facet.options[SHOWN_AT_ONCE:]),
            is_open=any(option.selected for option in facet.options[SHOWN_AT_ONCE:]),
        )
        for facet in facets
    ]


def _items(name: str, options: Sequence[FacetOption]) -> SafeString:
    items = (
        _option(name, option.value, option.label, option.selected).replace(_NUMBER, _written(option.count))
        for option in options
    )
    return mark_safe("".join(f"<li>{item}</li>" for item in items))  # noqa: S308 - escaped by the component


def _written(number: int) -> str:
    return str(number) if number < _GROUPED_FROM else str(number_format(number, force_grouping=True))


@lru_cache(maxsize=_KEPT_OPTIONS)
def _option(name: str, value: str, label: str, selected: bool) -> str:
    option = {"value": value, "label": label, "count": _NUMBER, "selected": selected}
    return get_template(TEMPLATE).render({"name": name, "option": option})
