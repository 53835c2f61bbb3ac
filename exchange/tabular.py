"""Reading tables that people hand in as CSV files, and reporting what became of each row.

A table is read once, checked as a whole, then row by row::

    table = read_table(path, required=("ags", "name"))   # TableError: the file is of no use
    report = ImportReport()
    for row in table.rows(report):                        # rows that are broken as text are rejected here
        try:
            take_over(row.text("ags", max_length=8), row["name"])
        except RowError as error:                         # rows that make no sense are rejected there
            report.reject(row.line, str(error))
    for line in summary_lines(report):
        print(line)

The separator (comma, semicolon or tab) and the encoding (UTF-8 with or without a byte order mark, UTF-16 with one,
Windows-1252) are found out from the file, because spreadsheets save all of these under the name CSV.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from _csv import Reader

MAX_FILE_SIZE = 50 * 1024 * 1024  # bytes; the register of all German municipalities has 2 MB
MAX_CELL_LENGTH = 20_000  # characters; more is a quotation mark that was never closed
_DELIMITERS = ",;\t"
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

T = TypeVar("T")


class TableError(Exception):
    """The file cannot be read as the table that is needed. The message is for the person who gave it."""


class RowError(ValueError):
    """One row cannot be used. The message says why, without the line number."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken over: its line in the file, counted from 1, and the reason."""

    line: int
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What became of the rows of one table. ``skipped`` rows are in order but hold nothing to import."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Number of rows whose content is in the database now."""
        return self.created + self.updated + self.unchanged

    def reject(self, line: int, reason: str) -> None:
        """Note a row that was not taken over."""
        self.rejected.append(Rejection(line, reason))


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by column, without blanks around them; ``line`` is where the row starts in the file."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell; KeyError when the table has no such column."""
        return self.cells[column]

    def get(self, column: str) -> str:
        """The cell, empty when the table has no such column."""
        return self.cells.get(column, "")

    def text(self, column: str, *, max_length: int) -> str:
        """The cell, which must not be empty nor longer than ``max_length`` characters; else RowError."""
        value = self.cells[column]
        if not value:
            raise RowError(_("The column “%(column)s” is empty.") % {"column": column})
        if len(value) > max_length:
            raise RowError(
                _("The column “%(column)s” has more than %(limit)d characters.")
                % {"column": column, "limit": max_length}
            )
        return value


@dataclass(frozen=True, slots=True)
class Table:
    """The text of a file whose first row names the columns (lower case, without blanks around them)."""

    name: str
    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    content: str = field(repr=False)

    def require(self, columns: Collection[str]) -> None:
        """Raise TableError, naming them, when columns are missing. Further columns do no harm."""
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise TableError(
                ngettext(
                    "%(name)s: The column %(columns)s is missing.",
                    "%(name)s: The columns %(columns)s are missing.",
                    len(missing),
                )
                % {"name": self.name, "columns": ", ".join(missing)}
            )

    def rows(self, report: ImportReport) -> Iterator[Row]:
        """The rows below the heading, empty ones left out; those that are broken as text go to the report."""
        reader = _reader(self.content, self.delimiter)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                report.reject(
                    line,
                    _("The quotation marks do not match, or a cell is too long. Nothing was read up to line %(end)d.")
                    % {"end": reader.line_num},
                )
                continue
            if not any(cell.strip() for cell in cells):
                continue
            reason = self._fault(cells)
            if reason:
                report.reject(line, reason)
                continue
            named = zip(self.columns, cells, strict=True)
            yield Row(line, {column: cell.strip() for column, cell in named if column})

    def _fault(self, cells: list[str]) -> str:
        if len(cells) != len(self.columns):
            return _("The row has %(found)d instead of %(expected)d columns.") % {
                "found": len(cells),
                "expected": len(self.columns),
            }
        if any(len(cell) > MAX_CELL_LENGTH for cell in cells):
            return _("A cell is longer than %(limit)s characters.") % {"limit": _number(MAX_CELL_LENGTH)}
        if any(_CONTROL_CHARACTERS.search(cell) for cell in cells):
            return _("The row contains control characters.")
        return ""


def read_table(path: Path, required: Collection[str] = ()) -> Table:
    """The table in a CSV file, its columns checked.

    Raises TableError when the file is missing, unreadable, too large (``MAX_FILE_SIZE``), empty, no text, has an
    unusable heading or lacks one of the ``required`` columns.
    """
    content, encoding = _decode(_read_bytes(path), path.name)
    if not content.strip():
        raise TableError(_("%(name)s: The file is empty.") % {"name": path.name})
    if _CONTROL_CHARACTERS.search(content.split("\n", 1)[0]):
        raise TableError(
            _("%(name)s: This is not a text table. In a spreadsheet, choose “Save as” and the format CSV.")
            % {"name": path.name}
        )
    delimiter = max(_DELIMITERS, key=lambda candidate: len(_heading(content, candidate)))
    columns = _heading(content, delimiter)
    named = [column for column in columns if column]
    if len(set(named)) < len(named) or not named:
        raise TableError(_("%(name)s: The first row must name the columns, each of them once.") % {"name": path.name})
    table = Table(path.name, columns, encoding, delimiter, content)
    table.require(required)
    return table


def summary_lines(report: ImportReport) -> Iterator[str]:
    """The report for a person: first each rejected row with its line, then the numbers."""
    for rejection in sorted(report.rejected, key=lambda rejection: rejection.line):
        yield _("Line %(line)d: %(reason)s") % {"line": rejection.line, "reason": rejection.reason}
    yield _(
        "created: %(created)s, updated: %(updated)s, unchanged: %(unchanged)s, skipped: %(skipped)s,"
        " rejected: %(rejected)s"
    ) % {
        "created": _number(report.created),
        "updated": _number(report.updated),
        "unchanged": _number(report.unchanged),
        "skipped": _number(report.skipped),
        "rejected": _number(len(report.rejected)),
    }


def show_progress(items: Iterable[T], write: Callable[[str], object], *, every: int) -> Iterator[T]:
    """Hand the items on and ``write`` after each ``every`` of them how many there were and how fast they went."""
    started = time.monotonic()
    for count, item in enumerate(items, start=1):
        yield item
        if count % every == 0:
            seconds = max(time.monotonic() - started, 0.001)
            write(
                _("%(count)s rows, %(speed)s rows per second")
                % {"count": _number(count), "speed": _number(round(count / seconds))}
            )


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise TableError(_("%(name)s: There is no such file.") % {"name": path})
    if path.stat().st_size > MAX_FILE_SIZE:
        raise TableError(
            _("%(name)s: The file is larger than %(limit)s MB.")
            % {"name": path.name, "limit": MAX_FILE_SIZE // 1024 // 1024}
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise TableError(
            _("%(name)s: The file cannot be read (%(reason)s).") % {"name": path, "reason": error.strerror}
        ) from error


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. Windows-1252 comes last: it takes almost any bytes."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise TableError(_("%(name)s: The characters are neither UTF-8 nor Windows-1252.") % {"name": name})


def _reader(content: str, delimiter: str) -> Reader:
    return csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)


def _heading(content: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(cell.strip().lower() for cell in next(_reader(content, delimiter)))
    except (csv.Error, StopIteration):
        return ()
