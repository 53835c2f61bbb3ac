"""Reading the official register (GV100AD of Destatis as CSV) and comparing it with what is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from exchange.municipalities.enums import Kind
from exchange.municipalities.models import AGS_PATTERN, LATITUDES, LONGITUDES, Municipality
from exchange.municipalities.naming import NamedPlace, assign_slugs, sort_key
from exchange.municipalities.signals import register_changed
from exchange.tabular import ImportReport, Row, RowError

REQUIRED_COLUMNS = (
    "ags",
    "name",
    "name_amtlich",
    "typ",
    "kreis",
    "land",
    "einwohner",
    "flaeche_km2",
    "plz_verwaltung",
    "lat",
    "lon",
)
# Read where present: "gemeindeverband", "gebietsstand", "einwohner_stand".

_KINDS = {
    "Stadt": Kind.CITY,
    "Große Kreisstadt": Kind.LARGE_COUNTY_TOWN,
    "Kreisfreie Stadt": Kind.COUNTY_FREE_CITY,
    "Stadtkreis": Kind.URBAN_COUNTY,
    "Gemeinde": Kind.MUNICIPALITY,
    "Markt": Kind.MARKET,
}
_KIND_BY_WORD = {word.casefold(): kind for word, kind in _KINDS.items()}
_MOST_INHABITANTS = 20_000_000  # Berlin has 3.8 million; above, two columns have run together
_LARGEST_AREA = 10_000  # km²; Berlin has 892
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(\.[0-9]{3})+")
_DECIMAL_POINT = re.compile(r"[0-9]+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One row of the register: ``facts`` by field name, and ``hints`` that fill fields as long as they are empty."""

    line: int
    ags: str
    facts: dict[str, Any]
    hints: dict[str, Any] = field(default_factory=dict)


def read_entries(
    rows: Iterable[Row], report: ImportReport, population_date: date | None = None
) -> Iterator[RegisterEntry]:
    """The usable rows; the others go to the report with their reason, also the second row of one key."""
    lines_by_ags: dict[str, int] = {}
    for row in rows:
        try:
            entry = read_entry(row, population_date)
            if entry.ags in lines_by_ags:
                raise RowError(
                    _("The municipality key %(ags)s stands in line %(line)d already.")
                    % {"ags": entry.ags, "line": lines_by_ags[entry.ags]}
                )
        except RowError as error:
            report.reject(row.line, str(error))
            continue
        lines_by_ags[entry.ags] = row.line
        yield entry


def read_entry(row: Row, population_date: date | None = None) -> RegisterEntry:
    """What one row says; an empty cell says nothing, so it never erases a known fact. Raises RowError."""
    ags = _ags(row)
    name = row.text("name", max_length=120)
    facts: dict[str, Any] = {
        "name": name,
        "sort_name": sort_key(name),
        "kind": _kind(row),
        "county": row.text("kreis", max_length=100),
        "county_ags": ags[:5],
        "state": row.text("land", max_length=60),
        "state_ags": ags[:2],
    }
    for column, field_name, max_length in (
        ("name_amtlich", "official_name", 200),
        ("gemeindeverband", "association", 120),
    ):
        if row.get(column):
            facts[field_name] = row.text(column, max_length=max_length)
    if row["einwohner"]:
        facts["population"] = _whole_number(row, "einwohner", _MOST_INHABITANTS)
        facts["population_date"] = population_date or _population_date(row)
    if row["flaeche_km2"]:
        facts["area_km2"] = _area(row)
    if row["plz_verwaltung"]:
        facts["postcode"] = _postcode(row)
    if row["lat"] or row["lon"]:
        facts["latitude"] = _degrees(row, "lat", LATITUDES)
        facts["longitude"] = _degrees(row, "lon", LONGITUDES)
    return RegisterEntry(row.line, ags, facts)


def take_over(
    entries: Iterable[RegisterEntry], report: ImportReport, *, keep_newer: bool = False, dry_run: bool = False
) -> None:
    """Create missing municipalities and bring the facts of the others up to date; counts go to the report.

    Membership, website, mail domains and address part of a stored municipality are never changed, except that hints
    fill what is empty. ``keep_newer`` leaves facts alone whose population is of a later day than the entry's.
    ``dry_run`` only counts. Sends ``register_changed`` when anything changed.
    """
    by_ags = {entry.ags: entry for entry in entries}
    with transaction.atomic():
        stored = Municipality.objects.in_bulk(list(by_ags), field_name="ags")
        changes_by_pk: dict[int, dict[str, Any]] = {}
        for ags, municipality in stored.items():
            changes = _changes(municipality, by_ags[ags], keep_newer)
            if changes:
                changes_by_pk[municipality.pk] = changes
        new = _new_municipalities([entry for ags, entry in by_ags.items() if ags not in stored])
        report.created += len(new)
        report.updated += len(changes_by_pk)
        report.unchanged += len(stored) - len(changes_by_pk)
        if dry_run or not (new or changes_by_pk):
            return
        Municipality.objects.bulk_create(new, batch_size=_BATCH)
        # One by one: for all of Germany seven times as fast as bulk_update, whose CASE grows with rows and columns.
        for pk, changes in changes_by_pk.items():
            Municipality.objects.filter(pk=pk).update(**changes)
        transaction.on_commit(partial(register_changed.send, sender=Municipality))


def _changes(municipality: Municipality, entry: RegisterEntry, keep_newer: bool) -> dict[str, Any]:
    facts = entry.facts
    known, given = municipality.population_date, facts.get("population_date")
    if keep_newer and known is not None and (given is None or known > given):
        facts = {}
    changes = {name: value for name, value in facts.items() if getattr(municipality, name) != value}
    changes.update({name: value for name, value in entry.hints.items() if value and not getattr(municipality, name)})
    return changes


def _new_municipalities(entries: list[RegisterEntry]) -> list[Municipality]:
    if not entries:
        return []
    slugs = assign_slugs(
        (NamedPlace(entry.ags, entry.facts["name"], entry.facts["county"]) for entry in entries),
        taken=set(Municipality.objects.order_by().values_list("slug", flat=True)),
    )
    return [
        Municipality(ags=entry.ags, slug=slugs[entry.ags], **entry.facts, **entry.hints)
        for entry in sorted(entries, key=lambda entry: entry.ags)
    ]


def _ags(row: Row) -> str:
    value = row.text("ags", max_length=100)
    if re.fullmatch(r"[0-9]{7}", value):
        raise RowError(
            _("The municipality key “%(value)s” has seven digits. Did a spreadsheet drop the leading zero?")
            % {"value": value}
        )
    if not re.match(AGS_PATTERN, value):
        raise RowError(_("The municipality key “%(value)s” does not have eight digits.") % {"value": value[:40]})
    return value


def _kind(row: Row) -> Kind:
    word = row.text("typ", max_length=100)
    kind = _KIND_BY_WORD.get(word.casefold())
    if kind is None:
        raise RowError(
            _("The kind “%(value)s” is not known. Possible are: %(known)s")
            % {"value": word[:40], "known": ", ".join(_KINDS)}
        )
    return kind


def _whole_number(row: Row, column: str, most: int) -> int:
    """A whole number, with or without German thousands separators: 61670 or 61.670."""
    text = row[column]
    if re.fullmatch(r"[-−][0-9.,]+", text):
        raise RowError(_negative(column, text))
    if not _WHOLE.fullmatch(text):
        raise RowError(_("“%(value)s” in the column “%(column)s” is not a whole number.") % _named(column, text))
    number = int(text.replace(".", "")[:20])
    if number > most:
        raise RowError(_too_large(column, text))
    return number


def _decimal(row: Row, column: str) -> Decimal:
    """A number with decimal point or comma: 78.37, 78,37 or 1.078,37."""
    text = row[column]
    if re.fullmatch(r"[-−][0-9.,]+", text):
        raise RowError(_negative(column, text))
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if not _DECIMAL_POINT.fullmatch(text) or len(text) > 30:
        raise RowError(_("“%(value)s” in the column “%(column)s” is not a number.") % _named(column, row[column]))
    return Decimal(text)


def _area(row: Row) -> Decimal:
    if re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", row["flaeche_km2"]):
        raise RowError(
            _("“%(value)s” in the column “%(column)s” can be read in two ways: is the point for thousands or decimals?")
            % _named("flaeche_km2", row["flaeche_km2"])
        )
    area = _decimal(row, "flaeche_km2")
    if area > _LARGEST_AREA:
        raise RowError(_too_large("flaeche_km2", row["flaeche_km2"]))
    return area.quantize(Decimal("0.01"))


def _degrees(row: Row, column: str, limits: tuple[int, int]) -> Decimal:
    if not row[column]:
        raise RowError(_("Of “lat” and “lon” only one is filled in."))
    degrees = _decimal(row, column)
    if not limits[0] <= degrees <= limits[1]:
        raise RowError(
            _("“%(value)s” in the column “%(column)s” lies outside Germany (%(least)d to %(most)d degrees).")
            % {**_named(column, row[column]), "least": limits[0], "most": limits[1]}
        )
    return degrees.quantize(Decimal("0.000001"))


def _postcode(row: Row) -> str:
    value = row["plz_verwaltung"]
    if not re.fullmatch(r"[0-9]{5}", value):
        raise RowError(_("The postcode “%(value)s” does not have five digits.") % {"value": value[:20]})
    return value


def _population_date(row: Row) -> date | None:
    """The day the inhabitants were counted: given, or derived from the territorial state.

    The GV100AD of a quarter carries the population of the last day of the year before (explanation by Destatis).
    """
    for column in ("einwohner_stand", "gebietsstand"):
        text = row.get(column)
        if not text:
            continue
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise RowError(
                _("“%(value)s” in the column “%(column)s” is not a date such as 2023-11-30.") % _named(column, text)
            ) from None
        return day if column == "einwohner_stand" else date(day.year - 1, 12, 31)
    return None


def _named(column: str, text: str) -> dict[str, str]:
    return {"column": column, "value": text[:40]}


def _negative(column: str, text: str) -> str:
    return _("“%(value)s” in the column “%(column)s” is negative.") % _named(column, text)


def _too_large(column: str, text: str) -> str:
    return _("“%(value)s” in the column “%(column)s” is too large.") % _named(column, text)
