"""The records as tables for spreadsheets: one row each, values in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.catalogue.export.records import (
    AdoptionRecord,
    ContactRecord,
    CoupledRecord,
    ProviderRecord,
    SolutionRecord,
)
from exchange.catalogue.spreadsheet import csv_text
from exchange.solutions.enums import (
    AdoptionState,
    DevelopmentStatus,
    LicenceKind,
    Maintenance,
    Operation,
    Platform,
    SoftwareType,
)
from exchange.solutions.labels import language_names

# Between the values of one cell; commas and semicolons stand in names.
SEPARATOR = " | "
Record = TypeVar("Record")
Columns = Sequence[tuple[Promise, Callable[[Record], str | int]]]


def solutions_csv(records: Iterable[SolutionRecord]) -> str:
    """One row for each solution."""
    return _csv(_SOLUTION_COLUMNS, records)


def adoptions_csv(records: Iterable[AdoptionRecord]) -> str:
    """One row for each municipality and solution."""
    return _csv(_ADOPTION_COLUMNS, records)


def _csv(columns: Columns[Record], records: Iterable[Record]) -> str:
    headings: list[str | int] = [str(heading) for heading, _value in columns]
    return csv_text([headings, *([value(record) for _heading, value in columns] for record in records)])


def _label(choices: type[TextChoices], value: str) -> str:
    """What people call a value; a value that is not offered, out of a foreign file for instance, as it is."""
    return str(choices(value).label) if value in choices.values else value


def _joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(value for value in values if value)


def _day(value: date | None) -> str:
    """The day as ISO 8601, which spreadsheets of every language read as a date."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return value.isoformat() if value else ""


def _provider(provider: ProviderRecord) -> str:
    return f"{provider.name} ({provider.website})" if provider.website else provider.name


def _contact(contact: ContactRecord) -> str:
    return ", ".join(filter(None, (contact.role, contact.organisation)))


def _coupled(coupled: CoupledRecord) -> str:
    outcome = _("connected") if coupled.worked else _("connection failed")
    return f"{coupled.name}: {outcome}" + (f" ({coupled.note})" if coupled.note else "")


def _users(state: AdoptionState) -> Callable[[SolutionRecord], int]:
    return lambda record: record.used_by.get(state.value, 0)


_SOLUTION_COLUMNS: Columns[SolutionRecord] = (
    (_("Name"), lambda record: record.title),
    (_("Page on this site"), lambda record: record.url),
    (_("Summary"), lambda record: record.summary),
    (_("Licence"), lambda record: record.licence),
    (_("Kind of licence"), lambda record: _label(LicenceKind, record.licence_kind)),
    (_("Source code"), lambda record: record.repository),
    (_("Website"), lambda record: record.website),
    (_("Documentation"), lambda record: record.documentation),
    (_("Current version"), lambda record: record.version),
    (_("Released on"), lambda record: _day(record.released_on)),
    (_("State of development"), lambda record: _label(DevelopmentStatus, record.development_status)),
    (_("Kind of software"), lambda record: _label(SoftwareType, record.software_type)),
    (_("Maintained by"), lambda record: _label(Maintenance, record.maintenance)),
    (_("Runs on"), lambda record: _joined(_label(Platform, each) for each in record.platforms)),
    (_("Languages"), lambda record: _joined(language_names(record.languages))),
    (_("Categories"), lambda record: _joined(record.category_names)),
    (_("Services"), lambda record: _joined(each.name for each in record.services)),
    (_("OZG ids"), lambda record: _joined(each.ozg_id for each in record.services)),
    (_("Topic fields"), lambda record: _joined(dict.fromkeys(each.topic_field for each in record.services))),
    (_("Tags"), lambda record: _joined(record.tags)),
    (_("Based on"), lambda record: _joined(record.based_on)),
    (_("Service providers"), lambda record: _joined(map(_provider, record.providers))),
    (_("Whom to ask"), lambda record: _joined(map(_contact, record.contacts))),
    (_("Municipalities: in operation"), _users(AdoptionState.RUNNING)),
    (_("Municipalities: being tested"), _users(AdoptionState.TESTING)),
    (_("Municipalities: planned"), _users(AdoptionState.PLANNED)),
    (_("Municipalities: given up"), _users(AdoptionState.GIVEN_UP)),
    (_("Features"), lambda record: _joined(record.features)),
    (_("Description"), lambda record: record.description),
    (_("First published"), lambda record: _day(record.published_at)),
    (_("Last changed"), lambda record: _day(record.changed_at)),
)

_ADOPTION_COLUMNS: Columns[AdoptionRecord] = (
    (_("Municipality"), lambda record: record.municipality),
    (_("Municipality key (AGS)"), lambda record: record.ags),
    (_("County"), lambda record: record.county),
    (_("Federal state"), lambda record: record.federal_state),
    (_("Inhabitants"), lambda record: "" if record.population is None else record.population),
    (_("Solution"), lambda record: record.solution),
    (_("Page on this site"), lambda record: record.solution_url),
    (_("State of use"), lambda record: _label(AdoptionState, record.state)),
    (_("Version"), lambda record: record.version),
    (_("Since"), lambda record: _day(record.since)),
    (_("Operated by"), lambda record: _label(Operation, record.operated_by)),
    (_("What for"), lambda record: record.use_case),
    (_("Connected specialist software"), lambda record: _joined(map(_coupled, record.coupled))),
    (_("Whom to ask"), lambda record: record.contact_role),
    (_("Last changed"), lambda record: _day(record.changed_at)),
)
