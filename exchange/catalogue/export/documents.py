"""The records as JSON, with the terms under which they may be used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from exchange.catalogue.export.records import AdoptionRecord, SolutionRecord, absolute
from exchange.catalogue.export.terms import DATA_LICENCE, DATA_LICENCE_URI


def json_of(
    name: str, records: Iterable[SolutionRecord | AdoptionRecord], *, publisher: str, modified: datetime | None
) -> str:
    """The records in a list called ``name``, below what has to be said about all of them."""
    document = {
        "publisher": publisher,
        "licence": DATA_LICENCE.value,
        "licence_url": DATA_LICENCE_URI,
        "about": absolute(reverse("catalogue:open_data")),
        "modified": modified,
        name: [asdict(record) for record in records],
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
