"""Which content an import takes over, and which it leaves alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.ozg import importer
from exchange.ozg.importer import import_table
from exchange.ozg.models import Service
from exchange.tabular import ImportReport, TableError, read_table
from tests.ozg.conftest import WriteTable

RunImport = Callable[..., ImportReport]

CATALOGUE = "ozg_id,leistung,themenfeld,lage,anzahl_leika_leistungen"
LEIKA = "leika_schluessel,bezeichnung,leika_typ,ozg_id,ozg_leistung"
CURATED = "ozg_id;name;topic_field;life_situation;leika_keys;synonyms"
WOHNGELD = ["10092", "Wohngeld", "Arbeit & Ruhestand", "Finanzielle Existenzsicherung", "9"]
WOHNGELD_CURATED = ["10092", "Wohngeld", "1", "Finanzielle Existenzsicherung", "99107023017000", "Mietzuschuss|WoG"]
KEY, OTHER_KEY = "99107023017001", "99107023017002"

pytestmark = pytest.mark.usefixtures("topic_fields")


@pytest.fixture
def run(write_table: WriteTable) -> RunImport:
    def run(heading: str, *rows: list[str]) -> ImportReport:
        return import_table(read_table(write_table(heading, *rows)))

    return run


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.skipped, len(report.rejected)


def test_the_published_catalogue_becomes_services(run: RunImport) -> None:
    report = run(CATALOGUE, WOHNGELD, ["10244", "Fundsachen", "Recht & Ordnung", "Weitere Leistungen", "5"])

    assert counts(report) == (2, 0, 0, 0, 0)
    service = Service.objects.get(ozg_id="10092")
    assert service.name == "Wohngeld"
    assert service.slug == "wohngeld"
    assert service.topic_field.number == 1
    assert service.life_situation == "Finanzielle Existenzsicherung"
    assert service.is_municipal is False
    assert service.synonyms == []


@pytest.mark.parametrize(
    ("heading", "row"), [(CATALOGUE, WOHNGELD), (CURATED, WOHNGELD_CURATED)], ids=["catalogue", "curated"]
)
def test_a_second_run_changes_nothing(run: RunImport, heading: str, row: list[str]) -> None:
    run(heading, row)
    before = list(Service.objects.values())
    assert counts(run(heading, row)) == (0, 0, 1, 0, 0)
    assert list(Service.objects.values()) == before


def test_a_new_edition_of_the_catalogue_updates_but_keeps_the_address(run: RunImport) -> None:
    run(CATALOGUE, WOHNGELD)
    report = run(CATALOGUE, ["10092", "Wohngeld Plus", "Bauen & Wohnen", "Wohnen & Umzug", "9"])

    assert counts(report) == (0, 1, 0, 0, 0)
    service = Service.objects.get()
    assert (service.name, service.topic_field.number, service.slug) == ("Wohngeld Plus", 2, "wohngeld")


def test_umlauts_are_transcribed_in_addresses_and_equal_ones_get_the_id(run: RunImport) -> None:
    run(
        CATALOGUE,
        ["10244", "Äußere Größe/Übung", "Bildung", "", "1"],
        ["10245", "Äußere Größe – Übung", "Bildung", "", "1"],
        ["10246", "!!!", "Bildung", "", "1"],
    )
    slugs = Service.objects.order_by("ozg_id").values_list("slug", flat=True)
    assert list(slugs) == ["aeussere-groesse-uebung", "aeussere-groesse-uebung-10245", "10246"]


def test_an_address_that_looks_like_the_way_out_is_no_trap(run: RunImport) -> None:
    report = run(
        CATALOGUE,
        ["10001", "Pass 10003", "Bildung", "", "1"],
        ["10002", "Pass", "Bildung", "", "1"],
        ["10003", "Pass", "Bildung", "", "1"],
    )
    assert report.created == 3


def test_what_people_curated_survives_every_table(run: RunImport) -> None:
    run(CURATED, WOHNGELD_CURATED)
    Service.objects.update(synonyms=["Zuschuss zur Miete"], is_municipal=False, name="Wohngeld (Zuschuss)")

    run(CATALOGUE, WOHNGELD)
    run(CURATED, WOHNGELD_CURATED)

    service = Service.objects.get()
    assert service.synonyms == ["Zuschuss zur Miete"]
    assert service.is_municipal is False
    assert service.name == "Wohngeld (Zuschuss)"


def test_curation_reaches_services_that_came_from_the_catalogue(run: RunImport) -> None:
    run(CATALOGUE, WOHNGELD)
    assert counts(run(CURATED, WOHNGELD_CURATED)) == (0, 1, 0, 0, 0)

    service = Service.objects.get()
    assert service.synonyms == ["Mietzuschuss", "WoG"]
    assert service.is_municipal is True
    assert service.leika_keys == ["99107023017000"]


def test_the_leika_table_adds_keys_once(run: RunImport) -> None:
    run(CURATED, WOHNGELD_CURATED)
    rows = [
        [KEY, "Wohngeld Bewilligung", "2/3", "10092", "Wohngeld"],
        [OTHER_KEY, "Wohngeld Zahlung", "2/3", "10092", "Wohngeld"],
        [KEY, "Wohngeld Bewilligung", "2/3", "10092", "Wohngeld"],
        ["", "ohne Schlüssel", "", "10092", "Wohngeld"],
        [KEY, "ohne Leistung", "", "", ""],
    ]
    assert counts(run(LEIKA, *rows)) == (0, 2, 1, 2, 0)
    assert Service.objects.get().leika_keys == ["99107023017000", KEY, OTHER_KEY]
    assert counts(run(LEIKA, *rows)) == (0, 0, 3, 2, 0)


def test_loading_the_curated_table_again_keeps_added_keys(run: RunImport) -> None:
    run(CURATED, WOHNGELD_CURATED)
    run(LEIKA, [KEY, "Wohngeld Bewilligung", "2/3", "10092", "Wohngeld"])
    run(CURATED, WOHNGELD_CURATED)
    assert Service.objects.get().leika_keys == ["99107023017000", KEY]


@pytest.mark.parametrize(
    ("heading", "bad"),
    [
        (CATALOGUE, ["1009", "Wohngeld", "Bildung", "", "1"]),
        (CATALOGUE, ["zehntausend", "Wohngeld", "Bildung", "", "1"]),
        (CATALOGUE, ["", "Wohngeld", "Bildung", "", "1"]),
        (CATALOGUE, ["10001", "", "Bildung", "", "1"]),
        (CATALOGUE, ["10244", "", "Recht & Ordnung", "", "5"]),
        (CATALOGUE, ["10001", "x" * 201, "Bildung", "", "1"]),
        (CATALOGUE, ["10001", "Wohngeld", "Raumfahrt", "", "1"]),
        (CATALOGUE, ["10001", "Wohngeld", "", "", "1"]),
        (CATALOGUE, ["10001", "Wohngeld", "Bildung", "x" * 101, "1"]),
        (CURATED, ["10244", "", "1", "", "", "Fundbüro"]),
        (CURATED, ["10001", "Wohngeld", "15", "", "", "Mietzuschuss"]),
        (CURATED, ["10001", "Wohngeld", "1", "", "123", "Mietzuschuss"]),
        (CURATED, ["10001", "Wohngeld", "1", "", f"{KEY} 12345", "Mietzuschuss"]),
        (CURATED, ["10001", "Wohngeld", "1", "", "", " | "]),
        (CURATED, ["10001", "Wohngeld", "1", "", "", "x" * 101]),
        (CURATED, ["10001", "Wohngeld", "1", "", "", "Miete|Miete"]),
        (LEIKA, [KEY, "Wohngeld", "1", "10999", "Unbekannt"]),
        (LEIKA, ["4711", "Wohngeld", "1", "10244", "Fundsachen"]),
    ],
)
def test_a_bad_row_is_rejected_with_line_and_reason_and_the_rest_goes_in(
    run: RunImport, heading: str, bad: list[str]
) -> None:
    run(CATALOGUE, ["10244", "Fundsachen", "Recht & Ordnung", "", "5"])
    good = {
        CATALOGUE: ["10002", "Gut", "Bildung", "", "1"],
        CURATED: ["10002", "Gut", "3", "", "", "Prima"],
        LEIKA: [KEY, "Gut", "1", "10244", "Fundsachen"],
    }[heading]

    report = run(heading, bad, good)

    assert [rejection.line for rejection in report.rejected] == [2]
    assert report.rejected[0].reason
    assert report.accepted == 1
    assert not Service.objects.filter(ozg_id="10001").exists()


def test_an_id_that_occurs_twice_is_rejected_naming_the_first_line(run: RunImport) -> None:
    report = run(CATALOGUE, WOHNGELD, ["10092", "Wohngeld noch einmal", "Bildung", "", "1"])

    assert Service.objects.get().name == "Wohngeld"
    assert [rejection.line for rejection in report.rejected] == [3]
    assert "2" in report.rejected[0].reason


def test_an_id_that_occurs_twice_is_found_across_batches(run: RunImport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH_SIZE", 1)
    report = run(CATALOGUE, WOHNGELD, WOHNGELD, ["10244", "Fundsachen", "Recht & Ordnung", "", "5"])
    assert counts(report) == (2, 0, 0, 0, 1)


def test_new_services_are_written_once(run: RunImport) -> None:
    with CaptureQueriesContext(connection) as context:
        run(CATALOGUE, WOHNGELD)
    assert not [query for query in context.captured_queries if query["sql"].startswith("UPDATE")]


def test_keys_are_added_across_batches(run: RunImport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH_SIZE", 1)
    run(CATALOGUE, WOHNGELD)
    run(LEIKA, [KEY, "a", "1", "10092", ""], [OTHER_KEY, "b", "1", "10092", ""])
    assert Service.objects.get().leika_keys == [KEY, OTHER_KEY]


def test_an_unknown_table_is_refused_naming_what_is_missing(run: RunImport) -> None:
    with pytest.raises(TableError, match="lage"):
        run("ozg_id,leistung,themenfeld", ["10092", "Wohngeld", "Bildung"])


def test_more_rows_need_no_more_queries(run: RunImport) -> None:
    def rows(count: int, name: str) -> list[list[str]]:
        return [[str(20000 + number), f"{name} {number}", "Bildung", "", "1"] for number in range(count)]

    def queries(count: int, name: str) -> int:
        with CaptureQueriesContext(connection) as context:
            run(CATALOGUE, *rows(count, name))
        return len(context)

    first = queries(10, "Leistung")
    Service.objects.all().delete()
    assert queries(50, "Leistung") == first
    assert queries(50, "Umbenannt") == queries(10, "Noch einmal")
