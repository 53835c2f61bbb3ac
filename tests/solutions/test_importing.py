"""From publiccode.yml to pages and back: the form, the command, and what people have changed in between."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from exchange.ozg.models import Service
from exchange.solutions.importing import take_over_file
from exchange.solutions.mapping import changed_since, software_of
from exchange.solutions.models import SolutionPage
from exchange.solutions.prose import plain_text, to_html
from exchange.solutions.publiccode.reading import read_publiccode
from tests.conftest import Cast
from tests.factories import make_solution
from tests.solutions.publiccode import files

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]

ZAMMAD = """\
publiccodeYmlVersion: "0.7"
name: Zammad
url: https://git.example/zammad/zammad.git
softwareVersion: "6.4"
platforms: [web]
categories: [help-desk]
developmentStatus: stable
softwareType: standalone/web
description:
  de:
    shortDescription: Anfragen an einem Ort bearbeiten.
    longDescription: |
      Sammelt Anfragen <aller Art>.

      - Vertretung
      - Textbausteine
    features: [Postfach, Vertretung]
legal:
  license: AGPL-3.0-only
maintenance:
  type: contract
  contractors:
    - name: Beispiel GmbH
      until: "2027-12-31"
  contacts:
    - name: Team Support
      email: support@zirkon.example
localisation:
  localisationReady: true
  availableLanguages: [de, en]
DE:
  leika:
    - ozg-id: "10092"
x-eigenes: {feld: [1, zwei]}
"""


def software(text: str = ZAMMAD) -> object:
    """What the file says."""
    return read_publiccode(text.encode()).software


def take(text: str, actor: User) -> SolutionPage:
    """The page out of the file."""
    return take_over_file(read_publiccode(text.encode()).software, actor=actor, source="publiccode.yml").page


def test_a_file_becomes_a_page(author: User) -> None:
    """With everything that the page has a field for."""
    page = take(ZAMMAD, author)
    assert (page.title, page.slug, page.live, page.owner) == ("Zammad", "zammad", True, author)
    assert page.summary == "Anfragen an einem Ort bearbeiten."
    assert page.description.startswith("<p>Sammelt Anfragen &lt;aller Art&gt;.</p><ul><li>Vertretung</li>")
    assert (page.licence, page.licence_kind) == ("AGPL-3.0-only", "open")
    assert page.languages == ["de", "en"]
    assert [provider.name for provider in page.providers.all()] == ["Beispiel GmbH"]
    assert [service.name for service in page.service_list] == ["Wohngeld"]
    assert changed_since(page) == []


@pytest.mark.parametrize("text", [ZAMMAD, *files.VERSIONS.values()])
def test_nothing_is_lost_on_the_way_through_a_page(author: User, text: str) -> None:
    """The page, read from the database, gives the file back that it came from."""
    read = read_publiccode(text.encode()).software
    page = SolutionPage.objects.get(pk=take_over_file(read, actor=author).page.pk)
    assert software_of(page) == read


def test_a_service_is_known_by_its_leika_key(author: User) -> None:
    """With and without blanks in it; an unknown key is kept in the file."""
    (key, *_others) = Service.objects.get(ozg_id="10092").leika_keys
    for written in (key, f"{key[:2]} {key[2:5]} {key[5:]}", "99999999999999"):
        SolutionPage.objects.all().delete()
        text = ZAMMAD.replace('ozg-id: "10092"', f'leika-id: "{written}"')
        page = take(text, author)
        assert [service.ozg_id for service in page.service_list] == (["10092"] if written != "99999999999999" else [])
        assert software_of(page) == read_publiccode(text.encode()).software


def test_what_the_page_has_no_room_for(author: User) -> None:
    """Long names and addresses that this site would not take end in no error, and leave in the file as they came."""
    text = (
        ZAMMAD.replace("name: Zammad", f"name: {'Zammad ' * 60}")
        .replace("https://git.example/zammad/zammad.git", "https://gitlab/zammad")
        .replace("Beispiel GmbH", "Beispiel " * 60)
        .replace("Team Support", "Team " * 60)
    )
    read = read_publiccode(text.encode()).software
    page = SolutionPage.objects.get(pk=take_over_file(read, actor=author).page.pk)
    assert len(page.title) <= 150
    assert page.repository == ""
    assert software_of(page) == read


def test_a_second_file_keeps_what_people_changed(cast: Cast) -> None:
    """The new version is taken, the summary that somebody has written stays and is told."""
    page = take(ZAMMAD, cast.author)
    page.summary = "Das Sammelpostfach für Rathäuser."
    page.save_revision(user=cast.other).publish(user=cast.other, skip_permission_checks=True)
    assert changed_since(page) == ["summary"]
    newer = ZAMMAD.replace('"6.4"', '"7.0"').replace("Anfragen an einem Ort bearbeiten", "Ticketsystem")
    outcome = take_over_file(read_publiccode(newer.encode()).software, actor=cast.other)
    assert (outcome.created, outcome.updated, outcome.kept) == (False, ("version",), ("summary",))
    page = SolutionPage.objects.get()
    assert (page.version, page.summary) == ("7.0", "Das Sammelpostfach für Rathäuser.")
    assert software_of(page).descriptions[0].short_description == "Das Sammelpostfach für Rathäuser."


def test_a_page_typed_by_hand_is_not_overwritten(author: User) -> None:
    """What somebody has typed before any file was there is theirs; what they left empty is filled."""
    make_solution(title="zammad", slug="zammad", summary="Von Hand.")
    outcome = take_over_file(read_publiccode(ZAMMAD.encode()).software, actor=author)
    assert not outcome.created
    assert set(outcome.kept) == {"title", "summary"}
    assert SolutionPage.objects.get().licence == "AGPL-3.0-only"


def test_who_may(cast: Cast) -> None:
    """Members, except on pages that editors have locked."""
    read = read_publiccode(ZAMMAD.encode()).software
    with pytest.raises(PermissionDenied):
        take_over_file(read, actor=cast.outsider)
    page = take(ZAMMAD, cast.author)
    page.locked = True
    page.save()
    with pytest.raises(PermissionDenied):
        take_over_file(read, actor=cast.author)
    page.locked = False
    page.save()
    page.unpublish()
    with pytest.raises(PermissionDenied):
        take_over_file(read, actor=cast.author)
    assert not SolutionPage.objects.get().live


def test_a_draft_is_not_lost(cast: Cast, browser_of: Browser) -> None:
    """What somebody has begun to write stays a draft, gets what the file brings, and both persons are told."""
    page = take(ZAMMAD, cast.other)
    page.summary = "Halb fertiger Satz"
    page.save_revision(user=cast.other)
    newer = ZAMMAD.replace('"6.4"', '"7.0"')
    browser, address = browser_of(cast.author), reverse("solutions:new")
    assert "unveröffentlichten Entwurf" in browser.post(address, {"text": newer}).content.decode()
    answer = browser.post(address, {"text": newer, "uebernehmen": "1"}, follow=True)
    assert "Entwurf dieser Seite ist erhalten geblieben" in answer.content.decode()
    page = SolutionPage.objects.get()
    assert (page.version, page.summary) == ("7.0", "Anfragen an einem Ort bearbeiten.")
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert (draft.version, draft.summary) == ("7.0", "Halb fertiger Satz")
    assert changed_since(draft) == ["summary"]
    draft.save_revision(user=cast.other).publish(user=cast.other, skip_permission_checks=True)
    assert SolutionPage.objects.get().summary == "Halb fertiger Satz"
    assert "unveröffentlichten Entwurf" not in browser.post(address, {"text": newer}).content.decode()


def test_what_stands_against_it_is_told_first(cast: Cast, browser_of: Browser) -> None:
    """Locked, taken off the site, never published: no button, no look into it, and no second page of that name."""
    page = take(ZAMMAD, cast.author)
    browser, address = browser_of(cast.author), reverse("solutions:new")
    facts = {"name": "Zammad Neu", "summary": "Bleibt stehen", "repository": "https://git.example/zammad/zammad/"}
    assert browser.post(address, facts).headers["Location"] == page.list_url
    SolutionPage.objects.update(locked=True)
    assert "vorläufig gesperrt" in browser.post(address, {"text": ZAMMAD}).content.decode()
    SolutionPage.objects.update(locked=False, summary="Geheimes Wort")
    SolutionPage.objects.get().unpublish()
    for first_published_at, reason in (
        (page.first_published_at, "von der Website genommen"),
        (None, "nicht veröffentlicht"),
    ):
        SolutionPage.objects.update(first_published_at=first_published_at)
        shown = browser.post(address, {"text": ZAMMAD}).content.decode()
        assert reason in shown
        assert "Geheimes Wort" not in shown
        assert "Übernehmen" not in shown
        kept = browser.post(address, facts).content.decode()
        assert reason in kept
        assert "Bleibt stehen" in kept
    assert SolutionPage.objects.count() == 1


def test_what_a_file_says_of_people_beyond_the_standard(cast: Cast, browser_of: Browser) -> None:
    """It may be a number of theirs, so it is for members only like all their addresses."""
    text = ZAMMAD.replace("email: support@zirkon.example", "email: support@zirkon.example\n      mobile: '0151 987654'")
    take(text, cast.author)
    file = reverse("solutions:publiccode", args=["zammad"])
    assert "0151 987654" in browser_of(cast.author).get(file).content.decode()
    assert "0151 987654" not in browser_of(None).get(file).content.decode()


@pytest.mark.parametrize(
    "text", ["", "Ein Satz.", "Zwei\n\nAbsätze & <Zeichen>", "- eins\n- zwei", "Vorweg:\n\n- eins\n\nDanach."]
)
def test_rich_text_and_plain_text(text: str) -> None:
    """There and back again."""
    assert plain_text(to_html(text)) == text


def test_the_form_shows_before_it_takes(author: User, browser_of: Browser) -> None:
    """What is mended and left out is told with its line; only the second step makes the page."""
    browser = browser_of(author)
    address = reverse("solutions:new")
    text = ZAMMAD.replace("AGPL-3.0-only", "GPLv3").replace("help-desk", "Zauberei")
    shown = browser.post(address, {"text": text}).content.decode()
    assert "Zauberei" in shown
    assert not SolutionPage.objects.exists()
    answer = browser.post(address, {"text": text, "uebernehmen": "1"})
    assert answer.status_code == 302
    assert SolutionPage.objects.get().licence.startswith("GPL-3.0")
    again = browser.post(address, {"text": text}).content.decode()
    assert "Es würde sich nichts ändern" in again
    newer = browser.post(address, {"text": text.replace('"6.4"', '"7.0"')}).content.decode()
    for part in ("<td>6.4</td><td>7.0</td>", "wird übernommen"):
        assert part in newer


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"text": "a: [b"}, "Zeile"),
        ({"text": "nur ein Satz"}, "text"),
        ({"text": "!!python/object:os.system ls"}, "Zeile"),
        ({}, "publiccode.yml"),
        ({"name": "X", "summary": "Y", "licence": "EUPL-1.3"}, "EUPL-1.2"),
        ({"name": "X", "summary": "Y", "text": "name: Zirkonpult"}, "nur eines von beiden"),
        ({"name": "X", "summary": "Y", "repository": "kein ort"}, "gültige Adresse"),
    ],
)
def test_what_is_wrong_is_told(author: User, browser_of: Browser, sent: dict[str, str], message: str) -> None:
    """Beside the field, and what was typed stays."""
    answer = browser_of(author).post(reverse("solutions:new"), sent)
    assert answer.status_code == 200
    content = answer.content.decode()
    assert message in content
    assert 'role="alert"' in content
    assert not SolutionPage.objects.exists()
    for value in sent.values():
        assert value.split("[")[0] in content


@pytest.mark.parametrize("sent", [{"text": "name: a\0b"}, {"text": "x" * 1_000_001}, {"file": ("leer.yml", b"")}])
def test_a_bad_file_asks_for_nothing_else(author: User, browser_of: Browser, sent: dict[str, Any]) -> None:
    """Whoever has given a file is told what is wrong with it, and not to fill in the other half of the form."""
    sent = {name: SimpleUploadedFile(*value) if name == "file" else value for name, value in sent.items()}
    answer = browser_of(author).post(reverse("solutions:new"), sent)
    assert list(answer.context["form"].errors) == list(sent)


def test_a_file_is_uploaded(author: User, browser_of: Browser) -> None:
    """In UTF-16 as some editors write; a picture is refused."""
    browser = browser_of(author)
    for data, good in ((ZAMMAD.encode("utf-16"), True), (b"\x89PNG\r\n\x1a\n\0\0", False)):
        answer = browser.post(reverse("solutions:new"), {"file": SimpleUploadedFile("publiccode.yml", data)})
        assert answer.status_code == 200
        assert ("uebernehmen" in answer.content.decode()) is good
        if good:
            shown = answer.context["text"]
            browser.post(reverse("solutions:new"), {"text": shown, "uebernehmen": "1"})
            assert software_of(SolutionPage.objects.get()) == read_publiccode(ZAMMAD.encode()).software


def test_the_few_facts_are_enough(author: User, browser_of: Browser) -> None:
    """Name and purpose make a page; the same name again leads to it."""
    browser = browser_of(author)
    sent = {"name": "Straßenpult", "summary": "Für Schlaglöcher.", "licence": "eupl 1.2", "repository": ""}
    assert browser.post(reverse("solutions:new"), sent).headers["Location"] == "/loesungen/strassenpult/"
    assert browser.post(reverse("solutions:new"), sent).headers["Location"] == "/loesungen/strassenpult/"
    assert [page.licence for page in SolutionPage.objects.all()] == ["EUPL-1.2"]


def test_software_that_is_not_open(author: User, browser_of: Browser) -> None:
    """People say so in their words; the page and its file do in theirs."""
    sent = {"name": "Gneisfach", "summary": "Ein Fachverfahren.", "licence": "Proprietär"}
    browser = browser_of(author)
    browser.post(reverse("solutions:new"), sent)
    page = SolutionPage.objects.get()
    assert page.licence_kind == "proprietary"
    for address in (page.list_url, "/loesungen/", "/loesungen-vergleichen/?loesung=gneisfach"):
        content = browser.get(address).content.decode()
        assert "Proprietär" in content
        assert ">LicenseRef" not in content
    assert "license: LicenseRef-proprietary" in browser.get(f"{page.list_url}publiccode.yml").content.decode()


def test_whom_the_form_is_for(cast: Cast, browser_of: Browser) -> None:
    """Members; outsiders get 404, visitors the sign-in."""
    for name, user in cast.everybody.items():
        expected = {"visitor": 302, "outsider": 404}.get(name, 200)
        assert browser_of(user).get(reverse("solutions:new")).status_code == expected, name
        answer = browser_of(user).post(reverse("solutions:new"), {"text": ZAMMAD, "uebernehmen": "1"})
        assert answer.status_code == {"outsider": 404}.get(name, 302), name


def test_the_command_goes_on_after_a_bad_file(cast: Cast, tmp_path: Path) -> None:
    """Each file by itself, with a report; a second run changes nothing."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "publiccode.yml").write_text(ZAMMAD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("a: [", encoding="utf-8")
    out = StringIO()
    for _run in range(2):
        with pytest.raises(CommandError):
            call_command("import_publiccode", str(tmp_path), "--as", cast.author.email, stdout=out)
    text = out.getvalue()
    assert "abgelehnt: Zeile" in text
    assert "1 neu, 0 aktualisiert, 0 unverändert, 1 abgelehnt" in text
    assert "0 neu, 0 aktualisiert, 1 unverändert, 1 abgelehnt" in text
    with pytest.raises(CommandError, match="Konto"):
        call_command("import_publiccode", str(tmp_path), "--as", cast.outsider.email, stdout=out)
