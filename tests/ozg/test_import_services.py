"""The command as the person at the keyboard meets it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exchange.ozg.models import Service, TopicField
from tests.ozg.conftest import WriteTable

CATALOGUE = "ozg_id,leistung,themenfeld,lage"
WOHNGELD = ["10092", "Wohngeld", "Arbeit & Ruhestand", "Finanzielle Existenzsicherung"]
LEIKA = "leika_schluessel,ozg_id"

pytestmark = pytest.mark.django_db


def import_services(*arguments: str | Path) -> str:
    output = StringIO()
    call_command("import_services", *map(str, arguments), stdout=output, no_color=True)
    return output.getvalue()


def test_it_reports_what_it_did_and_works_on_an_empty_database(write_table: WriteTable) -> None:
    output = import_services(write_table(CATALOGUE, WOHNGELD))

    assert "tabelle.csv" in output
    assert "neu: 1, geändert: 0, unverändert: 0, übersprungen: 0, abgelehnt: 0" in output
    assert TopicField.objects.count() == 14
    assert Service.objects.get().name == "Wohngeld"


def test_bad_rows_are_named_in_german_and_do_not_fail_the_command(write_table: WriteTable) -> None:
    output = import_services(write_table(CATALOGUE, WOHNGELD, ["10093", "Flug zum Mond", "Raumfahrt", ""]))

    assert "Zeile 3: Das Themenfeld „Raumfahrt“ ist nicht bekannt." in output
    assert Service.objects.count() == 1


def test_a_windows_file_is_read(write_table: WriteTable) -> None:
    import_services(write_table(CATALOGUE, ["10160", "Hündinnen", "Engagement & Hobby", ""], encoding="cp1252"))
    assert Service.objects.get().slug == "huendinnen"


def test_nothing_accepted_is_a_failure(write_table: WriteTable) -> None:
    with pytest.raises(CommandError, match="Keine einzige Zeile"):
        import_services(write_table(CATALOGUE, ["1", "Wohngeld", "Bildung", ""]))


def test_a_heading_alone_is_a_failure(write_table: WriteTable) -> None:
    with pytest.raises(CommandError, match="Keine einzige Zeile"):
        import_services(write_table(CATALOGUE))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "ist leer"),
        (b"ozg_id,leistung,lage\n1,2,3\n", "Es fehlt die Spalte themenfeld"),
        (b"PK\x03\x04\x14\x00\x06\x00", "keine Texttabelle"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Es fehlen die Spalten"),
        (b"\x81\x8d\x8f", "weder UTF-8 noch Windows-1252"),
        (b"name,ort\nKehl,BW\n", "Es fehlen die Spalten"),
    ],
)
def test_a_useless_file_is_refused_in_german(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "tabelle.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        import_services(path)


def test_a_missing_file_is_refused_in_german(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Diese Datei gibt es nicht"):
        import_services(tmp_path / "fehlt.csv")


def test_all_files_are_checked_before_the_first_is_imported(write_table: WriteTable, tmp_path: Path) -> None:
    good = write_table(CATALOGUE, WOHNGELD, name="gut.csv")
    with pytest.raises(CommandError):
        import_services(good, tmp_path / "fehlt.csv")
    assert not Service.objects.exists()


def test_keys_are_imported_after_the_services_whatever_the_order(write_table: WriteTable) -> None:
    keys = write_table(LEIKA, ["99107023017001", "10092"], name="leika.csv")
    services = write_table(CATALOGUE, WOHNGELD, name="leistungen.csv")

    import_services(keys, services)

    assert Service.objects.get().leika_keys == ["99107023017001"]


def test_a_dry_run_counts_and_saves_nothing(write_table: WriteTable) -> None:
    output = import_services("--dry-run", write_table(CATALOGUE, WOHNGELD))

    assert "neu: 1" in output
    assert "Probelauf" in output
    assert not Service.objects.exists()
    assert not TopicField.objects.exists()


def test_progress_shows_rows_per_second(write_table: WriteTable) -> None:
    rows = [[str(20000 + number), f"Leistung {number}", "Bildung", ""] for number in range(1001)]
    assert "1.000 Zeilen, " in import_services(write_table(CATALOGUE, *rows))


def test_without_a_file_the_shipped_catalogue_is_imported() -> None:
    import_services()
    assert Service.objects.municipal().filter(name="Wohngeld").exists()
