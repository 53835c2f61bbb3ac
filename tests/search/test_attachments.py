"""From the upload of a document to the index: what is read when, what is kept, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.members.models import User
from exchange.pages.models import ExchangeDocument
from exchange.reports.models import ReportAttachment, ReportPage
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import municipality_collection
from search.attachments import services
from search.attachments.texts import attachment_texts, pages_with
from search.attachments.worker import Answer
from search.models import AttachmentState, AttachmentText, IndexedPage
from tests.conftest import Cast
from tests.factories import make_document, make_report
from tests.search import attachment_files as files

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
OnCommit = Callable[..., Any]


@pytest.fixture
def upload(
    cast: Cast,
    kehl: MunicipalityPage,
    browser_of: Browser,
    django_capture_on_commit_callbacks: OnCommit,
    settings: Any,
    tmp_path: Path,
) -> Callable[..., ExchangeDocument]:
    """Uploads a file in the editor, or a new one to a document; the background work is done afterwards."""
    settings.MEDIA_ROOT = tmp_path  # no file of another test has the name already

    def post(name: str, content: bytes, document: ExchangeDocument | None = None, title: str = "Unterlage") -> Any:
        url = reverse("wagtaildocs:edit", args=[document.pk]) if document else reverse("wagtaildocs:add")
        data = {"title": title, "collection": municipality_collection(kehl.municipality).pk}
        if content:
            data["file"] = SimpleUploadedFile(name, content)
        with django_capture_on_commit_callbacks(execute=True):
            response = browser_of(cast.author).post(url, data)
        assert response.status_code == 302
        return ExchangeDocument.objects.latest("pk")

    return post


def attach(document: ExchangeDocument, *reports: ReportPage) -> None:
    """Publish the reports with this document."""
    for report in reports:
        report.attachments.add(ReportAttachment(document=document))
        report.save_revision().publish(skip_permission_checks=True)


def text_of(document: ExchangeDocument) -> AttachmentText:
    """What is stored of the document's file."""
    return AttachmentText.objects.get(document=document)


def version(page: ReportPage) -> int:
    """Another one each time the page is indexed."""
    return IndexedPage.objects.get(pk=page.pk).version


def places(page: ReportPage) -> list[tuple[str, str]]:
    """What can be found in the documents of a page, and where."""
    return [(passage.place, passage.text) for passage in attachment_texts([page.pk]).get(page.pk, [])]


def test_from_the_upload_to_the_page(upload: Any, kehl: MunicipalityPage) -> None:
    """The text is there with file and page as soon as the document stands on a published page."""
    document = upload("Satzung.pdf", files.pdf("Hundesteuer", "Gebühren"))
    text = text_of(document)
    assert (text.state, text.is_cut) == (AttachmentState.READ, False)
    assert text.pages == [["1", "Hundesteuer"], ["2", "Gebühren"]]
    report = make_report(kehl)
    assert attachment_texts([report.pk]) == {}
    attach(document, report)
    assert places(report) == [("Satzung.pdf, Seite 1", "Hundesteuer"), ("Satzung.pdf, Seite 2", "Gebühren")]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("Plan.xlsx", files.workbook(Kosten=[["Summe"]]), "Plan.xlsx, Blatt „Kosten“"),
        ("Vortrag.pptx", files.slides("Summe"), "Vortrag.pptx, Folie 1"),
        ("Antrag.odt", files.odf("odt", "Summe"), "Antrag.odt"),
        ("Liste.csv", b"Summe", "Liste.csv"),
    ],
    ids=["xlsx", "pptx", "odt", "csv"],
)
def test_places_in_words(upload: Any, kehl: MunicipalityPage, name: str, content: bytes, place: str) -> None:
    """Each kind of file names its parts as people do."""
    report = make_report(kehl)
    attach(upload(name, content), report)
    assert places(report) == [(place, "Summe")]


def test_documents_in_blocks_and_links_count(upload: Any, kehl: MunicipalityPage) -> None:
    """Wherever the page names a document."""
    document = upload("a.txt", b"Inhalt")
    linked = make_report(kehl, result=f'<p><a linktype="document" id="{document.pk}">Satzung</a></p>')
    shown = make_report(kehl, body=[("document", {"document": document, "description": "", "licence": "cc-by"})])
    assert pages_with(document.pk) == [linked.pk, shown.pk]


def test_reading_indexes_the_published_pages_again(
    kehl: MunicipalityPage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """The pages were published before the file was read; drafts stay out."""
    with django_capture_on_commit_callbacks() as callbacks:
        document = make_document(content=b"Neue Satzung")
    report, draft = make_report(kehl), make_report(kehl, live=False)
    attach(document, report)
    draft.attachments.add(ReportAttachment(document=document))
    draft.save()
    assert text_of(document).state == AttachmentState.WAITING
    assert places(report) == []
    assert pages_with(document.pk) == [report.pk]
    before = version(report)
    for callback in callbacks:
        callback()
    assert version(report) != before
    assert not IndexedPage.objects.filter(pk=draft.pk).exists()
    assert [text for _place, text in places(report)] == ["Neue Satzung"]


def test_a_document_in_a_draft_of_a_published_page(upload: Any, kehl: MunicipalityPage) -> None:
    """Nobody finds it before the draft is published."""
    document = upload("a.txt", b"Geheim")
    report = make_report(kehl)
    report.attachments.add(ReportAttachment(document=document))
    revision = report.save_revision()
    assert places(report) == []
    assert pages_with(document.pk) == []
    revision.publish(skip_permission_checks=True)
    assert places(report) == [("a.txt", "Geheim")]


def test_another_file(upload: Any, kehl: MunicipalityPage) -> None:
    """The old text is gone at once, even where the new file cannot be read."""
    document = upload("a.txt", b"Alte Fassung")
    report = make_report(kehl)
    attach(document, report)
    before = version(report)
    upload("b.txt", b"Neue Fassung", document)
    assert places(report) == [("b.txt", "Neue Fassung")]
    assert version(report) != before
    before = version(report)
    upload("c.pdf", b"%PDF-1.7 gar keines", document)
    assert places(report) == []
    assert version(report) != before
    assert text_of(document).state == AttachmentState.DAMAGED


def test_another_title(upload: Any, kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are indexed with the new title; the file is not read a second time."""
    document = upload("a.txt", b"Inhalt")
    report = make_report(kehl)
    attach(document, report)
    before = version(report)
    monkeypatch.setattr(services, "read_document", lambda document: pytest.fail("read again"))
    upload("", b"", document, title="Neuer Titel")
    assert version(report) != before
    assert [passage.title for passage in attachment_texts([report.pk])[report.pk]] == ["Neuer Titel"]


def test_a_deleted_document(upload: Any, kehl: MunicipalityPage) -> None:
    """Nothing of it is to be found any more."""
    document = upload("a.txt", b"Inhalt")
    report = make_report(kehl)
    attach(document, report)
    before = version(report)
    document.delete()
    assert version(report) != before
    assert not AttachmentText.objects.exists()
    assert places(report) == []


def test_what_was_lost_is_made_up_for(kehl: MunicipalityPage) -> None:
    """Documents whose background work never ran are read by the command; a second run has nothing to do."""
    documents = [make_document(content=f"Inhalt {number}".encode()) for number in range(3)]
    AttachmentText.objects.filter(document=documents[0]).delete()
    assert "3 Dateien, davon 3 gelesen" in _command()
    assert [text_of(document).pages for document in documents] == [[["", f"Inhalt {number}"]] for number in range(3)]
    assert "0 Dateien" in _command()


def test_the_command_reads_what_could_not_be_read_only_when_asked(upload: Any) -> None:
    """After an update that can read more."""
    upload("a.pdf", b"%PDF-1.7 keines")
    assert "0 Dateien" in _command()
    assert "1 Datei, davon 0 gelesen" in _command("--again")


def test_a_queue_that_cannot_be_reached_stops_no_upload(upload: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document is stored, and read later."""

    def fail(*args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("search.attachments.receivers.read_attachment", SimpleNamespace(enqueue=fail))
    document = upload("a.txt", b"Inhalt")
    assert text_of(document).state == AttachmentState.WAITING
    assert "1 Datei, davon 1 gelesen" in _command()


def test_a_file_that_changes_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of the old one is not stored as that of the new one."""
    document = make_document(content=b"Alte Fassung")

    def read(reading: ExchangeDocument) -> Answer:
        ExchangeDocument.objects.filter(pk=reading.pk).update(file="documents/neu.txt", file_hash="neu")
        return Answer("read", pages=[("", "Alte Fassung")])

    monkeypatch.setattr(services, "read_document", read)
    assert services.update_text(document) is None
    assert text_of(document).state == AttachmentState.WAITING


def test_files_that_are_gone_or_of_another_kind(settings: Any) -> None:
    """They are noted once and not tried again each time."""
    gone, other, large = make_document(), make_document(), make_document(content=b"x" * 100)
    gone.file.storage.delete(gone.file.name)
    other.file.save("bild.svg", ContentFile(b"<svg/>"))
    ExchangeDocument.objects.filter(pk=gone.pk).update(file_hash="")
    settings.DOCUMENT_MAX_UPLOAD_SIZE = 99
    _command()
    states = [text_of(document).state for document in (gone, other, large)]
    assert states == [AttachmentState.MISSING, AttachmentState.UNSUPPORTED, AttachmentState.TOO_LARGE]
    assert not services.unread_documents().exists()


def test_a_document_without_hash_gets_one() -> None:
    """As those that no form has made."""
    document = ExchangeDocument(title="Import")
    document.file.save("a.txt", ContentFile(b"Inhalt"), save=False)
    document.save()
    assert document.file_hash == ""
    _command()
    document.refresh_from_db()
    assert document.file_hash == text_of(document).file_hash != ""


def test_the_number_of_queries_does_not_grow(kehl: MunicipalityPage) -> None:
    """However many pages and documents are asked for."""
    reports = [make_report(kehl) for _number in range(6)]
    documents = [make_document(f"Titel {9 - number}", f"Inhalt {number}".encode()) for number in range(6)]
    for report, document in zip(reports, documents, strict=True):
        attach(document, report)
    attach(documents[5], reports[0])
    _command()
    attachment_texts([reports[0].pk])
    counts = []
    for some in (reports[:1], reports):
        with CaptureQueriesContext(connection) as queries:
            found = attachment_texts([report.pk for report in some])
        counts.append(len(queries))
        assert list(found) == [report.pk for report in some]
    assert counts == [2, 2]
    assert [passage.title for passage in found[reports[0].pk]] == ["Titel 4", "Titel 9"]
    assert attachment_texts([]) == {}


def test_editors_see_what_cannot_be_found(upload: Any, cast: Cast, browser_of: Browser) -> None:
    """The report names files and reasons; authors see those of their own municipality, others none."""
    upload("gut.txt", b"Inhalt", title="Gute Unterlage")
    upload("schlecht.pdf", b"%PDF-1.7 keines", title="Schlechte Unterlage")
    url = reverse("attachment_report")
    for person in (cast.editor, cast.author):
        content = browser_of(person).get(url).content.decode()
        assert "Schlechte Unterlage" in content
        assert "schlecht.pdf" in content
        assert "Die Datei ist beschädigt" in content
        assert "Gute Unterlage" not in content
    assert "Schlechte Unterlage" not in browser_of(cast.other).get(url).content.decode()
    assert browser_of(None).get(url).status_code == 302
    editor = browser_of(cast.editor)
    assert b"Ungelesene Dateien" in editor.get("/admin/").content
    results = reverse("attachment_report_results")
    assert "Schlechte Unterlage" in editor.get(results, {"state": "damaged"}).content.decode()
    assert "Schlechte Unterlage" not in editor.get(results, {"state": "protected"}).content.decode()
    assert editor.get(url, {"export": "xlsx"}).status_code == 200
    assert "Schlechte Unterlage" in editor.get(url, {"export": "csv"}).getvalue().decode()


def test_a_file_of_which_only_the_beginning_is_known(
    upload: Any, cast: Cast, browser_of: Browser, monkeypatch: Any
) -> None:
    """Editors learn that too."""
    monkeypatch.setattr("search.attachments.reading.CHARACTERS", 20)
    document = upload("lang.txt", b"Anfang der Satzung\nund ihr Ende")
    assert (text_of(document).is_cut, text_of(document).pages) == (True, [["", "Anfang der Satzung"]])
    content = browser_of(cast.editor).get(reverse("attachment_report")).content.decode()
    assert "nur ihr Anfang" in content


def _command(*arguments: str) -> str:
    output = StringIO()
    call_command("read_attachments", *arguments, stdout=output)
    return output.getvalue()
