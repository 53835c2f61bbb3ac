"""The municipalities that come with the product."""

from __future__ import annotations

from datetime import date

import pytest

from exchange.municipalities.enums import Kind
from exchange.municipalities.loading import load_shipped_municipalities
from exchange.municipalities.models import Municipality

pytestmark = pytest.mark.django_db


def test_all_51_municipalities_of_the_county_are_loaded() -> None:
    report = load_shipped_municipalities()

    county = Municipality.objects.in_county("08317")
    assert (report.created, report.rejected, county.count()) == (51, [], 51)
    assert county.with_position().count() == 51
    assert county.filter(kind=Kind.LARGE_COUNTY_TOWN).count() == 5
    assert not county.joined().exists()
    kehl = county.get(slug="kehl")
    assert (kehl.ags, kehl.population, kehl.population_date) == ("08317057", 38_154, date(2022, 12, 31))
    assert (kehl.website, kehl.mail_domains) == ("https://www.kehl.de", ["stadt-kehl.de"])


def test_every_shipped_municipality_passes_its_own_checks() -> None:
    load_shipped_municipalities()

    for municipality in Municipality.objects.all():
        municipality.full_clean()


def test_a_second_time_changes_nothing() -> None:
    load_shipped_municipalities()

    report = load_shipped_municipalities()

    assert (report.created, report.updated, report.unchanged) == (0, 0, 51)


def test_what_a_person_changed_stays_and_what_is_empty_is_filled() -> None:
    load_shipped_municipalities()
    Municipality.objects.filter(slug="kehl").update(
        website="https://neu.example", mail_domains=["neu.example"], joined_on=date(2024, 3, 1)
    )
    Municipality.objects.filter(slug="offenburg").update(website="", mail_domains=[])

    report = load_shipped_municipalities()

    kehl, offenburg = Municipality.objects.get(slug="kehl"), Municipality.objects.get(slug="offenburg")
    assert report.updated == 1
    assert (kehl.website, kehl.mail_domains) == ("https://neu.example", ["neu.example"])
    assert kehl.joined_on == date(2024, 3, 1)
    assert (offenburg.website, offenburg.mail_domains) == ("https://www.offenburg.de", ["offenburg.de"])


def test_later_facts_of_an_import_are_not_set_back() -> None:
    load_shipped_municipalities()
    Municipality.objects.filter(slug="kehl").update(population=39_000, population_date=date(2024, 12, 31))
    Municipality.objects.filter(slug="rust").update(population=1)

    report = load_shipped_municipalities()

    assert report.updated == 1
    assert Municipality.objects.get(slug="kehl").population == 39_000
    assert Municipality.objects.get(slug="rust").population == 5_002


def test_a_trial_run_loads_nothing() -> None:
    assert load_shipped_municipalities(dry_run=True).created == 51
    assert not Municipality.objects.exists()
