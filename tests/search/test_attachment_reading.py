"""Reading files in a process of its own: what people upload, and what would do harm."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import Any

import pytest

from search.attachments.reading import limits_from_settings, parse_answer, read_file
from search.attachments.worker import Answer, Limits, collect
from tests.search import attachment_files as files

MEGABYTE = 1024 * 1024


def read(kind: str, content: bytes, **limits: Any) -> Answer:
    """What the reading process says of a file."""
    with TemporaryFile() as file:
        file.write(content)
        return read_file(kind, file, limits_from_settings()._replace(**limits))


def text_of(answer: Answer) -> str:
    """All that was read."""
    assert answer.state == "read"
    return "\n".join(text for _label, text in answer.pages)


READABLE = [
    (
        "pdf",
        lambda: files.pdf("Hundesteuersatzung\nder Stadt Kehl", "Gebührenverzeichnis"),
        [("1", "Hundesteuersatzung\nder Stadt Kehl"), ("2", "Gebührenverzeichnis")],
    ),
    (
        "docx",
        lambda: files.word("Erster", "", "Zweiter", table=("Posten", "Euro")),
        [("", "Erster\nZweiter\nPosten\nEuro")],
    ),
    ("pptx", lambda: files.slides("Ziel", "Weg"), [("1", "Ziel"), ("2", "Weg")]),
    (
        "xlsx",
        lambda: files.workbook(
            Kosten=[["Posten", 1250.5], [None], ["Beginn", date(2026, 3, 1)]], Leer=[], Mehr=[["Ende"]]
        ),
        [("Kosten", "Posten · 1250,5\nBeginn · 01.03.2026"), ("Mehr", "Ende")],
    ),
    ("odt", lambda: files.odf("odt", "Dienstanweisung", "Überschrift"), [("", "Dienstanweisung\nÜberschrift")]),
    ("ods", lambda: files.odf("ods", "Posten", "Summe"), [("Kosten", "Posten · Summe")]),
    ("odp", lambda: files.odf("odp", "Ziel", "Weg"), [("1", "Ziel"), ("2", "Weg")]),
    ("txt", "Grüße\naus Kehl".encode, [("", "Grüße\naus Kehl")]),
    ("txt", lambda: "Grüße".encode("utf-8-sig"), [("", "Grüße")]),
    ("csv", lambda: "Straße;Nr\r\n".encode("cp1252"), [("", "Straße;Nr")]),
]


@pytest.mark.parametrize(("kind", "make", "pages"), READABLE)
def test_usual_files(kind: str, make: Callable[[], bytes], pages: list[tuple[str, str]]) -> None:
    """Each kind that may be uploaded gives its text with its pages, slides or sheets."""
    assert read(kind, make()) == Answer("read", is_cut=False, pages=pages)


def test_divided_words_become_whole() -> None:
    """Hyphens at the ends of lines go, those that belong to a word stay."""
    assert "Verwaltungsgebühren" in text_of(read("pdf", files.pdf("Verwaltungs-\ngebühren")))
    assert "Bau-\nund Umweltamt" in text_of(read("pdf", files.pdf("Bau-\nund Umweltamt")))


def test_a_password_against_changes_alone_hides_nothing() -> None:
    """A form that everybody may read and nobody change is read."""
    content = files.encrypted_pdf("Antrag", password="", owner_password="geheim")
    assert text_of(read("pdf", content)) == "Antrag"


HARMFUL = [
    ("a cut PDF", "pdf", lambda: files.pdf("Satzung " * 300)[:700], {"damaged", "empty"}),
    ("no PDF", "pdf", lambda: b"%PDF-1.7\n...", {"damaged"}),
    ("an empty file", "pdf", lambda: b"", {"damaged"}),
    ("an empty text", "txt", lambda: b"", {"empty"}),
    ("pages in a circle", "pdf", files.circular_pdf, {"damaged", "empty", "too_costly"}),
    ("forms in forms", "pdf", files.nested_form_pdf, {"damaged", "empty", "too_costly"}),
    ("a PDF with a password", "pdf", lambda: files.encrypted_pdf("x", password="a", owner_password="b"), {"protected"}),
    ("a scan", "pdf", files.scanned_pdf, {"empty"}),
    ("a page that unpacks to 300 MB", "pdf", lambda: files.unpacking_pdf(300), {"damaged", "empty", "too_costly"}),
    ("Word under the name of a PDF", "pdf", lambda: files.word("x"), {"damaged"}),
    ("a PDF under the name of Word", "docx", lambda: files.pdf("x"), {"damaged"}),
    ("Excel under the name of Word", "docx", lambda: files.workbook(A=[["x"]]), {"damaged"}),
    ("Word under the name of Excel", "xlsx", lambda: files.word("x"), {"damaged"}),
    ("Word under the name of PowerPoint", "pptx", lambda: files.word("x"), {"damaged"}),
    ("Word under the name of OpenDocument", "odt", lambda: files.word("x"), {"damaged"}),
    ("a picture under the name of a text", "txt", lambda: b"\x89PNG\r\n\x1a\n\0\0\0", {"damaged"}),
    ("a cut DOCX", "docx", lambda: files.word("x")[:5000], {"damaged"}),
    ("a DOCX with a password", "docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 999, {"protected"}),
    ("a billion laughs", "docx", files.laughing_word, {"damaged"}),
    ("a DOCX that names a file", "docx", files.spying_word, {"damaged"}),
    ("a DOCX that unpacks to 300 MB", "docx", lambda: files.unpacking_word(300), {"too_large"}),
    ("a DOCX that unpacks to 150 MB", "docx", lambda: files.unpacking_word(150), {"damaged", "too_costly"}),
    ("tables in tables", "docx", lambda: files.deep_word(100_000), {"damaged", "empty", "too_costly"}),
]


@pytest.mark.parametrize(("name", "kind", "make", "states"), HARMFUL, ids=[case[0] for case in HARMFUL])
def test_harmful_files(name: str, kind: str, make: Callable[[], bytes], states: set[str]) -> None:
    """They end with a reason, in time, and without a text."""
    begin = time.monotonic()
    answer = read(kind, make(), seconds=5)
    assert answer.state in states
    assert not answer.pages
    assert time.monotonic() - begin < 15


def test_random_bytes_of_every_kind() -> None:
    """Whatever follows the right beginning harms nothing."""
    for kind, start in (
        ("pdf", b"%PDF-1.4\n"),
        ("docx", b"PK\x03\x04"),
        ("odt", b"PK\x03\x04"),
        ("xlsx", b"PK\x05\x06"),
    ):
        assert read(kind, start + os.urandom(20_000)).state == "damaged"


def test_limits_of_pages_and_characters() -> None:
    """A long file is read from its beginning, and the answer says that it goes on."""
    content = files.pdf(*(f"Seite {number}" for number in range(1, 6)))
    assert read("pdf", content, pages=5) == read("pdf", content)
    cut = read("pdf", content, pages=2)
    assert (cut.is_cut, cut.pages) == (True, [("1", "Seite 1"), ("2", "Seite 2")])
    lines = "\n".join(["Zeile"] * 1000).encode()
    cut = read("txt", lines, characters=600)
    assert cut.is_cut
    assert len(text_of(cut)) == 599
    signs = read("txt", b"\x01" * 1000, characters=1000, pages=1)
    assert (signs.is_cut, len(text_of(signs))) == (False, 1000)


def test_what_was_read_in_time_is_kept() -> None:
    """A large file that takes too long is found by its beginning."""

    def slow_pieces() -> Iterator[tuple[str, str]]:
        for number in range(1, 100):
            yield str(number), "Text"
            time.sleep(0.1)

    answer = collect(slow_pieces(), Limits(seconds=1, memory=0, pages=100, characters=1000))
    assert answer.is_cut
    assert 2 < len(answer.pages) < 10


def test_too_little_memory_and_time() -> None:
    """The process is ended, and the site hears of it."""
    content = files.pdf("Satzung")
    assert read("pdf", content, memory=30 * MEGABYTE).state in ("damaged", "too_costly")
    assert read("pdf", content, seconds=0).state == "too_costly"


def test_the_process_knows_nothing_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords stand in the environment; a library taken over by a file must not find them."""
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        seen.update(options)
        raise TimeoutError

    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    monkeypatch.setattr("search.attachments.reading.subprocess.run", run)
    with pytest.raises(TimeoutError):
        read("txt", b"x")
    assert set(seen["env"]) == {"PYTHONPATH", "PYTHONSAFEPATH", "PYTHONUTF8"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b'["read", false]',
        b'["read", false, [["1"]]]',
        b'["other", false, []]',
        b'{"a": 1}',
        b"\xff",
        b"9" * 5000,
    ],
)
def test_answers_that_are_none(raw: bytes) -> None:
    """What the process says is not trusted."""
    assert parse_answer(raw, Limits(1, 1, 1, 1)).state == "damaged"


def test_signs_that_no_database_takes() -> None:
    """They are left out."""
    raw = rb'["read", false, [["1", "a\u0000b\ud800c"]]]'
    assert parse_answer(raw, Limits(1, 1, 1, 1)).pages == [("1", "abc")]
