"""Synonyms: what ships, how editors keep them, the preview, and what the search is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from exchange.members.models import User
from exchange.page_cache import generation
from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from search.analysis import skeleton
from search.curation.phrases import check_phrases, lines_of
from search.curation.preview import preview_synonyms
from search.curation.synonyms import SHIPPED_FILE, leaving_out, load_synonyms, read_shipped, synonym_groups
from search.models import ShippedSynonyms, SynonymGroup
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def group(*phrases: str, **fields: Any) -> SynonymGroup:
    return SynonymGroup.objects.create(phrases="\n".join(phrases), **fields)


def shipped_group(first: str) -> SynonymGroup:
    return ShippedSynonyms.objects.get(key=skeleton(first)).group


def form(phrases: str, **fields: Any) -> dict[str, Any]:
    return {"phrases": phrases, "is_active": "on", "note": "", **fields}


# --- What ships


def test_shipped_groups_are_sound() -> None:
    assert len(read_shipped()) > 280
    for phrases in read_shipped().values():
        check_phrases("phrases", phrases, at_least=2)


def test_every_line_of_the_file_has_a_key_of_its_own() -> None:
    lines = SHIPPED_FILE.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.startswith("#")]) == len(read_shipped())


@pytest.mark.parametrize(
    ("citizens", "office"),
    [
        ("Autoanmeldung", "Kfz-Zulassung"),
        ("Straßenlampen", "Straßenbeleuchtung"),
        ("Perso", "Personalausweis"),
        ("Strafzettel", "Verwarnungsgeld"),
    ],
)
def test_citizens_words_are_there(site: Any, citizens: str, office: str) -> None:
    assert any({citizens, office} <= set(phrases) for phrases in synonym_groups())


def test_loading_again_changes_nothing(site: Any) -> None:
    before = list(SynonymGroup.objects.order_by("pk").values_list("pk", "phrases"))
    assert load_synonyms() == 0
    assert list(SynonymGroup.objects.order_by("pk").values_list("pk", "phrases")) == before


def test_loading_respects_editors(site: Any, cast: Cast) -> None:
    changed, dropped, outdated = shipped_group("Personalausweis"), shipped_group("Reisepass"), shipped_group("Kita")
    changed.phrases = "Personalausweis\nAusweis"
    changed.mark_changed(cast.editor)
    changed.save()
    cast.editor.delete()
    dropped.delete()
    SynonymGroup.objects.filter(pk=outdated.pk).update(phrases="Kita\nKindergarten")
    assert load_synonyms() == 1
    changed.refresh_from_db()
    outdated.refresh_from_db()
    assert changed.phrase_list == ["Personalausweis", "Ausweis"]
    assert "Kindertagesstätte" in outdated.phrase_list
    assert not any("ePass" in phrases for phrases in synonym_groups())


# --- What the search is told


def test_groups_in_use(site: Any) -> None:
    used = group("Rathauskatze", "Stubentiger")
    idle = group("Schlummerwort", "Ruhewort", is_active=False)
    assert ("Rathauskatze", "Stubentiger") in synonym_groups()
    assert ("Schlummerwort", "Ruhewort") not in synonym_groups()
    idle.is_active = True
    idle.save()
    used.delete()
    assert ("Rathauskatze", "Stubentiger") not in synonym_groups()
    assert ("Schlummerwort", "Ruhewort") in synonym_groups()


def test_groups_are_read_once(site: Any) -> None:
    first = synonym_groups()
    with CaptureQueriesContext(connection) as queries:
        again = synonym_groups()
    assert again is first
    assert len(queries) <= 1  # the look into a cache that is a table


def test_a_group_can_be_left_out(site: Any) -> None:
    mine = group("Rathauskatze", "Stubentiger")
    everything = synonym_groups()
    with leaving_out(mine):
        assert set(everything) - set(synonym_groups()) == {("Rathauskatze", "Stubentiger")}
    assert synonym_groups() == everything


# --- What can be entered


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Perso", "Bitte geben Sie mindestens 2 Begriffe ein"),
        ("Perso\nPerso", "„Perso“ steht doppelt da."),
        ("Bürgerbüro\nBUERGERBUERO", "„Bürgerbüro“ und „BUERGERBUERO“ sind für die Suche dasselbe"),
        ("Behördenruf\n115", "„115“ enthält keinen Buchstaben."),
        ("Wort\n" + "x" * 81, "ist zu lang: 81 Zeichen, erlaubt sind 80."),
        ("\n".join(f"wort{chr(97 + number)}" for number in range(21)), "Das sind 21 Begriffe"),
    ],
)
def test_wrong_phrases_are_explained(site: Any, typed: str, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_phrases("phrases", lines_of(typed), at_least=2)
    assert any(message in text for text in error.value.messages)


def test_every_cast_member_at_the_door(cast: Cast, browser_of: Browser) -> None:
    """Editors and administrators work with the groups; others do not get in, and have no entry in the menu."""
    existing = shipped_group("Personalausweis")
    addresses = [
        reverse("synonyms:index"),
        reverse("synonyms:add"),
        reverse("synonyms:edit", args=[existing.pk]),
        reverse("synonyms:delete", args=[existing.pk]),
        reverse("synonyms:history", args=[existing.pk]),
    ]
    for name, user in cast.everybody.items():
        for address in addresses:
            status = browser_of(user).get(address).status_code
            assert (status == 200) == (name in ("editor", "administrator")), (name, address)
        if name in cast.members:
            menu = reverse("synonyms:index") in browser_of(user).get("/admin/").content.decode()
            assert menu == (name in ("editor", "administrator")), name


def test_a_wrong_group_comes_back_with_its_message(cast: Cast, browser_of: Browser) -> None:
    response = browser_of(cast.editor).post(reverse("synonyms:add"), form("Rathauskatze"))
    assert "Bitte geben Sie mindestens 2 Begriffe ein" in response.content.decode()
    assert not SynonymGroup.objects.filter(phrases__contains="Rathauskatze").exists()


def test_an_editor_makes_changes_and_deletes_a_group(cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.editor)
    browser.post(reverse("synonyms:add"), form(" Rathauskatze \n\n  Stubentiger"))
    made = SynonymGroup.objects.get(phrases="Rathauskatze\nStubentiger")
    assert made.changed_by == cast.editor
    assert made.changed_at is not None
    browser.post(reverse("synonyms:edit", args=[made.pk]), form("Rathauskatze\nStubentiger\nMieze"))
    assert ("Rathauskatze", "Stubentiger", "Mieze") in synonym_groups()
    history = browser.get(reverse("synonyms:history", args=[made.pk])).content.decode()
    assert cast.editor.get_full_name() in history
    assert ModelLogEntry.objects.filter(object_id=made.pk, action="wagtail.edit").exists()
    browser.post(reverse("synonyms:delete", args=[made.pk]))
    assert not SynonymGroup.objects.filter(pk=made.pk).exists()


def test_groups_are_found_in_the_list(cast: Cast, browser_of: Browser) -> None:
    html = browser_of(cast.editor).get(reverse("synonyms:index"), {"q": "Straßenlampen"}).content.decode()
    assert "Straßenlaterne" in html
    assert "Personalausweis" not in html


# --- The preview


def test_the_preview_names_new_pages_and_saves_nothing(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    make_report(kehl, title="Die Rathauskatze ist online")
    make_report(kehl, title="Ein Stubentiger im Amt")
    browser = browser_of(cast.editor)
    number = SynonymGroup.objects.count()
    response = browser.post(reverse("synonyms:add"), form("Rathauskatze\nStubentiger", vorschau="1"))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Was die Gruppe ändern würde" in html
    assert html.count("Bisher 1 Treffer,") == 2
    assert html.count("1 Seite käme dazu.") == 2
    assert "Ein Stubentiger im Amt" in html
    assert "Rathauskatze\nStubentiger</textarea>" in html
    assert SynonymGroup.objects.count() == number


def test_the_preview_of_a_stored_group_compares_with_a_search_without_it(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    make_report(kehl, title="Die Rathauskatze ist online")
    make_report(kehl, title="Ein Stubentiger im Amt")
    stored = group("Rathauskatze", "Mieze")
    address = reverse("synonyms:edit", args=[stored.pk])
    html = browser_of(cast.editor).post(address, form("Rathauskatze\nStubentiger", vorschau="1")).content.decode()
    assert "Ein Stubentiger im Amt" in html
    stored.refresh_from_db()
    assert stored.phrase_list == ["Rathauskatze", "Mieze"]
    assert stored.changed_at is None


def test_the_preview_of_wrong_phrases_is_their_message(cast: Cast, browser_of: Browser) -> None:
    response = browser_of(cast.editor).post(reverse("synonyms:add"), form("Rathauskatze", vorschau="1"))
    assert "Bitte geben Sie mindestens 2 Begriffe ein" in response.content.decode()
    assert "Was die Gruppe ändern würde" not in response.content.decode()


def test_the_preview_shows_what_the_person_may_read(kehl: MunicipalityPage, cast: Cast) -> None:
    make_report(kehl, title="Ein Stubentiger im Amt", visibility=Visibility.MEMBERS)
    candidate = SynonymGroup(phrases="Rathauskatze\nStubentiger")
    for name, user in {"editor": cast.editor, **cast.strangers}.items():
        cat, _tiger = preview_synonyms(candidate, user)
        assert bool(cat.pages) == (name == "editor"), name


def test_several_words_add_only_pages_on_which_they_stand_together(kehl: MunicipalityPage, cast: Cast) -> None:
    make_report(kehl, title="Auto neu, Ampel anmelden")
    together = make_report(kehl, title="Heute Stubentiger anmelden")
    cat, tiger = preview_synonyms(SynonymGroup(phrases="Rathauskatze\nStubentiger anmelden"), cast.editor)
    assert [hit.page_id for hit in cat.pages] == [together.pk]
    assert not tiger.pages


def test_changes_drop_visitors_pages(site: Any, django_capture_on_commit_callbacks: Any) -> None:
    before = generation()
    with django_capture_on_commit_callbacks(execute=True):
        group("Rathauskatze", "Stubentiger")
    assert generation() > before
