"""The coverage matrix: municipalities that have joined by services that municipalities carry out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from exchange.catalogue.coverage.sources import Coverage, Entry, entries
from exchange.german import transcribe
from exchange.municipalities.enums import SizeClass
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service


class Cell(NamedTuple):
    """What is known about a municipality and a service: state, number and path of an ``Entry``."""

    state: Coverage
    number: int
    path: str


class Column(NamedTuple):
    """A service with its topic field and the number of municipalities about which something is known."""

    pk: int
    name: str
    slug: str
    topic: str
    topic_slug: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality with its cells by service; services without one are those about which nothing is known."""

    pk: int
    name: str
    slug: str
    ags: str
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The number of services about which something is known."""
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by name, columns by topic field and name, and how many cells are in each state.

    ``topics`` are the names of all topic fields that have services, by address part.
    """

    rows: list[Row]
    columns: list[Column]
    topics: dict[str, str]
    states: Counter[Coverage]

    @property
    def total(self) -> int:
        """The number of cells in which something is known."""
        return self.states.total()

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rows and self.columns)


def coverage(user: Any, *, topic: str = "", size: SizeClass | None = None, known_only: bool = False) -> Matrix:
    """What this person may see of who has what. One query for the rows, one for the columns, one for the cells.

    ``topic`` keeps the services of the topic field with this address part, any other keeps all; ``size`` keeps the
    municipalities of a class; ``known_only`` leaves out rows and columns in which nothing is known.
    """
    every_column = _columns()
    topics = {column.topic_slug: column.topic for column in every_column}
    columns = [column for column in every_column if topic not in topics or column.topic_slug == topic]
    cells = _cells(entries(user), {column.pk for column in columns})
    rows = [Row(*values, cells=cells.get(values[0], {})) for values in _municipalities(size)]
    totals: Counter[int] = Counter()
    for row in rows:
        totals.update(row.cells.keys())
    columns = [column._replace(total=totals[column.pk]) for column in columns]
    if known_only:
        rows = [row for row in rows if row.cells]
        columns = [column for column in columns if column.total]
    return Matrix(rows, columns, topics, Counter(cell.state for row in rows for cell in row.cells.values()))


def _columns() -> list[Column]:
    """The services by topic field and, as Germans look names up, by name: databases put „Ü“ behind „Z“."""
    services = Service.objects.municipal().order_by("topic_field__number", "pk")
    rows = services.values_list("pk", "name", "slug", "topic_field__name", "topic_field__slug")
    columns = [Column(*row) for row in rows]
    place_of = {topic: place for place, topic in enumerate(dict.fromkeys(column.topic for column in columns))}
    return sorted(columns, key=lambda column: (place_of[column.topic], _key_of(column.name)))


@lru_cache(maxsize=2_000)
def _key_of(name: str) -> str:
    return transcribe(name).casefold()


def _municipalities(size: SizeClass | None) -> Iterable[tuple[int, str, str, str]]:
    municipalities = Municipality.objects.joined()
    if size is not None:
        municipalities = municipalities.of_size_class(size)
    return municipalities.values_list("pk", "name", "slug", "ags")


def _cells(known: Iterable[Entry], service_ids: Collection[int]) -> dict[int, dict[int, Cell]]:
    """The cells of each municipality: the strongest state of all that is known, and all pages together."""
    cells: dict[int, dict[int, Cell]] = defaultdict(dict)
    for municipality_id, service_id, state, number, path in known:
        if service_id not in service_ids:
            continue
        of_municipality = cells[municipality_id]
        before = of_municipality.get(service_id)
        if before is not None:
            state, number = max(before.state, state), before.number + number
        of_municipality[service_id] = Cell(state, number, path)
    return cells
