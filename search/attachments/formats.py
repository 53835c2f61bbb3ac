"""Readers of file formats: each gives pairs of a label and a piece of text, in the order of the file.

Runs in the child process of its own (search.attachments.worker), without Django. Readers are generators, so that a file
is read no further than somebody wants its text; each imports its library when it is asked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any, BinaryIO

Piece = tuple[str, str]

CONTAINER_BYTES = 200 * 1024 * 1024  # unpacked, all parts of an office file together
CONTAINER_PARTS = 5_000
PROLOGUE_BYTES = 64 * 1024  # of a part, in which declarations of entities must stand
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # office files with a password, and those of before 2007
BETWEEN_CELLS = " · "

# A word divided at the end of a line; „Bau-⏎und Umweltamt“ keeps its hyphen.
_DIVIDED = re.compile(r"(?<=[a-zäöüß])[-\u00ad\u2010]\n(?=[a-zäöüß])(?!(?:und|oder|bzw|sowie)\b)")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


class ProtectedError(Exception):
    """The file can be read with a password only."""


class DamagedError(Exception):
    """The file is not what its name says, is cut off, or holds what no honest file holds."""


class TooLargeError(Exception):
    """The file unpacks to more than anybody needs."""


def read_pdf(file: BinaryIO) -> Iterator[Piece]:
    """Pages of a PDF, labelled with their number from 1. A page that cannot be read is left out."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    reader = PdfReader(file, strict=False)
    # Many files may be read by everybody and have a password only against changes.
    if reader.is_encrypted and not reader.decrypt(""):
        raise ProtectedError
    readable = 0
    error: Exception | None = None
    for number in range(len(reader.pages)):
        try:
            text = reader.pages[number].extract_text()
        except (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
            error = fault
            continue
        readable += 1
        yield str(number + 1), _DIVIDED.sub("", text.translate(_LIGATURES))
    if error and not readable:
        raise DamagedError from error


def read_docx(file: BinaryIO) -> Iterator[Piece]:
    """Paragraphs of a Word document, those in tables and text boxes included."""
    _check_container(file)
    from docx import Document
    from docx.oxml.ns import qn

    for paragraph in Document(file).element.body.iter(qn("w:p")):
        # What stands in a text box is written a second time for old programs.
        if next(paragraph.iterancestors("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"), None):
            continue
        yield "", paragraph.text


def read_pptx(file: BinaryIO) -> Iterator[Piece]:
    """Paragraphs of a PowerPoint presentation, labelled with the number of their slide."""
    _check_container(file)
    from pptx import Presentation
    from pptx.oxml.ns import qn

    for number, slide in enumerate(Presentation(file).slides, start=1):
        for paragraph in slide.element.iter(qn("a:p")):
            yield str(number), "".join(run.text or "" for run in paragraph.iter(qn("a:t")))


def read_xlsx(file: BinaryIO) -> Iterator[Piece]:
    """Rows of an Excel workbook with the values last computed, labelled with the name of their sheet."""
    _check_container(file)
    from openpyxl import load_workbook

    for sheet in load_workbook(file, read_only=True, data_only=True, keep_links=False).worksheets:
        # The size that a sheet claims may be a million empty rows.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            yield sheet.title, BETWEEN_CELLS.join(_cell(value) for value in row if value not in (None, ""))


def read_odt(file: BinaryIO) -> Iterator[Piece]:
    """Headings and paragraphs of an OpenDocument text."""
    for element in _odf_body(file).get_elements("//text:p|//text:h"):
        yield "", element.inner_text


def read_odp(file: BinaryIO) -> Iterator[Piece]:
    """Paragraphs of an OpenDocument presentation, labelled with the number of their slide."""
    for number, slide in enumerate(_odf_body(file).get_elements("//draw:page"), start=1):
        for element in slide.get_elements(".//text:p"):
            yield str(number), element.inner_text


def read_ods(file: BinaryIO) -> Iterator[Piece]:
    """Rows of an OpenDocument spreadsheet, labelled with the name of their sheet."""
    for table in _odf_body(file).get_elements("//table:table"):
        name = table.get_attribute_string("table:name") or ""
        for row in table.get_elements(".//table:table-row"):
            cells = (cell.inner_text.strip() for cell in row.get_elements("table:table-cell"))
            yield name, BETWEEN_CELLS.join(cell for cell in cells if cell)


def read_text(file: BinaryIO) -> Iterator[Piece]:
    """Lines of a text in UTF-8 or else in the code page of German Windows."""
    content = file.read()
    if b"\0" in content:
        raise DamagedError
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    for line in text.splitlines():
        yield "", line


READERS: dict[str, Callable[[BinaryIO], Iterator[Piece]]] = {
    "csv": read_text,
    "docx": read_docx,
    "odp": read_odp,
    "ods": read_ods,
    "odt": read_odt,
    "pdf": read_pdf,
    "pptx": read_pptx,
    "txt": read_text,
    "xlsx": read_xlsx,
}


def _odf_body(file: BinaryIO) -> Any:
    _check_container(file)
    from odfdo import Document

    return Document(BytesIO(file.read())).body


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%d.%m.%Y")
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _check_container(file: BinaryIO) -> None:
    """Look at the table of contents before any library unpacks what it names.

    Python's zipfile never unpacks more of a part than the table says, so that its sums hold.
    """
    if file.read(len(OLE_MAGIC)) == OLE_MAGIC:
        raise ProtectedError
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as container:
            parts = container.infolist()
            if len(parts) > CONTAINER_PARTS or sum(part.file_size for part in parts) > CONTAINER_BYTES:
                raise TooLargeError
            if any(part.flag_bits & 1 for part in parts):
                raise ProtectedError
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(container, part)
    except zipfile.BadZipFile as error:
        raise DamagedError from error
    file.seek(0)


def _check_part(container: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with container.open(part) as stream:
        # Office programs declare no entities; who does wants them to multiply or to name files of this machine.
        if b"<!ENTITY" in stream.read(PROLOGUE_BYTES):
            raise DamagedError
    if part.filename == "META-INF/manifest.xml" and b"encryption-data" in container.read(part):
        raise ProtectedError
