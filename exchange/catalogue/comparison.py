"""Up to four solutions side by side, with what reports say they cost."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exchange.municipalities.enums import SizeClass
from exchange.pages.models import ServiceLink
from exchange.pages.templatetags.exchange_tags import euro
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState, LicenceKind, Operation
from exchange.solutions.labels import language_names, licence_label
from exchange.solutions.models import Adoption, CoupledSoftware, SolutionPage

MOST_COMPARED = 4
PARAMETER = "loesung"
_SLUG = re.compile(r"[-\w]{1,255}")


def compare(slugs: list[str], user: Any) -> dict[str, Any]:
    """The solutions of these addresses that the person may read, in this order, at most four, and the rows.

    Rows about which nothing is known of any are left out. A row has a label and a list of lines for each solution.
    The number of queries does not depend on the number of solutions or adopters.
    """
    slugs = [slug for slug in slugs[:20] if _SLUG.fullmatch(slug)]
    found = {page.slug: page for page in SolutionPage.objects.visible_to(user).filter(slug__in=slugs)}
    pages = [found[slug] for slug in dict.fromkeys(slugs) if slug in found][:MOST_COMPARED]
    keys = [page.pk for page in pages]
    adoptions = list(Adoption.objects.declared().filter(solution__in=keys).select_related("municipality"))
    rows = [
        (_("What is it for?"), [[page.summary] for page in pages]),
        (_("Licence"), [[licence_label(page.licence), str(LicenceKind(page.licence_kind).label)] for page in pages]),
        (_("State of development"), [[page.get_development_status_display()] for page in pages]),
        (
            _("Current version"),
            [[page.version, date_format(page.released_on) if page.released_on else ""] for page in pages],
        ),
        (_("Kind of software"), [[page.get_software_type_display()] for page in pages]),
        (_("Languages"), [[", ".join(language_names(page.languages))] for page in pages]),
        (_("Maintained by"), [[page.get_maintenance_display()] for page in pages]),
        (_("Services"), _services(keys)),
        (_("Needs"), [[*page.needs_open, *page.needs_proprietary, *page.needs_hardware] for page in pages]),
        (_("Experience of municipalities"), [_states(key, adoptions) for key in keys]),
        (_("By size of municipality"), [_sizes(key, adoptions) for key in keys]),
        (_("Operation"), [_operation(key, adoptions) for key in keys]),
        (_("Connected specialist software"), _coupled(keys)),
        *_costs(keys, user),
        (_("Check again on"), [[date_format(page.review_due) if page.review_due else ""] for page in pages]),
    ]
    filled = ((label, [[line for line in lines if line] for lines in cells]) for label, cells in rows)
    return {
        "pages": pages,
        "columns": [{"page": page, "rest": _address_without(page, pages)} for page in pages],
        "rows": [{"label": label, "cells": cells} for label, cells in filled if any(cells)],
    }


def _address_without(page: SolutionPage, pages: list[SolutionPage]) -> str:
    """The parameters of the comparison of all the other solutions."""
    return "?" + urlencode([(PARAMETER, other.slug) for other in pages if other is not page])


def _services(keys: list[int]) -> list[list[str]]:
    links = ServiceLink.objects.filter(page__in=keys).order_by("sort_order", "pk")
    rows = list(links.values_list("page_id", "service__name"))
    return [[name for page_id, name in rows if page_id == key] for key in keys]


def _states(key: int, adoptions: list[Adoption]) -> list[str]:
    counts = {
        state: sum(each.solution_id == key and each.state == state for each in adoptions) for state in AdoptionState
    }
    return [f"{state.label}: {number}" for state, number in counts.items() if number]


def _sizes(key: int, adoptions: list[Adoption]) -> list[str]:
    sizes = [each.municipality.size for each in adoptions if each.solution_id == key]
    return [f"{size.label}: {sizes.count(size)}" for size in SizeClass if size in sizes]


def _operation(key: int, adoptions: list[Adoption]) -> list[str]:
    ways = [each.operated_by for each in adoptions if each.solution_id == key]
    return [f"{way.label}: {ways.count(way)}" for way in Operation if way in ways]


def _coupled(keys: list[int]) -> list[list[str]]:
    """The specialist software that adopters have connected: how often it worked and how often not."""
    rows = list(
        CoupledSoftware.objects.filter(adoption__solution__in=keys, adoption__withdrawn_on=None).values_list(
            "adoption__solution_id", "name", "worked"
        )
    )
    cells = []
    for key in keys:
        names = sorted({name for solution, name, _worked in rows if solution == key}, key=str.casefold)
        cells.append(
            [f"{name}: {_outcome(rows.count((key, name, True)), rows.count((key, name, False)))}" for name in names]
        )
    return cells


def _outcome(good: int, bad: int) -> str:
    """How often a connection worked and how often not; what did not happen, and „once“, go without saying."""
    parts = []
    if good:
        parts.append(_("worked") if good == 1 else _("worked (%(number)d)") % {"number": good})
    if bad:
        parts.append(_("failed") if bad == 1 else _("failed (%(number)d)") % {"number": bad})
    return ", ".join(parts)


def _costs(keys: list[int], user: Any) -> list[tuple[str, list[list[str]]]]:
    """The ranges of cost in the reports that name the solutions and that the person may read."""
    ranges = {
        row["software__solution"]: row
        for row in ReportPage.objects.visible_to(user)
        .filter(software__solution__in=keys)
        .order_by()
        .values("software__solution")
        .annotate(
            least_once=Min("cost_once"),
            most_once=Max("cost_once"),
            least_yearly=Min("cost_per_year"),
            most_yearly=Max("cost_per_year"),
        )
    }
    return [
        (label, [_range(ranges.get(key, {}), name) for key in keys])
        for label, name in ((_("One-off cost in reports"), "once"), (_("Yearly cost in reports"), "yearly"))
    ]


def _range(row: dict[str, Any], name: str) -> list[str]:
    least: Decimal | None = row.get(f"least_{name}")
    most: Decimal | None = row.get(f"most_{name}")
    if least is None:
        return []
    return [euro(least) if least == most else _("%(least)s to %(most)s") % {"least": euro(least), "most": euro(most)}]
