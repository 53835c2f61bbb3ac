"""Municipalities for tests; ``joined=True`` makes one a member."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from exchange.german import german_slug
from exchange.municipalities.enums import Kind
from exchange.municipalities.models import Municipality


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    class Params:
        joined = factory.Trait(joined_on=date(2024, 1, 15))

    ags = factory.Sequence(lambda number: f"08317{number:03}")
    name = factory.Sequence(lambda number: f"Musterstadt {number}")
    slug = factory.LazyAttribute(lambda municipality: german_slug(municipality.name))
    official_name = factory.LazyAttribute(lambda municipality: municipality.name)
    kind = Kind.MUNICIPALITY
    county = "Ortenaukreis"
    county_ags = factory.LazyAttribute(lambda municipality: municipality.ags[:5])
    state = "Baden-Württemberg"
    state_ags = factory.LazyAttribute(lambda municipality: municipality.ags[:2])
    population = 8_000
    population_date = date(2022, 12, 31)
    area_km2 = Decimal("21.40")
    latitude = Decimal("48.500000")
    longitude = Decimal("7.900000")


def register_row(**cells: Any) -> dict[str, str]:
    """One row of a register file as a German reader would write it, changed by the given cells."""
    row = {
        "ags": "08317057",
        "name": "Kehl",
        "name_amtlich": "Kehl, Stadt",
        "typ": "Große Kreisstadt",
        "kreis": "Ortenaukreis",
        "gemeindeverband": "Kehl, Stadt",
        "land": "Baden-Württemberg",
        "einwohner": "38154",
        "flaeche_km2": "75.07",
        "plz_verwaltung": "77694",
        "lat": "48.572447",
        "lon": "7.813177",
        "gebietsstand": "2023-11-30",
    }
    return row | {column: str(value) for column, value in cells.items()}
