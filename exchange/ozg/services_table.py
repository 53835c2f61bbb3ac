"""The tables of services that can be imported: which columns they have and what a row means.

The first two have the columns of the published OZG-Umsetzungskatalog, the third is the project's own, curated one
(``data/services.csv``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from exchange.ozg.models import MAX_NAME_LENGTH
from exchange.tabular import Row, RowError, Table


class TableKind(Enum):
    """A known table; the value holds the columns that it must have."""

    CATALOGUE = ("ozg_id", "leistung", "themenfeld", "lage")
    LEIKA = ("ozg_id", "leika_schluessel")
    CURATED = ("ozg_id", "name", "topic_field", "life_situation", "leika_keys", "synonyms")


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """What one row says about a service; a row of the LeiKa table has only the id and a key."""

    ozg_id: str
    name: str = ""
    topic_field: str = ""
    life_situation: str = ""
    leika_keys: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    is_municipal: bool = False


def recognise(table: Table) -> TableKind:
    """Which of the known tables this is; TableError, naming the missing columns, when it is none."""
    nearest = max(TableKind, key=lambda kind: len(set(kind.value) & set(table.columns)) / len(kind.value))
    table.require(nearest.value)
    return nearest


def read_entry(row: Row, kind: TableKind) -> ServiceEntry | None:
    """The row's content; None when it holds nothing to import (a LeiKa entry without key or service).

    Raises RowError when a name or the synonyms are missing; the rest is checked by the model.
    """
    match kind:
        case TableKind.CATALOGUE:
            return ServiceEntry(
                ozg_id=row["ozg_id"],
                name=row.text("leistung", max_length=MAX_NAME_LENGTH),
                topic_field=row["themenfeld"],
                life_situation=row["lage"],
            )
        case TableKind.LEIKA:
            if not row["ozg_id"] or not row["leika_schluessel"]:
                return None
            return ServiceEntry(ozg_id=row["ozg_id"], leika_keys=(row["leika_schluessel"],))
        case TableKind.CURATED:
            return ServiceEntry(
                ozg_id=row["ozg_id"],
                name=row.text("name", max_length=MAX_NAME_LENGTH),
                topic_field=row["topic_field"],
                life_situation=row["life_situation"],
                leika_keys=tuple(row["leika_keys"].split()),
                synonyms=_synonyms(row["synonyms"]),
                is_municipal=True,
            )


def _synonyms(cell: str) -> tuple[str, ...]:
    synonyms = tuple(" ".join(synonym.split()) for synonym in cell.split("|") if synonym.strip())
    if not synonyms:
        raise RowError(_("A curated service needs at least one synonym."))
    return synonyms
