"""The list of solutions and its facets.

There are hundreds of solutions, not hundreds of thousands: what facets need of all of them is read with four queries,
and counted here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exchange.pages.cards import Card, read_cards
from exchange.pages.models import ServiceLink
from exchange.solutions.categories import category_label
from exchange.solutions.enums import DevelopmentStatus, LicenceKind, Operation
from exchange.solutions.labels import licence_label
from exchange.solutions.logos import logo_file, logo_url

if TYPE_CHECKING:
    from exchange.pages.models.querysets import ExchangePageQuerySet

# The page tree is the same on every site, see home.setup.
SOLUTIONS_URL = "/loesungen/"
PAGE_SIZE = 20
MAX_OPTIONS = 20

# The name is the parameter in the address, the order that of the page.
FACETS: dict[str, str | Promise] = {
    "leistung": _("Service"),
    "thema": _("Topic field"),
    "kategorie": _("Category"),
    "quelloffen": _("Kind of licence"),
    "lizenz": _("Licence"),
    "stand": _("State of development"),
    "betrieb": _("Operation"),
    "kommune": _("Used in"),
}
_LABELS: dict[str, Callable[[str], str]] = {
    "kategorie": category_label,
    "lizenz": licence_label,
    "quelloffen": lambda value: str(LicenceKind(value).label),
    "stand": lambda value: str(DevelopmentStatus(value).label),
    "betrieb": lambda value: str(Operation(value).label),
}


@dataclass
class _Entry:
    """A solution with the values that it has in each facet, and the number of municipalities that use it."""

    key: int
    title: str
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    adopters: int = 0
    logo: str = ""


def solution_list(solutions: ExchangePageQuerySet, address: QueryDict) -> dict[str, Any]:
    """What the page of all solutions shows: cards, facets, chosen filters.

    ``solutions`` are those that the person may read; whatever is wrong in ``address`` counts as not given.
    """
    entries, names = _read(solutions)
    known = {name: {value for entry in entries for value in entry.values[name]} for name in FACETS}
    chosen = {name: set(address.getlist(name)) & known[name] for name in FACETS}
    chosen = {name: values for name, values in chosen.items() if values}
    found = [entry for entry in entries if not _fails(entry, chosen)]
    found.sort(key=lambda entry: (-entry.adopters, entry.title.casefold(), entry.key))
    page = Paginator(found, PAGE_SIZE).get_page(address.get("page"))
    return {
        "page_obj": page,
        "cards": _cards(solutions, page),
        "facets": _facets(entries, chosen, names),
        "active_filters": _active_filters(chosen, names),
        "total": len(entries),
    }


def _read(solutions: ExchangePageQuerySet) -> tuple[list[_Entry], dict[tuple[str, str], str]]:
    """The solutions with their facet values, and the names of those values that have one in the database."""
    names: dict[tuple[str, str], str] = {}
    columns = ("pk", "title", "licence", "licence_kind", "development_status", "categories", "logo_file")
    entries: dict[int, _Entry] = {}
    rows = solutions.order_by().annotate(logo_file=logo_file()).values_list(*columns)
    for pk, title, licence, licence_kind, status, categories, logo in rows:
        entry = entries[pk] = _Entry(pk, title, logo=logo_url(logo))
        entry.values["quelloffen"].add(licence_kind)
        entry.values["kategorie"].update(categories)
        for name, value in (("lizenz", licence), ("stand", status)):
            if value:
                entry.values[name].add(value)
    visible = solutions.order_by().values("pk")
    links = ServiceLink.objects.filter(page__in=visible).values_list(
        "page_id", "service__slug", "service__name", "service__topic_field__slug", "service__topic_field__name"
    )
    for page_id, slug, name, topic_slug, topic_name in links:
        entries[page_id].values["leistung"].add(slug)
        entries[page_id].values["thema"].add(topic_slug)
        names["leistung", slug] = name
        names["thema", topic_slug] = topic_name
    adoptions = apps.get_model("solutions", "Adoption").objects.declared().filter(solution__in=visible)
    used = adoptions.values_list("solution_id", "operated_by", "municipality__slug", "municipality__name")
    for page_id, operated_by, slug, name in used:
        entry = entries[page_id]
        entry.adopters += 1
        entry.values["kommune"].add(slug)
        names["kommune", slug] = name
        if operated_by:
            entry.values["betrieb"].add(operated_by)
    return list(entries.values()), names


def _fails(entry: _Entry, chosen: Mapping[str, set[str]]) -> list[str]:
    """The facets in which a solution has none of the chosen values."""
    return [name for name, values in chosen.items() if not entry.values[name] & values]


def _facets(
    entries: list[_Entry], chosen: Mapping[str, set[str]], names: Mapping[tuple[str, str], str]
) -> list[dict[str, Any]]:
    """The facets with the number of solutions that each value would leave; its own choice does not count there."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for entry in entries:
        fails = _fails(entry, chosen)
        for name in FACETS:
            if not [other for other in fails if other != name]:
                counts[name].update(entry.values[name])
    facets: list[dict[str, Any]] = []
    for name, label in FACETS.items():
        selected = chosen.get(name, set())
        options: list[dict[str, Any]] = [
            {"value": value, "label": _label(name, value, names), "count": number, "selected": value in selected}
            for value, number in (counts[name] | Counter(dict.fromkeys(selected, 0))).items()
        ]
        options.sort(key=lambda option: (not option["selected"], -option["count"], option["label"].casefold()))
        options = options[: max(MAX_OPTIONS, len(selected))]
        facets.append({"name": name, "label": label, "options": options})
    return facets


def _label(facet: str, value: str, names: Mapping[tuple[str, str], str]) -> str:
    return _LABELS[facet](value) if facet in _LABELS else names.get((facet, value), value)


def _active_filters(chosen: Mapping[str, set[str]], names: Mapping[tuple[str, str], str]) -> list[dict[str, str]]:
    filters = []
    for name, values in chosen.items():
        for value in sorted(values):
            rest = QueryDict(mutable=True)
            for other, others in chosen.items():
                rest.setlist(other, sorted(others - {value} if other == name else others))
            label = f"{FACETS[name]}: {_label(name, value, names)}"
            filters.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
    return filters


def _cards(solutions: ExchangePageQuerySet, page: Page[_Entry]) -> list[Card]:
    """The cards of the solutions on this page, with how many municipalities use each."""
    order = {entry.key: entry for entry in page.object_list}
    pages = solutions.filter(pk__in=order).order_by("pk")
    cards = dict(zip(sorted(order), read_cards(pages), strict=True))
    return [
        replace(cards[entry.key], published_on=None, note=adopters_note(entry.adopters), picture=entry.logo)
        for entry in order.values()
    ]


def adopters_note(number: int) -> str:
    """“Used by 7 municipalities”; empty for none."""
    if not number:
        return ""
    return ngettext("Used by one municipality", "Used by %(number)d municipalities", number) % {"number": number}
