"""Reading CSV files as they come out of spreadsheets and out of the wild."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exchange import tabular
from exchange.tabular import ImportReport, Row, RowError, TableError, read_table, show_progress, summary_lines

CsvFile = Callable[..., Path]


@pytest.fixture
def csv_file(tmp_path: Path) -> CsvFile:
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "tabelle.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def rows_and_report(path: Path) -> tuple[list[Row], ImportReport]:
    report = ImportReport()
    return list(read_table(path).rows(report)), report


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separator_encoding_and_line_end_are_found_out(
    csv_file: CsvFile, delimiter: str, encoding: str, line_end: str
) -> None:
    lines = ["ort", "einwohner"], ["Müllheim", "18900"], ["Großweier", "2000"]
    path = csv_file(line_end.join(delimiter.join(cells) for cells in lines), encoding)

    rows, report = rows_and_report(path)

    assert [(row.line, row["ort"], row["einwohner"]) for row in rows] == [
        (2, "Müllheim", "18900"),
        (3, "Großweier", "2000"),
    ]
    assert report.rejected == []


def test_separator_inside_a_heading_does_not_confuse(csv_file: CsvFile) -> None:
    rows, _ = rows_and_report(csv_file("ort, ortsteil;einwohner;land\nKehl, Kork;2400;BW\n"))
    assert rows[0]["ort, ortsteil"] == "Kehl, Kork"


def test_column_names_and_cells_lose_surrounding_blanks_and_case_of_names_does_not_matter(csv_file: CsvFile) -> None:
    rows, _ = rows_and_report(csv_file(" Name ;ORT\n  Eva ; Lahr \n"))
    assert rows[0].cells == {"name": "Eva", "ort": "Lahr"}


def test_lines_are_counted_as_an_editor_counts_them(csv_file: CsvFile) -> None:
    rows, _ = rows_and_report(csv_file('a,b\n1,"zwei\nZeilen"\n\n,\n3,4\n'))
    assert [(row.line, row["a"]) for row in rows] == [(2, "1"), (6, "3")]


def test_missing_columns_are_named(csv_file: CsvFile) -> None:
    with pytest.raises(TableError) as error:
        read_table(csv_file("ags;ort\n1;2\n"), required=("ags", "name", "land"))
    message = str(error.value)
    assert "name, land" in message
    assert "tabelle.csv" in message
    assert "ags" not in message


def test_further_columns_do_no_harm(csv_file: CsvFile) -> None:
    table = read_table(csv_file("bemerkung,ags,farbe\nx,1,rot\n"), required=("ags",))
    assert [row["ags"] for row in table.rows(ImportReport())] == ["1"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"  \n\n",
        b"\nags,name\n1,2\n",
        b"ags,ags\n1,2\n",
        b",,\n1,2,3\n",
        b'"ags,name\n1,2\n',
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00workbook.xml",
        b"ags,na\x00me\n1,2\n",
        b"name\n\x81\x8d\x8f\x90\x9d\n",
        b"\xff\xfea",
        b"x" * 200_000 + b"\n1\n",
    ],
    ids=[
        "empty",
        "only a byte order mark",
        "only blanks",
        "heading not in the first row",
        "column named twice",
        "columns without names",
        "quotation mark never closed",
        "spreadsheet instead of CSV",
        "NUL in the heading",
        "neither UTF-8 nor Windows-1252",
        "UTF-16 cut off",
        "one endless heading",
    ],
)
def test_a_file_that_is_no_table_is_refused(csv_file: CsvFile, content: bytes) -> None:
    with pytest.raises(TableError, match=r"tabelle\.csv"):
        read_table(csv_file(content))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "fehlt.csv", tmp_path):
        with pytest.raises(TableError, match=path.name):
            read_table(path)


def test_a_file_that_is_too_large_is_refused_unread(csv_file: CsvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "MAX_FILE_SIZE", 10)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("was read"))
    with pytest.raises(TableError):
        read_table(csv_file("ags,name\n1,2\n"))


def test_an_unreadable_file_is_refused(csv_file: CsvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = csv_file("ags\n1\n")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(TableError, match="Permission denied"):
        read_table(path)


@pytest.mark.parametrize(
    "bad",
    [
        "only one cell",
        "1,2,3",
        "1,\x00",
        "1,\x1b[31mrot",
        '1,"zwei" drei',
        "1," + "x" * (tabular.MAX_CELL_LENGTH + 1),
        "1," + "x" * 200_000,
    ],
    ids=["too short", "too long", "NUL", "escape sequence", "stray quotation mark", "long cell", "huge cell"],
)
def test_a_bad_row_is_reported_with_its_line_and_the_others_are_read(csv_file: CsvFile, bad: str) -> None:
    rows, report = rows_and_report(csv_file(f"a,b\n1,2\n{bad}\n3,4\n"))
    assert [row["a"] for row in rows] == ["1", "3"]
    assert [rejection.line for rejection in report.rejected] == [3]
    assert report.rejected[0].reason


def test_rows_swallowed_by_an_open_quotation_mark_are_named_by_their_last_line(csv_file: CsvFile) -> None:
    rows, report = rows_and_report(csv_file('a,b\n1,"offen\n2,2\n3,"zu"x\n4,4\n'))
    assert [row["a"] for row in rows] == ["4"]
    assert report.rejected[0].line == 2
    assert "4" in report.rejected[0].reason


def test_text_must_be_there_and_not_too_long() -> None:
    row = Row(7, {"name": "Hofstetten", "leer": ""})
    assert row.text("name", max_length=10) == "Hofstetten"
    assert row.get("gibt es nicht") == ""
    with pytest.raises(RowError, match="name"):
        row.text("name", max_length=9)
    with pytest.raises(RowError, match="leer"):
        row.text("leer", max_length=9)


def test_summary_names_bad_rows_by_line_then_the_numbers() -> None:
    report = ImportReport(created=1234, updated=2, unchanged=3, skipped=4)
    report.reject(17, "Unsinn")
    report.reject(5, "Quatsch")

    lines = list(summary_lines(report))

    assert lines[:2] == ["Zeile 5: Quatsch", "Zeile 17: Unsinn"]
    assert lines[2] == "neu: 1.234, geändert: 2, unverändert: 3, übersprungen: 4, abgelehnt: 2"
    assert report.accepted == 1239


def test_progress_hands_everything_on_and_speaks_now_and_then() -> None:
    said: list[str] = []
    assert list(show_progress(range(2500), said.append, every=1000)) == list(range(2500))
    assert [line.split()[0] for line in said] == ["1.000", "2.000"]
