"""Reading rows of the register and taking them over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from exchange.municipalities.enums import Kind
from exchange.municipalities.models import Municipality
from exchange.municipalities.register import RegisterEntry, read_entries, read_entry, take_over
from exchange.municipalities.signals import register_changed
from exchange.tabular import ImportReport, Row, RowError
from tests.municipalities.factories import MunicipalityFactory, register_row


def entry(**cells: Any) -> RegisterEntry:
    return read_entry(Row(2, register_row(**cells)))


def test_a_row_is_read_completely() -> None:
    facts = entry().facts

    assert facts == {
        "name": "Kehl",
        "sort_name": "kehl",
        "official_name": "Kehl, Stadt",
        "kind": Kind.LARGE_COUNTY_TOWN,
        "county": "Ortenaukreis",
        "county_ags": "08317",
        "state": "Baden-Württemberg",
        "state_ags": "08",
        "association": "Kehl, Stadt",
        "population": 38_154,
        "population_date": date(2022, 12, 31),
        "area_km2": Decimal("75.07"),
        "postcode": "77694",
        "latitude": Decimal("48.572447"),
        "longitude": Decimal("7.813177"),
    }


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Stadt", Kind.CITY),
        ("GROSSE KREISSTADT", None),
        ("große kreisstadt", Kind.LARGE_COUNTY_TOWN),
        ("Kreisfreie Stadt", Kind.COUNTY_FREE_CITY),
        ("Stadtkreis", Kind.URBAN_COUNTY),
        ("Gemeinde", Kind.MUNICIPALITY),
        ("Markt", Kind.MARKET),
    ],
)
def test_the_kinds_of_the_register_are_known(written: str, kind: Kind | None) -> None:
    assert entry(typ=written).facts["kind"] == (kind or Kind.LARGE_COUNTY_TOWN)


@pytest.mark.parametrize(("written", "population"), [("0", 0), ("9", 9), ("61670", 61_670), ("3.755.251", 3_755_251)])
def test_inhabitants_are_read_with_and_without_separators(written: str, population: int) -> None:
    assert entry(einwohner=written).facts["population"] == population


@pytest.mark.parametrize(
    ("written", "area"),
    [("78.37", "78.37"), ("78,37", "78.37"), ("1.078,37", "1078.37"), ("15", "15"), ("0,395", "0.40"), ("15.0", "15")],
)
def test_areas_are_read_with_point_and_comma(written: str, area: str) -> None:
    assert entry(flaeche_km2=written).facts["area_km2"] == Decimal(area)


def test_coordinates_are_read_with_a_comma_too() -> None:
    facts = entry(lat="48,5", lon="7,813").facts

    assert (facts["latitude"], facts["longitude"]) == (Decimal("48.5"), Decimal("7.813"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ags", ""),
        ("ags", "8317057"),
        ("ags", "083170571"),
        ("ags", "0831705x"),
        ("ags", "٠٨٣١٧٠٥٧"),
        ("name", ""),
        ("name", "K" * 121),
        ("name_amtlich", "K" * 201),
        ("gemeindeverband", "K" * 121),
        ("typ", ""),
        ("typ", "Königreich"),
        ("kreis", ""),
        ("land", ""),
        ("einwohner", "-5"),
        ("einwohner", "−5"),
        ("einwohner", "38154,5"),
        ("einwohner", "38,154"),
        ("einwohner", "38.15"),
        ("einwohner", "etwa 38000"),
        ("einwohner", "3e4"),
        ("einwohner", "٣٨"),
        ("einwohner", "99999999999"),
        ("einwohner", "9" * 5_000),
        ("flaeche_km2", "-75.07"),
        ("flaeche_km2", "75.07.1"),
        ("flaeche_km2", "75,07,1"),
        ("flaeche_km2", "1,078.37"),
        ("flaeche_km2", "1.078"),
        ("flaeche_km2", "NaN"),
        ("flaeche_km2", "Infinity"),
        ("flaeche_km2", "75 km²"),
        ("flaeche_km2", "123456,78"),
        ("plz_verwaltung", "1067"),
        ("plz_verwaltung", "D-77694"),
        ("lat", "7.813177"),
        ("lat", ""),
        ("lon", ""),
        ("lon", "48.572447"),
        ("lon", "7°48'"),
        ("gebietsstand", "30.11.2023"),
        ("gebietsstand", "2023-02-30"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_a_reason(column: str, value: str) -> None:
    with pytest.raises(RowError) as refusal:
        read_entry(Row(2, register_row(**{column: value})))
    # The person needs to find the place: the column or, where it is short enough to be shown, what stands there.
    assert column in str(refusal.value) or (value and value in str(refusal.value))
    assert len(str(refusal.value)) < 250


def test_an_empty_cell_says_nothing() -> None:
    facts = entry(einwohner="", flaeche_km2="", plz_verwaltung="", lat="", lon="", gemeindeverband="").facts

    assert not facts.keys() & {"population", "population_date", "area_km2", "postcode", "latitude", "association"}


def test_a_given_day_of_the_count_goes_before_the_derived_one() -> None:
    row = Row(2, register_row())

    assert read_entry(row, date(2024, 12, 31)).facts["population_date"] == date(2024, 12, 31)
    assert entry(einwohner_stand="2023-12-31").facts["population_date"] == date(2023, 12, 31)
    assert entry(gebietsstand="").facts["population_date"] is None


def test_the_second_row_of_a_key_is_rejected_and_points_to_the_first() -> None:
    report = ImportReport()
    rows = [Row(2, register_row()), Row(3, register_row(ags="08317096")), Row(4, register_row(name="Kehl am Rhein"))]

    entries = list(read_entries(rows, report))

    assert [(found.ags, found.facts["name"]) for found in entries] == [("08317057", "Kehl"), ("08317096", "Kehl")]
    assert [rejection.line for rejection in report.rejected] == [4]
    assert "08317057" in report.rejected[0].reason
    assert "2" in report.rejected[0].reason


@pytest.mark.django_db
class TestTakingOver:
    def test_new_ones_are_created_and_nobody_becomes_a_member(self) -> None:
        report = ImportReport()

        take_over([entry()], report)

        kehl = Municipality.objects.get()
        assert (report.created, report.updated, report.unchanged) == (1, 0, 0)
        assert (kehl.slug, kehl.population, kehl.joined_on, kehl.website) == ("kehl", 38_154, None, "")

    def test_facts_are_updated_and_what_people_set_stays(self) -> None:
        kehl = MunicipalityFactory(
            ags="08317057",
            name="Kehl am Rhein",
            slug="kehl-am-rhein",
            joined=True,
            website="https://kehl.example",
            mail_domains=["kehl.example"],
            population=1,
        )
        report = ImportReport()

        take_over([entry()], report)

        before = kehl.joined_on, kehl.slug, kehl.website, kehl.mail_domains
        kehl.refresh_from_db()
        assert report.updated == 1
        assert (kehl.name, kehl.sort_name, kehl.population) == ("Kehl", "kehl", 38_154)
        assert (kehl.joined_on, kehl.slug, kehl.website, kehl.mail_domains) == before

    def test_a_second_time_changes_nothing(self) -> None:
        take_over([entry()], ImportReport())
        report = ImportReport()

        take_over([entry()], report)

        assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
        assert Municipality.objects.count() == 1

    def test_an_empty_cell_erases_no_known_fact(self) -> None:
        take_over([entry()], ImportReport())

        take_over([entry(einwohner="", plz_verwaltung="", lat="", lon="")], ImportReport())

        kehl = Municipality.objects.get()
        assert (kehl.population, kehl.postcode, kehl.latitude) == (38_154, "77694", Decimal("48.572447"))

    def test_namesakes_of_a_stored_one_get_another_address(self) -> None:
        take_over([entry(name="Friesenheim")], ImportReport())

        take_over([entry(ags="07339018", name="Friesenheim", kreis="Mainz-Bingen")], ImportReport())

        assert set(Municipality.objects.values_list("slug", flat=True)) == {"friesenheim", "friesenheim-mainz-bingen"}

    def test_a_trial_run_counts_and_writes_nothing(self) -> None:
        MunicipalityFactory(ags="08317057", population=1)
        report = ImportReport()

        take_over([entry(), entry(ags="08317096", name="Offenburg")], report, dry_run=True)

        assert (report.created, report.updated) == (1, 1)
        assert Municipality.objects.get().population == 1

    def test_listeners_hear_of_a_change_once_and_only_of_a_change(
        self, django_capture_on_commit_callbacks: Any
    ) -> None:
        heard: list[Any] = []

        def listen(sender: Any, **kwargs: Any) -> None:
            heard.append(sender)

        register_changed.connect(listen)
        try:
            for dry_run in (True, False, False):
                with django_capture_on_commit_callbacks(execute=True):
                    take_over([entry(), entry(ags="08317096")], ImportReport(), dry_run=dry_run)
        finally:
            register_changed.disconnect(listen)

        assert heard == [Municipality]
