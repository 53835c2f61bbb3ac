"""Makers of files as people upload them, and of files that mean harm."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

import docx
import odfdo
import openpyxl
import pptx
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str) -> bytes:
    """A PDF with these pages, each line of a text on a line of its own."""
    document = FPDF()
    document.set_font("helvetica", size=12)
    for text in pages:
        document.add_page()
        document.multi_cell(0, text=text)
    return bytes(document.output())


def encrypted_pdf(text: str, *, password: str, owner_password: str) -> bytes:
    """A PDF that asks for a password; an empty one lets everybody read."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(text))))
    writer.encrypt(password, owner_password, algorithm="AES-256")
    return _saved(writer.write)


def written_pdf(*objects: bytes) -> bytes:
    """A PDF of objects written by hand, numbered from 1; the first is its catalogue."""
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (size, table, size, len(content))


def circular_pdf() -> bytes:
    """A PDF whose only page is the list of pages itself."""
    return written_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R 2 0 R]>>")


def nested_form_pdf(depth: int = 40) -> bytes:
    """A PDF whose page draws a form twice, which draws another one twice, and so on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length 12>>stream\n/F Do /F Do \nendstream",
    ]
    for number in range(5, 5 + depth):
        resources = b"<</XObject<</F %d 0 R>>>>" % (number + 1)
        kind = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
        objects.append(b"<<%s/Resources%s/Length 12>>stream\n/F Do /F Do \nendstream" % (kind, resources))
    objects.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream")
    return written_pdf(*objects)


def unpacking_pdf(megabytes: int) -> bytes:
    """A PDF whose page unpacks to many times its size."""
    packer = zlib.compressobj(9)
    stream = b"".join([*(packer.compress(b"(a) Tj\n" * 150_000) for _ in range(megabytes)), packer.flush()])
    return written_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    )


def scanned_pdf() -> bytes:
    """A PDF with a page on which there is nothing but a drawing."""
    document = FPDF()
    document.add_page()
    document.line(10, 10, 100, 100)
    return bytes(document.output())


def word(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    """A DOCX with these paragraphs and a table of one row."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        for cell, text in zip(document.add_table(1, len(table)).row_cells(0), table, strict=True):
            cell.text = text
    return _saved(document.save)


def slides(*texts: str) -> bytes:
    """A PPTX with a slide for each text."""
    presentation = pptx.Presentation()
    for text in texts:
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = text
    return _saved(presentation.save)


def workbook(**sheets: list[list[Any]]) -> bytes:
    """An XLSX with these sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return _saved(book.save)


def odf(kind: str, *texts: str) -> bytes:
    """An ODT or ODP with these paragraphs, each on a slide of its own, or an ODS with them in a row."""
    template = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[kind]
    document = odfdo.Document(template)
    document.body.clear()
    if kind == "ods":
        table = odfdo.Table("Kosten")
        table.append(odfdo.Row())
        table.set_row_values(0, list(texts))
        document.body.append(table)
        return _saved(document.save)
    for text in texts:
        paragraph = odfdo.Paragraph(text)
        if kind == "odp":
            page = odfdo.DrawPage(f"page{text}")
            page.append(odfdo.Frame.text_frame(paragraph, size=("7cm", "5cm"), position=("1cm", "1cm")))
            document.body.append(page)
        else:
            document.body.append(paragraph)
    return _saved(document.save)


def replaced(container: bytes, name: str, part: bytes) -> bytes:
    """The office file with another content of one of its parts."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(container)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return result.getvalue()


def laughing_word() -> bytes:
    """A DOCX whose entities multiply to a billion words."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{entities}]><d>&l9;</d>'
    return replaced(word("x"), "word/document.xml", text.encode())


def spying_word() -> bytes:
    """A DOCX that names a file of the machine that reads it."""
    text = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><d>&f;</d>'
    return replaced(word("x"), "word/document.xml", text.encode())


def unpacking_word(megabytes: int) -> bytes:
    """A DOCX whose text unpacks to so many megabytes of blanks."""
    return replaced(word("x"), "word/document.xml", b" " * (megabytes * 1024 * 1024))


def deep_word(depth: int) -> bytes:
    """A DOCX with tables in tables in tables."""
    schema = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = "<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth
    text = f'<w:document xmlns:w="{schema}"><w:body>{inner}</w:body></w:document>'
    return replaced(word("x"), "word/document.xml", text.encode())


def _saved(save: Any) -> bytes:
    content = BytesIO()
    save(content)
    return content.getvalue()
