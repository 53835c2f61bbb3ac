"""The matrix as the parts of an HTML table.

A county has thousands of cells, so their HTML is put together here and not by templates; empty cells, which are most,
are all the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.catalogue.coverage.matrix import Column, Matrix, Row
from exchange.catalogue.coverage.sources import Coverage
from exchange.pages.breadcrumb import address_of

# Everything that is put in comes out of ``escape`` or is a number.
_EMPTY_CELL = "<td></td>"
_SUM = '<td class="coverage__sum">{}</td>'
_CORNER = '<th scope="col" rowspan="2" class="coverage__corner">{}</th>'
_SUM_HEADING = '<th scope="col" rowspan="2" class="coverage__sum coverage__service"><span>{}</span></th>'
_TOPIC = '<th scope="colgroup" colspan="{number}" class="coverage__topic"><span>{name}</span></th>'
_SERVICE = '<th scope="col" class="coverage__service{first}"><a href="{url}">{name}</a></th>'
_ROW_HEADING = '<th scope="row"><a href="{url}">{name}</a></th>'


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the three parts of a table, and the number of its columns."""

    head: SafeString
    body: SafeString
    foot: SafeString


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A state as the legend explains it: its word for style sheets and icons, what people call it, and how often."""

    name: str
    label: str
    number: int


def table_of(matrix: Matrix, rows: Sequence[Row]) -> Table:
    """The HTML of these rows of the matrix, with the totals of all rows."""
    return Table(
        head=_safe(_heading(matrix.columns)), body=_safe(_body(rows, matrix.columns)), foot=_safe(_totals(matrix))
    )


def legend_of(matrix: Matrix) -> list[LegendItem]:
    """The states in which something is known, the strongest first."""
    known = [state for state in reversed(Coverage) if state is not Coverage.NOTHING]
    return [LegendItem(state.name.lower(), str(state.label), matrix.states[state]) for state in known]


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - escaped where it is put in


def _heading(columns: Sequence[Column]) -> Iterable[str]:
    yield "<tr>"
    yield _CORNER.format(escape(_("Municipality")))
    yield _SUM_HEADING.format(escape(_("Services with entries")))
    services_url = reverse("catalogue:services")
    groups = [(topic, list(services)) for topic, services in groupby(columns, key=lambda column: column.topic)]
    for topic, services in groups:
        yield _TOPIC.format(number=len(services), name=escape(topic))
    yield "</tr><tr>"
    for _topic, services in groups:
        for place, column in enumerate(services):
            url = escape(f"{services_url}{column.slug}/")
            yield _SERVICE.format(url=url, name=escape(column.name), first="" if place else " is-first")
    yield "</tr>"


def _body(rows: Sequence[Row], columns: Sequence[Column]) -> Iterable[str]:
    empty_row = [_EMPTY_CELL] * len(columns)
    place_of = {column.pk: place for place, column in enumerate(columns)}
    names = [escape(column.name) for column in columns]
    slugs = [escape(column.slug) for column in columns]
    frames: dict[tuple[Coverage, int], tuple[str, str]] = {}
    services = escape(reverse("catalogue:services"))
    # The search stands above this app, which knows no more of it than its address and the words of its facets.
    search = escape(f"{reverse('search:results')}?kommune=")
    for row in rows:
        name = escape(row.name)
        reports_of = f"{search}{escape(row.slug)}{escape('&leistung=')}"
        cells = empty_row.copy()
        for service_id, (state, number, path) in row.cells.items():
            place = place_of[service_id]
            if number > 1:
                url = f"{reports_of}{slugs[place]}"
            else:
                url = escape(address_of(path)) if path else f"{services}{slugs[place]}/"
            frame = frames.get((state, number))
            if frame is None:
                frame = frames[state, number] = _frame(state, number)
            cells[place] = f'{frame[0]}{url}" title="{name}: {names[place]}{frame[1]}'
        yield "<tr>"
        yield _ROW_HEADING.format(url=escape(f"/kommunen/{row.slug}/"), name=name)
        yield _SUM.format(row.total)
        yield from cells
        yield "</tr>"


def _frame(state: Coverage, number: int) -> tuple[str, str]:
    """What stands in each cell of this state and number of entries before its address, and after its title."""
    text = escape(f"{state.label}, {_entries(number)}")
    return (
        f'<td><a class="is-{state.name.lower()}" href="',
        f'"><span class="kern-sr-only">{text}</span></a></td>',
    )


def _totals(matrix: Matrix) -> Iterable[str]:
    yield f'<tr><th scope="row">{escape(_("Municipalities with entries"))}</th>'
    yield _SUM.format(matrix.total)
    yield from (f"<td>{column.total}</td>" for column in matrix.columns)
    yield "</tr>"


def _entries(number: int) -> str:
    return ngettext("%(number)s entry", "%(number)s entries", number) % {"number": number}
