from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from exchange.municipalities.enums import SizeClass
from exchange.municipalities.models import Municipality
from tests.municipalities.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db

BORDERS = [
    (0, SizeClass.RURAL),
    (4_999, SizeClass.RURAL),
    (5_000, SizeClass.SMALL_TOWN),
    (9_999, SizeClass.SMALL_TOWN),
    (10_000, SizeClass.SMALL_TOWN_LARGER),
    (19_999, SizeClass.SMALL_TOWN_LARGER),
    (20_000, SizeClass.MEDIUM_TOWN),
    (49_999, SizeClass.MEDIUM_TOWN),
    (50_000, SizeClass.MEDIUM_TOWN_LARGER),
    (99_999, SizeClass.MEDIUM_TOWN_LARGER),
    (100_000, SizeClass.CITY),
    (499_999, SizeClass.CITY),
    (500_000, SizeClass.CITY_LARGER),
    (None, None),
]


@pytest.mark.parametrize(("population", "size"), BORDERS)
def test_the_size_class_changes_exactly_at_the_borders(population: int | None, size: SizeClass | None) -> None:
    municipality = MunicipalityFactory(population=population)

    assert SizeClass.for_population(population) == size
    assert municipality.size == size
    assert municipality.size_class == size


def test_a_negative_population_has_no_size_class() -> None:
    with pytest.raises(ValueError, match="-1"):
        SizeClass.for_population(-1)


def test_a_size_class_names_its_range() -> None:
    with translation.override("en"):
        assert "under 5,000" in SizeClass.RURAL.description
        assert "5,000 to under 10,000" in SizeClass.SMALL_TOWN.description
        assert "500,000" in SizeClass.CITY_LARGER.description


def test_municipalities_are_found_by_size_class() -> None:
    village, town = MunicipalityFactory(population=1_400), MunicipalityFactory(population=38_000)
    MunicipalityFactory(population=61_000)
    MunicipalityFactory(population=None)

    found = Municipality.objects.of_size_class(SizeClass.RURAL, SizeClass.MEDIUM_TOWN)

    assert set(found) == {village, town}
    assert not Municipality.objects.of_size_class().exists()


def test_the_size_class_follows_a_changed_population() -> None:
    municipality = MunicipalityFactory(population=19_999)

    municipality.population = 20_001
    municipality.save(update_fields=["population"])

    assert municipality.size_class == SizeClass.MEDIUM_TOWN
    assert list(Municipality.objects.of_size_class(SizeClass.MEDIUM_TOWN)) == [municipality]


@pytest.mark.parametrize("ags", ["8317057", "083170570", "0831705a", "08317057\n", "08 31705", "٠٨٣١٧٠٥٧", ""])
def test_a_key_that_is_not_eight_digits_is_refused(ags: str) -> None:
    municipality = MunicipalityFactory.build(ags=ags)

    with pytest.raises(ValidationError) as refusal:
        municipality.full_clean()
    assert "ags" in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.create(ags=ags[:8].replace("8317057", "831705"), name="Kehl", slug="kehl")


def test_a_key_exists_once() -> None:
    MunicipalityFactory(ags="08317057")

    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory(ags="08317057")


@pytest.mark.parametrize(
    "wrong",
    [
        {"county_ags": "08316"},
        {"state_ags": "09"},
        {"latitude": None},
        {"longitude": None},
        {"latitude": Decimal("7.9"), "longitude": Decimal("48.5")},
        {"area_km2": Decimal("-1")},
        {"name": ""},
    ],
)
def test_what_cannot_be_true_does_not_enter_the_database(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MunicipalityFactory.build(slug="muster", **wrong).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityFactory(slug="muster", **wrong)


def test_county_and_state_follow_from_the_key() -> None:
    municipality = Municipality(ags="08317057", name="Kehl", slug="kehl")

    municipality.full_clean()

    assert (municipality.county_ags, municipality.state_ags) == ("08317", "08")


def test_members_counties_and_positions_are_told_apart() -> None:
    kehl = MunicipalityFactory(ags="08317057", joined=True)
    rust = MunicipalityFactory(ags="08317114", latitude=None, longitude=None)
    freiburg = MunicipalityFactory(ags="08311000")

    assert list(Municipality.objects.joined()) == [kehl]
    assert kehl.has_joined
    assert not rust.has_joined
    assert set(Municipality.objects.in_county("08317")) == {kehl, rust}
    assert set(Municipality.objects.with_position()) == {kehl, freiburg}


def test_lists_are_in_german_order_and_follow_a_new_name() -> None:
    for name in ("Zell am Harmersbach", "Öhringen", "Ottersweier", "Offenburg", "Ähndorf", "Achern"):
        MunicipalityFactory(name=name)
    zell = Municipality.objects.get(name="Zell am Harmersbach")

    zell.name = "Ödsbach"
    zell.save(update_fields=["name"])

    names = list(Municipality.objects.values_list("name", flat=True))
    assert names == ["Achern", "Ähndorf", "Ödsbach", "Offenburg", "Öhringen", "Ottersweier"]


def test_namesakes_always_stand_in_the_order_of_their_keys() -> None:
    for ags in ("09003003", "08317003", "01001003"):
        MunicipalityFactory(ags=ags, name="Berg", slug=f"berg-{ags}")

    assert list(Municipality.objects.values_list("ags", flat=True)) == ["01001003", "08317003", "09003003"]


def test_the_date_of_joining_can_be_taken_back() -> None:
    municipality = MunicipalityFactory(joined=True)
    assert municipality.joined_on == date(2024, 1, 15)

    municipality.joined_on = None
    municipality.save(update_fields=["joined_on"])

    assert not Municipality.objects.joined().exists()
