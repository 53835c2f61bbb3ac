"""The forum's editor in a real browser: formatting, mentions, drafts, what was asked before; and without a script."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from exchange.pages.models import Visibility
from tests.browser.conftest import TIMEOUT, NewPage
from tests.browser.pages import AUTHOR
from tests.browser.site import ServedSite
from tests.browser.watch import Watch

pytestmark = pytest.mark.xdist_group("browser: use")

KEPT_AFTER = 1_000  # milliseconds
EDITOR = "trix-editor"
DRAFT = "entwurf:"
ACTIVE = re.compile("trix-active")


def begin(page: Page, title: str) -> None:
    """Fill in the title of a new thread and go into its text."""
    page.goto("/austausch/neu/")
    page.get_by_label("Titel").fill(title)
    page.locator("textarea[name=text]").focus()
    expect(page.locator(EDITOR)).to_be_focused()


def drafts(page: Page) -> list[str]:
    """The drafts that this browser keeps."""
    kept: list[str] = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('entwurf:'))")
    return kept


def wait_until_kept(page: Page, *texts: str) -> None:
    """Until the draft has these texts, which happens a moment after the last key."""
    end = time.monotonic() + TIMEOUT / 1000
    while not all(text in page.evaluate("Object.values(localStorage).join()") for text in texts):
        assert time.monotonic() < end, f"Not kept: {texts}"
        page.wait_for_timeout(50)


def assert_no_drafts(page: Page) -> None:
    """This browser keeps none when the page's script has looked."""
    page.wait_for_load_state()
    assert drafts(page) == []


def test_asking_with_formatting_and_a_mention(new_page: NewPage, site: ServedSite) -> None:
    page = new_page(AUTHOR)
    watch = Watch(page, site.origin)
    begin(page, "Wer hat die Anwohnerparkausweise auf dem Telefon?")
    page.keyboard.type("Wir planen das. ")
    bold = page.get_by_role("button", name="Fett")
    bold.click()
    expect(bold).to_have_class(ACTIVE)
    page.keyboard.type("Bis Mai.")
    page.keyboard.press("Control+b")
    expect(bold).not_to_have_class(ACTIVE)
    page.keyboard.type(" Weiß das @Stef")
    option = page.get_by_role("option", name="Stefan Ruf")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("?")
    page.get_by_label("Schlagwörter").fill("Bewohnerparken")
    page.get_by_role("button", name="Veröffentlichen").click()
    post = page.locator(".post").first
    expect(post.locator("strong")).to_have_text("Bis Mai.")
    expect(post.locator(".mention")).to_have_text("@Stefan Ruf")
    assert_no_drafts(page)
    watch.assert_nothing_wrong("asking")


def test_a_draft_survives_a_closed_window(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    begin(page, "Entwurf mit langem Titel")
    page.keyboard.type("Noch nicht fertig")
    page.get_by_label("Nur für Mitglieder").check()
    wait_until_kept(page, "Noch nicht fertig", Visibility.MEMBERS)
    page.goto("/berichte/")
    page.goto("/austausch/neu/")
    expect(page.get_by_text("Ihr Entwurf wurde wiederhergestellt.")).to_be_visible()
    expect(page.get_by_label("Titel")).to_have_value("Entwurf mit langem Titel")
    expect(page.locator(EDITOR)).to_contain_text("Noch nicht fertig")
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.locator(EDITOR)).to_have_text("")
    page.reload()
    expect(page.get_by_label("Titel")).to_have_value("")
    assert_no_drafts(page)


def test_the_draft_of_a_change_lives_until_it_is_saved(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    begin(page, "Wer druckt noch Wahlscheine selbst?")
    page.keyboard.type("Wir.")
    page.get_by_role("button", name="Veröffentlichen").click()
    page.get_by_role("link", name="Bearbeiten").last.click()
    editor = page.locator(EDITOR)
    expect(editor).to_have_text("Wir.")
    form = page.url
    page.goto("/berichte/")
    page.goto(form)
    expect(editor).to_have_text("Wir.")
    assert drafts(page) == [], "Nothing was changed."
    editor.focus()
    page.keyboard.type(" Und zwar gern.")
    wait_until_kept(page, "Und zwar gern.")
    page.goto("/berichte/")
    page.goto(form)
    expect(page.get_by_text("Ihr Entwurf wurde wiederhergestellt.")).to_be_visible()
    expect(editor).to_have_text("Wir. Und zwar gern.")
    page.wait_for_timeout(KEPT_AFTER)
    assert len(drafts(page)) == 1, "To look at it is no reason to forget it."
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(editor).to_have_text("Wir.")
    editor.focus()
    page.keyboard.type(" Leider.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator(".post").first).to_contain_text("Wir. Leider.")
    assert_no_drafts(page)
    page.goto(form)
    expect(editor).to_have_text("Wir. Leider.")
    expect(page.get_by_text("Ihr Entwurf wurde wiederhergestellt.")).to_have_count(0)


def test_a_draft_survives_a_lost_session(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    begin(page, "Vor der Abmeldung geschrieben")
    page.keyboard.type("Lange getippt")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Veröffentlichen").click()
    page.wait_for_load_state()
    assert any(DRAFT in key for key in drafts(page))
    assert "Lange getippt" in page.evaluate("Object.values(localStorage).join()")


def test_what_has_been_asked_before_appears_while_typing(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    page.goto("/austausch/neu/")
    page.get_by_label("Titel").press_sequentially("Hundesteuer online", delay=20)
    expect(page.get_by_text("Vielleicht hilft das schon:")).to_be_visible()
    assert page.locator(".similar-threads a").count() > 0


def test_the_toolbar_by_keyboard_and_an_answer_below_a_quote(new_page: NewPage, site: ServedSite) -> None:
    page = new_page(AUTHOR)
    page.goto(site.addresses["answer with a quote"])
    editor = page.locator(EDITOR)
    expect(editor.locator("blockquote")).to_have_count(1)
    editor.focus()
    page.keyboard.type("Darunter ")
    # One stop of the tabulator for all buttons, which never changes the text.
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Fett")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Kursiv")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(editor).to_be_focused()
    page.keyboard.type("fett")
    expect(editor.locator("strong").last).to_have_text("fett")
    expect(editor.locator("blockquote")).not_to_contain_text("Darunter")
    written = page.locator("input[name=text]").input_value()
    assert ":</em><br>" in written, "the quoted paragraphs are glued together"


def test_services_are_chosen_while_typing(new_page: NewPage, site: ServedSite) -> None:
    page = new_page(AUTHOR)
    watch = Watch(page, site.origin)
    page.goto("/austausch/neu/")
    field = page.get_by_role("combobox", name="Leistungen")
    field.press_sequentially("hundest", delay=20)
    expect(page.get_by_role("option", name="Hundehaltung")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = page.get_by_role("list", name="Ausgewählt").get_by_role("listitem")
    expect(chosen).to_have_count(1)
    field.press_sequentially("wohngel", delay=20)
    page.get_by_role("option", name="Wohngeld").click()
    expect(chosen).to_have_count(2)
    field.fill("Quastenflosser")
    sent = page.locator("input[name=services]")
    expect(sent).to_have_value("Hundehaltung; Wohngeld; Quastenflosser")
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_text("„Quastenflosser“ steht nicht im Leistungskatalog.").first).to_be_visible()
    page.get_by_role("button", name="Entfernen: Quastenflosser").click()
    expect(sent).to_have_value("Hundehaltung; Wohngeld")
    watch.assert_nothing_wrong("choosing services")


def test_tags_are_chosen_or_written(new_page: NewPage, site: ServedSite) -> None:
    page = new_page(AUTHOR)
    watch = Watch(page, site.origin)
    page.goto("/austausch/neu/")
    field = page.get_by_role("combobox", name="Schlagwörter")
    field.press_sequentially("e-rech", delay=20)
    page.get_by_role("option", name="E-Rechnung").click()
    field.press_sequentially("Siegelmarke,", delay=20)
    field.press_sequentially("Amtsblatt", delay=20)
    page.keyboard.press("Enter")
    sent = page.locator("input[name=tags]")
    expect(sent).to_have_value("E-Rechnung, Siegelmarke, Amtsblatt")
    expect(page.get_by_role("list", name="Ausgewählt").get_by_role("listitem")).to_have_count(3)
    # What is pasted is taken apart, what is not ended yet is sent all the same.
    field.fill("Ratsinfo, Sitzungsdienst, Protokoll")
    expect(sent).to_have_value("E-Rechnung, Siegelmarke, Amtsblatt, Ratsinfo, Sitzungsdienst, Protokoll")
    page.get_by_role("button", name="Entfernen: Siegelmarke").click()
    expect(sent).to_have_value("E-Rechnung, Amtsblatt, Ratsinfo, Sitzungsdienst, Protokoll")
    watch.assert_nothing_wrong("choosing tags")


def test_asking_and_answering_without_javascript(new_page: NewPage) -> None:
    page = new_page(AUTHOR, java_script_enabled=False)
    page.goto("/austausch/neu/")
    page.get_by_label("Titel").fill("Ohne Skript gefragt")
    page.get_by_label("Text").fill("Erster Absatz\n\nZweiter mit https://kehl.example/")
    page.get_by_role("button", name="Veröffentlichen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ohne Skript gefragt")
    expect(page.locator(".post p").filter(has_text="Zweiter")).to_have_count(1)
    expect(page.locator(".post a[href='https://kehl.example/']")).to_have_count(1)
    page.get_by_label("Ihre Antwort").fill("Antwort ohne Skript")
    page.get_by_role("button", name="Antwort senden").click()
    expect(page.locator(".post").filter(has_text="Antwort ohne Skript")).to_have_count(1)
