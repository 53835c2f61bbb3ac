"""From the first word to the reader: an author and an editor at work in the real editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.conftest import NewPage
from tests.browser.pages import AUTHOR, EDITOR
from tests.browser.site import ServedSite
from tests.browser.watch import Watch

pytestmark = pytest.mark.xdist_group("browser: use")

TITLE = "Fundfahrräder: Rückgabe mit Termin statt auf Zuruf"
SUMMARY = "Wer sein Fahrrad wiederfindet, bucht einen Termin. Das erspart beiden Seiten die Wege."
TEXTS = {
    "Ausgangslage": "Im Keller des Bauhofs standen 140 Räder, und täglich fragte jemand an der Pforte danach.",
    "Vorgehen": "Wir haben jedes Rad fotografiert und einen Kalender für die Abholung freigeschaltet.",
    "Ergebnis": "Die Hälfte der Räder war nach acht Wochen wieder bei ihren Leuten.",
}
COST = "Der Kalender kostet 480 Euro im Jahr."
REASON = "Bitte schreiben Sie noch dazu, was der Kalender kostet."
TAG, TAG_BEGINNING = "Onlineantrag", "onlinea"
SERVICE = "Wohngeld"
ADDRESS = "/kommunen/kehl/fundfahrraeder-rueckgabe-mit-termin-statt-auf-zuruf/"

# The editor says so by an event.
NOTICE_WATCHING = "addEventListener('w-unsaved:watch-edits', () => { window.editsAreWatched = true; })"


def field(page: Page, name: str) -> Locator:
    """The text field of the panel with this heading."""
    return page.get_by_role("region", name=re.compile(rf"^{re.escape(name)}\*?$")).get_by_role("textbox")


def write(page: Page, name: str, text: str) -> None:
    """Add text to a field with formatting, at one go: Wagtail loses track of what is typed while it saves a draft."""
    field(page, name).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def start_editing(page: Page) -> None:
    """Wait until the editor has taken down what the form holds; what is typed sooner does not count as a change."""
    page.wait_for_function("() => window.editsAreWatched")


@contextmanager
def saved(page: Page, text: str) -> Iterator[None]:
    """Wait at the end of the block until the editor has saved by itself a draft that has this text in it."""

    def is_answer(response: Response) -> bool:
        request = response.request
        is_draft = request.method == "POST" and re.search(r"/admin/pages/(add/.+|\d+/edit)/$", response.url)
        return bool(is_draft) and response.ok and text in (request.post_data or "")

    with page.expect_response(is_answer):
        yield
    expect(page.locator("header").get_by_text("Gespeichert", exact=True)).to_be_visible()


def open_menu(page: Page) -> None:
    """Open the list of what can be done besides saving."""
    page.get_by_role("button", name="Mehr Aktionen").click()


def choose_service(page: Page, name: str) -> None:
    """Find a service in the catalogue by its name and add it."""
    page.get_by_role("button", name=re.compile("leistung hinzufügen", re.IGNORECASE)).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").or_(dialog.get_by_role("searchbox")).fill(name)
    dialog.get_by_role("checkbox", name=name, exact=True).check()
    dialog.get_by_role("button", name="Auswahl bestätigen").click()


def search_hits(page: Page) -> Locator:
    """Search for the report like a reader would; the hits with its title."""
    page.goto("/suche/?q=Fundfahrr%C3%A4der")
    return page.locator("#treffer").get_by_role("link", name=TITLE)


def write_report(page: Page) -> None:
    """Write a draft, leave it to the editor to save it, and find everything as it was after coming back."""
    page.goto("/mein-bereich/")
    page.get_by_role("main").get_by_role("link", name="Bericht schreiben").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Erfahrungsbericht")
    start_editing(page)
    field(page, "Titel").fill(TITLE)
    field(page, "Zusammenfassung").fill(SUMMARY)
    for name, text in TEXTS.items():
        with saved(page, text):
            write(page, name, text)
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))

    findable = page.get_by_role("region", name="Wie andere es finden")
    with saved(page, TAG):
        findable.get_by_role("textbox").press_sequentially(TAG_BEGINNING)
        page.locator(".ui-autocomplete").get_by_text(TAG, exact=True).click()
    with saved(page, 'name="service_links-0-service"'):
        choose_service(page, SERVICE)

    page.reload()
    start_editing(page)
    expect(field(page, "Titel")).to_have_value(TITLE)
    expect(field(page, "Zusammenfassung")).to_have_value(SUMMARY)
    for name, text in TEXTS.items():
        expect(field(page, name)).to_contain_text(text)
    expect(findable.get_by_role("listitem").filter(has_text=TAG)).to_be_visible()
    expect(findable.get_by_text(SERVICE, exact=True)).to_be_visible()


def look_at_preview_and_checks(page: Page) -> None:
    """See the page as readers will, and what the editor has to say about it."""
    page.get_by_role("button", name="Vorschau umschalten").click()
    preview = page.frame_locator("iframe[title='Vorschau'], iframe#w-preview-iframe").first
    expect(preview.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(preview.get_by_text(TEXTS["Ergebnis"])).to_be_visible()
    page.get_by_role("button", name="Überprüfungen umschalten").click()
    expect(page.locator("[data-content-word-count]")).to_have_text(re.compile(r"^\s*[1-9]\d*\s*$"))
    expect(page.locator("[data-side-panel='checks']")).to_contain_text(re.compile(r"Probleme gefunden\s*0"))


def submit(page: Page) -> None:
    """Hand the report in for review."""
    open_menu(page)
    page.get_by_role("button", name=re.compile("einreichen$")).click()
    expect(page.get_by_role("status").filter(has_text=TITLE)).to_be_visible()


def open_in_queue(page: Page) -> None:
    """Open what waits for review."""
    page.goto("/admin/pruefung/")
    row = page.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("Kehl")
    expect(row).to_contain_text("Miriam Schäfer")
    row.get_by_role("link", name=TITLE).click()
    expect(field(page, "Titel")).to_have_value(TITLE)


def return_with_reason(page: Page) -> None:
    """Return the report; without a reason that does not work."""
    open_menu(page)
    page.get_by_role("button", name="Mit Begründung zurückgeben").click()
    dialog = page.get_by_role("dialog")
    send = dialog.get_by_role("button", name="Mit Begründung zurückgeben")
    send.click()
    expect(dialog.get_by_text("Bitte geben Sie eine Begründung an")).to_be_visible()
    dialog.get_by_role("textbox", name="Begründung").fill(REASON)
    send.click()
    expect(page.get_by_role("status").filter(has_text=TITLE)).to_be_visible()


def revise(page: Page) -> None:
    """Read the reason and do what it asks for."""
    page.goto("/mein-bereich/")
    returned = page.get_by_role("article").filter(has_text=TITLE)
    expect(returned).to_contain_text(REASON)
    expect(returned).to_contain_text("Claudia Maier")
    returned.get_by_role("link", name="Überarbeiten").click()
    expect(field(page, "Titel")).to_have_value(TITLE)
    start_editing(page)
    with saved(page, COST):
        write(page, "Ergebnis", f" {COST}")


def approve(page: Page) -> None:
    """Let the report be published."""
    open_menu(page)
    page.get_by_role("button", name="Freigeben und veröffentlichen").click()
    expect(page.get_by_role("status").filter(has_text=TITLE)).to_be_visible()


def read(page: Page) -> None:
    """Find the report and read it."""
    search_hits(page).first.click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page).to_have_url(re.compile(f"{ADDRESS}$"))
    article = page.get_by_role("main")
    for text in (SUMMARY, *TEXTS.values(), COST):
        expect(article).to_contain_text(text)
    for link in ("Kehl", TAG, SERVICE):
        expect(article.get_by_role("link", name=link, exact=True).first).to_be_visible()


def test_report_from_the_first_word_to_its_readers(new_page: NewPage, site: ServedSite) -> None:
    author, editor, visitor = new_page(AUTHOR), new_page(EDITOR), new_page()
    author.add_init_script(NOTICE_WATCHING)
    watches = {
        name: Watch(page, site.origin) for name, page in (("author", author), ("editor", editor), ("visitor", visitor))
    }

    write_report(author)
    look_at_preview_and_checks(author)
    submit(author)
    expect(search_hits(visitor)).to_have_count(0)

    open_in_queue(editor)
    return_with_reason(editor)
    revise(author)
    submit(author)
    author.goto("/mein-bereich/")
    expect(author.get_by_role("article").filter(has_text=TITLE)).to_have_count(0)
    expect(search_hits(visitor)).to_have_count(0)

    open_in_queue(editor)
    expect(field(editor, "Ergebnis")).to_contain_text(COST)
    approve(editor)
    editor.goto("/admin/pruefung/")
    expect(editor.get_by_role("row").filter(has_text=TITLE)).to_have_count(0)

    read(visitor)
    for name, watch in watches.items():
        watch.assert_nothing_wrong(name)


def test_what_is_missing_is_said_and_nothing_is_lost(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    page.add_init_script(NOTICE_WATCHING)
    page.goto("/mein-bereich/bericht-schreiben/")
    start_editing(page)
    field(page, "Titel").fill("Halb fertig")
    with saved(page, TEXTS["Ausgangslage"]):
        write(page, "Ausgangslage", TEXTS["Ausgangslage"])
    open_menu(page)
    page.get_by_role("button", name=re.compile("einreichen$")).click()
    missing = page.get_by_role("region", name=re.compile(r"^Zusammenfassung\*?$"))
    expect(missing.get_by_text("Dieses Feld muss ausgefüllt werden.")).to_be_visible()
    expect(field(page, "Titel")).to_have_value("Halb fertig")
    expect(field(page, "Ausgangslage")).to_contain_text(TEXTS["Ausgangslage"])
