"""Taking tables of services over into the database, as often as one likes.

What people have curated is never overwritten: a service with synonyms keeps them, its name and whether it is municipal.
Its topic field and life situation follow the table, LeiKa keys are only ever added.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exchange.german import german_slug
from exchange.ozg.models import Service, TopicField
from exchange.ozg.services_table import ServiceEntry, TableKind, read_entry, recognise
from exchange.ozg.signals import services_changed
from exchange.tabular import ImportReport, Row, RowError, Table

BATCH_SIZE = 500  # rows in one transaction
_SLUG_LENGTH = 100  # leaves room for an OZG id behind it
_IMPORTED_FIELDS = ("name", "topic_field", "life_situation", "leika_keys", "synonyms", "is_municipal")


def import_table(table: Table, *, follow: Callable[[Iterator[Row]], Iterator[Row]] = lambda rows: rows) -> ImportReport:
    """Take the rows of a known table over, each batch in a transaction of its own.

    ``follow`` gets the rows to pass on, for showing progress. The topic fields must be in the database.
    Raises TableError when the table is none of the known ones.
    """
    kind = recognise(table)
    report = ImportReport()
    importer = _Importer(kind, report)
    rows = follow(table.rows(report))
    while batch := list(islice(rows, BATCH_SIZE)):
        with transaction.atomic():
            importer.take_over(batch)
    return report


class _Importer:
    """The state of one import: what was met so far."""

    def __init__(self, kind: TableKind, report: ImportReport) -> None:
        self.kind = kind
        self.report = report
        self.topic_fields: dict[str, TopicField] = {}
        for topic_field in TopicField.objects.all():
            self.topic_fields[topic_field.name.casefold()] = topic_field
            self.topic_fields[str(topic_field.number)] = topic_field
        self.slugs = set(Service.objects.values_list("slug", flat=True))
        self.lines: dict[str, int] = {}

    def take_over(self, batch: list[Row]) -> None:
        """Create and change the services of these rows, reading and writing them all together."""
        ozg_ids = {row["ozg_id"] for row in batch}
        services = {
            service.ozg_id: service for service in Service.objects.select_for_update().filter(ozg_id__in=ozg_ids)
        }
        touched: dict[str, Service] = {}
        for row in batch:
            try:
                entry = self._entry(row)
                if entry is None:
                    self.report.skipped += 1
                    continue
                before = services.get(entry.ozg_id)
                after = self._merged(entry, before)
            except RowError as error:
                self.report.reject(row.line, str(error))
                continue
            if before is None:
                self.report.created += 1
            elif _content(before) != _content(after):
                self.report.updated += 1
            else:
                self.report.unchanged += 1
                continue
            services[entry.ozg_id] = touched[entry.ozg_id] = after
        new = [service for service in touched.values() if service.pk is None]
        changed = [service for service in touched.values() if service.pk is not None]
        Service.objects.bulk_create(new)
        Service.objects.bulk_update(changed, ["leika_keys"] if self.kind is TableKind.LEIKA else _IMPORTED_FIELDS)
        if touched:
            service_ids = [service.pk for service in touched.values()]
            transaction.on_commit(partial(services_changed.send, sender=Service, service_ids=service_ids))

    def _entry(self, row: Row) -> ServiceEntry | None:
        entry = read_entry(row, self.kind)
        if entry is not None and self.kind is not TableKind.LEIKA:
            earlier = self.lines.setdefault(entry.ozg_id, row.line)
            if earlier != row.line:
                raise RowError(
                    _("The OZG id %(ozg_id)s stands in line %(line)d already.")
                    % {"ozg_id": entry.ozg_id[:20], "line": earlier}
                )
        return entry

    def _merged(self, entry: ServiceEntry, before: Service | None) -> Service:
        """A copy of the service with what the row says about it; RowError when that would not be valid."""
        service = copy.copy(before) if before else Service(ozg_id=entry.ozg_id)
        if self.kind is not TableKind.LEIKA:
            if not service.synonyms:
                service.name = entry.name
                service.synonyms = list(entry.synonyms)
                service.is_municipal = service.is_municipal or entry.is_municipal
            service.topic_field = self._topic_field(entry.topic_field)
            service.life_situation = entry.life_situation
        elif before is None:
            raise RowError(
                _("The service %(ozg_id)s is not known. Import the table of services first.")
                % {"ozg_id": entry.ozg_id[:20]}
            )
        service.leika_keys = [*service.leika_keys, *(key for key in entry.leika_keys if key not in service.leika_keys)]
        _validate(service)
        if before is None:
            service.slug = self._free_slug(service)
        return service

    def _topic_field(self, name: str) -> TopicField:
        try:
            return self.topic_fields[name.casefold()]
        except KeyError:
            raise RowError(_("The topic field “%(name)s” is not known.") % {"name": name[:80]}) from None

    def _free_slug(self, service: Service) -> str:
        slug = german_slug(service.name, _SLUG_LENGTH) or service.ozg_id
        while slug in self.slugs:
            slug = f"{slug}-{service.ozg_id}"
        self.slugs.add(slug)
        return slug


def _content(service: Service) -> tuple[object, ...]:
    return (
        service.name,
        service.topic_field_id,
        service.life_situation,
        service.leika_keys,
        service.synonyms,
        service.is_municipal,
    )


def _validate(service: Service) -> None:
    """Ask the model; its topic field and address come from the importer and need no further query."""
    try:
        service.clean_fields(exclude={"topic_field", "slug"})
    except ValidationError as error:
        labels = {field.name: field.verbose_name for field in Service._meta.fields}
        raise RowError(
            " ".join(
                f"{labels[name]}: {message}" for name, messages in error.message_dict.items() for message in messages
            )
        ) from error
