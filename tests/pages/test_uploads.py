"""Uploads: what is taken and what is refused, told in German beside the field."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from exchange.pages.models import ExchangeDocument, ExchangeImage
from exchange.pages.upload_forms import check_document
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import municipality_collection
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def _container(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as container:
        for name, part in parts.items():
            container.writestr(name, part)
    return content.getvalue()


ODT = _container(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})
DOCX = _container(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
DOCM = _container(**{"[Content_Types].xml": b"<x/>", "word/vbaProject.bin": b"x"})

GOOD = [
    ("bericht.pdf", b"%PDF-1.7\n..."),
    ("bericht.odt", ODT),
    ("bericht.docx", DOCX),
    ("liste.csv", "Straße;Nr\nHauptstraße;1\n".encode("cp1252")),
    ("notiz.txt", "Grüße".encode()),
]
BAD = [
    ("bericht.pdf", b"MZ\x90\x00 a program", "passt nicht zur Endung"),
    ("bericht.docx", b"PK\x03\x04 cut off", "passt nicht zur Endung"),
    ("makro.docx", DOCM, "passt nicht zur Endung"),
    ("text.odt", DOCX, "passt nicht zur Endung"),
    ("notiz.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "passt nicht zur Endung"),
    ("leer.txt", b"", "leer"),
    ("seite.html", b"<script>alert(1)</script>", "html"),
    ("bild.svg", b"<svg onload='alert(1)'/>", "svg"),
    ("alles.zip", ODT, "zip"),
]


def _upload(browser: Client, space: MunicipalityPage, name: str, content: bytes) -> Any:
    file = SimpleUploadedFile(name, content)
    data = {"title": "Unterlage", "file": file, "collection": municipality_collection(space.municipality).pk}
    return browser.post(reverse("wagtaildocs:add"), data)


@pytest.mark.parametrize(("name", "content"), GOOD, ids=[name for name, *_rest in GOOD])
def test_usual_documents_are_taken(
    cast: Cast, kehl: MunicipalityPage, browser_of: Browser, name: str, content: bytes
) -> None:
    """PDF, office files without macros and text in the encodings of German offices."""
    _upload(browser_of(cast.author), kehl, name, content)
    with ExchangeDocument.objects.get().open_file() as stored:
        assert stored.read() == content


@pytest.mark.parametrize(("name", "content", "message"), BAD, ids=[name for name, *_rest in BAD])
def test_others_are_refused_with_the_reason(
    cast: Cast, kehl: MunicipalityPage, browser_of: Browser, name: str, content: bytes, message: str
) -> None:
    """What is not what it says, or of a kind that can do harm, is not stored."""
    response = _upload(browser_of(cast.author), kehl, name, content)
    assert not ExchangeDocument.objects.exists()
    assert message in response.content.decode()


def test_too_large(cast: Cast, kehl: MunicipalityPage, browser_of: Browser, settings: Any) -> None:
    """The message names the size and the limit."""
    settings.DOCUMENT_MAX_UPLOAD_SIZE = 1024
    response = _upload(browser_of(cast.author), kehl, "lang.txt", b"x" * 2048)
    assert not ExchangeDocument.objects.exists()
    assert "2,0\xa0KB" in response.content.decode()


def test_a_picture_that_is_none(cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """A script under the name of a picture is refused."""
    data = {
        "title": "Bild",
        "file": SimpleUploadedFile("bild.png", b"<script>alert(1)</script>"),
        "collection": municipality_collection(kehl.municipality).pk,
    }
    browser_of(cast.author).post(reverse("wagtailimages:add"), data)
    assert not ExchangeImage.objects.exists()


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_containers_are_refused_and_not_our_fault(packing: int) -> None:
    """Bytes changed, left out and put in: Python's zipfile raises more than it documents."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 3)
        container.writestr("[Content_Types].xml", "<x/>" * 50)
    whole, chance = content.getvalue(), random.Random(7)  # noqa: S311 - the same damage each time
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.choice((0, 1, 9))] = chance.randbytes(chance.choice((0, 1, 4)))
        for ending in ("odt", "docx"):
            with contextlib.suppress(ValidationError):
                check_document(SimpleUploadedFile(f"plan.{ending}", bytes(damaged)))


def test_nothing_goes_into_a_foreign_collection(
    cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser
) -> None:
    """An author of Kehl cannot put files among those of Lahr."""
    _upload(browser_of(cast.author), lahr, "notiz.txt", b"Hallo")
    assert not ExchangeDocument.objects.filter(collection=municipality_collection(lahr.municipality)).exists()


def test_documents_are_never_shown_inside_the_site(cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """They come as a download, with a policy that lets nothing in them run."""
    _upload(browser_of(cast.author), kehl, "notiz.txt", b"<script>alert(1)</script>")
    response = browser_of(cast.author).get(ExchangeDocument.objects.get().url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.getvalue() == b"<script>alert(1)</script>"
