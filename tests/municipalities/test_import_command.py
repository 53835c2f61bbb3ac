"""``manage.py import_municipalities`` as the person at the command line meets it."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exchange.municipalities.models import Municipality
from tests.municipalities.conftest import RegisterFile
from tests.municipalities.factories import register_row

pytestmark = pytest.mark.django_db

OFFENBURG = register_row(ags="08317096", name="Offenburg", name_amtlich="Offenburg, Stadt", einwohner="61670")


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("import_municipalities", *map(str, arguments), stdout=out, no_color=True)
    return out.getvalue()


def lines_with(number: int, output: str) -> list[str]:
    return [line for line in output.splitlines() if line.split(":")[0].endswith(f" {number}")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_spreadsheet_saves_as_csv_is_understood(
    register_file: RegisterFile, encoding: str, delimiter: str
) -> None:
    path = register_file(
        register_row(name="Meißenheim", typ="Große Kreisstadt"), encoding=encoding, delimiter=delimiter
    )

    run(path)

    assert Municipality.objects.get().name == "Meißenheim"
    assert Municipality.objects.get().slug == "meissenheim"


def test_again_and_again_without_duplicates(register_file: RegisterFile) -> None:
    path = register_file(register_row(), OFFENBURG)

    run(path)
    before = list(Municipality.objects.values())
    run(path)
    run(path, path)

    assert list(Municipality.objects.values()) == before
    assert len(before) == 2


def test_bad_rows_are_named_by_line_and_the_others_come_in(register_file: RegisterFile) -> None:
    path = register_file(
        register_row(),
        register_row(ags="8317089"),
        register_row(ags="08317089", einwohner="-1"),
        register_row(ags="08317089", name="Ober\x00kirch"),
        OFFENBURG,
        register_row(name="Doppelt"),
    )

    output = run(path)

    assert set(Municipality.objects.values_list("name", flat=True)) == {"Kehl", "Offenburg"}
    assert "8317089" in lines_with(3, output)[0]
    assert "einwohner" in lines_with(4, output)[0]
    assert lines_with(5, output)
    assert "08317057" in lines_with(7, output)[0]
    assert not lines_with(2, output)
    assert not lines_with(6, output)


def test_rows_with_missing_or_open_cells_do_not_stop_the_rest(register_file: RegisterFile) -> None:
    path = register_file(register_row(), OFFENBURG)
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "08317089,Oberkirch\n" + '08317001,"Achern', encoding="utf-8")

    output = run(path)

    assert Municipality.objects.count() == 2
    assert lines_with(4, output)
    assert lines_with(5, output)


def test_a_trial_run_changes_nothing(register_file: RegisterFile) -> None:
    output = run("--dry-run", register_file(register_row(), OFFENBURG))

    assert not Municipality.objects.exists()
    assert "2" in output.splitlines()[-1]


def test_the_day_of_the_count_can_be_given(register_file: RegisterFile) -> None:
    run(register_file(register_row()), "--population-date", "2024-12-31")

    assert Municipality.objects.get().population_date == date(2024, 12, 31)


def test_without_a_file_the_shipped_ones_are_loaded() -> None:
    run("--dry-run")
    assert not Municipality.objects.exists()

    run()
    assert Municipality.objects.in_county("08317").count() == 51


def test_several_files_are_imported_one_after_the_other(register_file: RegisterFile) -> None:
    first = register_file(register_row(), name="first.csv")
    second = register_file(register_row(einwohner="39000"), OFFENBURG, name="second.csv")

    output = run(first, second)

    assert "first.csv" in output
    assert "second.csv" in output
    assert Municipality.objects.get(ags="08317057").population == 39_000
    assert Municipality.objects.count() == 2


def test_a_slip_in_one_file_name_imports_none(register_file: RegisterFile, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.csv"):
        run(register_file(register_row()), tmp_path / "missing.csv")

    assert not Municipality.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"ags,name\n08317057,Kehl\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(500),
        bytes(5_000),
    ],
    ids=["empty", "blank", "columns", "image", "workbook", "zeros"],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=r"register\.csv"):
        run(path)
    assert not Municipality.objects.exists()


def test_missing_columns_are_named(register_file: RegisterFile, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("ags,name,typ\n08317057,Kehl,Stadt\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"name_amtlich.*einwohner.*lon"):
        run(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path)


def test_a_file_without_one_usable_row_is_an_error(register_file: RegisterFile) -> None:
    with pytest.raises(CommandError, match=r"register\.csv"):
        run(register_file(register_row(ags="8317057"), register_row(einwohner="viele")))


def test_a_wrong_day_is_refused_before_anything_is_read(register_file: RegisterFile) -> None:
    with pytest.raises(CommandError, match=r"31\.12\.2024"):
        run(register_file(register_row()), "--population-date", "31.12.2024")

    assert not Municipality.objects.exists()
