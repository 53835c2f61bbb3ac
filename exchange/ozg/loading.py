"""The catalogue that comes with the product: all topic fields and the services of towns and municipalities."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from exchange.german import german_slug
from exchange.ozg.importer import import_table
from exchange.ozg.models import TopicField
from exchange.tabular import ImportReport, read_table

DATA_DIR = Path(__file__).resolve().parent / "data"
SHIPPED_SERVICES = DATA_DIR / "services.csv"
SHIPPED_TOPIC_FIELDS = DATA_DIR / "topic_fields.csv"


def load_topic_fields() -> int:
    """Create the topic fields that are missing and return how many; existing ones stay as they are."""
    known = set(TopicField.objects.values_list("number", flat=True))
    report = ImportReport()
    missing = [
        TopicField(
            number=int(row["number"]),
            name=row["name"],
            slug=german_slug(row["name"]),
            description=row["description"],
        )
        for row in read_table(SHIPPED_TOPIC_FIELDS, ("number", "name", "description")).rows(report)
        if int(row["number"]) not in known
    ]
    return len(TopicField.objects.bulk_create(missing))


@transaction.atomic
def load_shipped_catalogue() -> ImportReport:
    """Load topic fields and services, all or nothing. Running it again changes nothing, see ``importer``."""
    load_topic_fields()
    return import_table(read_table(SHIPPED_SERVICES))
