"""What the forms of the forum make of what is sent: services by everyday words, files, the same thing twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.discussions.services import open_thread
from exchange.discussions.services_field import ServicesField
from exchange.discussions.tags_field import TagsField
from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Browsers = Callable[[Any], Client]


def question(**values: Any) -> dict[str, Any]:
    """What the form of a new thread sends."""
    return {"kind": "question", "title": "Mit Datei?", "text": "Siehe Anhang", "visibility": "members", **values}


def test_services_are_taken_by_everyday_words(site: object) -> None:
    field = ServicesField()
    assert [service.name for service in field.clean("wohngeld; Hundesteuer; Hundehaltung;")] == [
        "Wohngeld",
        "Hundehaltung",
    ]
    assert field.clean("") == []
    with pytest.raises(ValidationError) as caught:
        field.clean("Quastenflosser; Wohngeld; Hundest")
    assert caught.value.messages == [
        "„Quastenflosser“ steht nicht im Leistungskatalog.",
        "„Hundest“ steht nicht im Leistungskatalog. Vielleicht meinen Sie: Hundehaltung.",
    ]
    with pytest.raises(ValidationError, match="höchstens 5 Leistungen"):
        field.clean("a; b; c; d; e; f")


def test_services_are_suggested_to_members(cast: Cast, browser_of: Browsers) -> None:
    address = reverse("discussions:services")
    for name, person in cast.everybody.items():
        answer = browser_of(person).get(address, {"q": "hundest"})
        assert answer.status_code == (200 if name in cast.members else 404), name
    browser = browser_of(cast.other)
    assert browser.get(address, {"q": "hundest"}).json()["groups"][0]["items"] == [
        {"title": "Hundehaltung", "url": "/leistungen/hundehaltung/", "note": "Hundesteuer"}
    ]
    for nonsense in ("", "x", "\0\0\0", "y" * 5_000):
        assert browser.get(address, {"q": nonsense}).json()["groups"][0]["items"] == []


def test_tags_keep_the_spelling_that_is_there(kehl: MunicipalityPage, cast: Cast) -> None:
    make_report(kehl, owner=cast.author, tags=["E-Rechnung", "Öffnungszeiten"])
    field = TagsField()
    assert field.clean(" e-rechnung,öffnungszeiten , Neu  und   gut,, neu und gut") == [
        "E-Rechnung",
        "Öffnungszeiten",
        "Neu und gut",
    ]
    assert field.clean("") == []
    with pytest.raises(ValidationError, match="höchstens 12 Schlagwörter"):
        field.clean(",".join("abcdefghijklm"))


def test_tags_are_suggested_to_members(kehl: MunicipalityPage, cast: Cast, browser_of: Browsers) -> None:
    make_report(kehl, owner=cast.author, tags=["Open Source", "Öffnungszeiten"])
    make_report(kehl, owner=cast.author, tags=["Öffnungszeiten"], visibility=Visibility.MEMBERS)
    make_report(kehl, owner=cast.author, tags=["Oper"], live=False)
    address = reverse("discussions:tags")
    for name, person in cast.everybody.items():
        answer = browser_of(person).get(address, {"q": "öffn"})
        assert answer.status_code == (200 if name in cast.members else 404), name

    def suggested(text: str) -> list[tuple[str, str]]:
        items = browser_of(cast.other).get(address, {"q": text}).json()["groups"][0]["items"]
        return [(item["title"], item["note"]) for item in items]

    assert suggested("ÖFFN") == suggested("oeffn") == [("Öffnungszeiten", "2 Beiträge")]
    assert suggested("sour") == [("Open Source", "1 Beitrag")]
    # What stands on drafts alone is nobody's to see, nor what a word has in its midst.
    assert suggested("oper") == suggested("nungs") == []
    for nonsense in ("", "%", "\0", "-", "y" * 5_000):
        assert suggested(nonsense) == []


def test_a_long_title_is_not_cut_off_unseen(cast: Cast, browser_of: Browsers) -> None:
    page = browser_of(cast.author).post(reverse("discussions:new"), question(title="x" * 151))
    assert "höchstens 150 Zeichen" in page.content.decode()
    assert 'maxlength="150"' not in page.content.decode()


def test_files_are_asked_for_again_when_something_else_is_wrong(cast: Cast, browser_of: Browsers) -> None:
    files = [SimpleUploadedFile("Plan.txt", b"Inhalt"), SimpleUploadedFile("Liste.txt", b"Inhalt")]
    page = browser_of(cast.author).post(reverse("discussions:new"), question(title="", attachments=files))
    assert page.context["form"].errors["attachments"] == [
        "Bitte wählen Sie Ihre Dateien noch einmal aus: Plan.txt, Liste.txt"
    ]
    thread = open_thread(author=cast.author, title="Offen?", html="<p>?</p>")
    answer = {"text": "", "attachments": [SimpleUploadedFile("Plan.txt", b"Inhalt")]}
    page = browser_of(cast.other).post(reverse("discussions:reply", args=[thread.slug]), answer)
    assert "Plan.txt" in page.content.decode()


def test_files_are_added_and_taken_off_again(
    cast: Cast,
    browser_of: Browsers,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    settings.MEDIA_ROOT = tmp_path
    files = [SimpleUploadedFile(f"{number}.txt", b"Inhalt") for number in range(4)]
    thread = open_thread(author=cast.author, title="Mit Datei?", html="<p>?</p>", files=files)
    post = thread.posts.get()
    address = reverse("discussions:edit_post", args=[post.pk])
    browser = browser_of(cast.author)
    first = post.attachments.first()
    sent = {"text": "?", "seen": post.posted_at.isoformat()}
    more = [SimpleUploadedFile("neu.txt", b"Neu"), SimpleUploadedFile("neuer.txt", b"Neu")]
    refused = browser.post(address, {**sent, "attachments": more})
    assert "passen höchstens 5 Dateien" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        more = [SimpleUploadedFile("neu.txt", b"Neu"), SimpleUploadedFile("neuer.txt", b"Neu")]
        browser.post(address, {**sent, "attachments": more, "removed": [first.pk]})
        # A second click finds the files gone that it takes off, and must not add the others again.
        more = [SimpleUploadedFile("neu.txt", b"Neu"), SimpleUploadedFile("neuer.txt", b"Neu")]
        again = browser.post(address, {**sent, "attachments": more, "removed": [first.pk]})
    assert again.status_code == 302
    assert [each.name for each in post.attachments.all()] == ["1.txt", "2.txt", "3.txt", "neu.txt", "neuer.txt"]
    assert not Path(first.file.path).exists()
    post.refresh_from_db()
    assert post.edited_at is not None
    assert not post.revisions.exists()
    history = browser.get(reverse("discussions:history", args=[post.pk])).content.decode()
    assert "Nur an den Dateien wurde etwas geändert." in history
    assert browser.post(address, {**sent, "removed": ["x"]}).status_code == 200
