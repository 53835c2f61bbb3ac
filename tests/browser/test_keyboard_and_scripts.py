"""The site by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.pages import AUTHOR, PAGES
from tests.browser.site import ServedSite

pytestmark = pytest.mark.xdist_group("browser: use")

NARROW = {"width": 360, "height": 740}
HITS = "Treffer für „Wohngeld“"


def tab_until(page: Page, wanted: str, limit: int = 40) -> None:
    """Press Tab until the focused element fits this selector."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", wanted):
            return
    pytest.fail(f"{wanted} is not reached by {limit} presses of Tab on {page.url}")


# --- By keyboard ------------------------------------------------------------------------------------


def test_skip_link_is_first_and_leads_to_the_content(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/berichte/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Zum Inhalt springen")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null"), "The next stop lies in the content."


def test_menu_button_in_a_narrow_window(new_page: NewPage) -> None:
    page = new_page(viewport=NARROW)
    page.goto("/")
    menu = page.locator("header details").filter(has=page.get_by_text("Menü", exact=True))
    link = menu.get_by_role("link", name="Kommunen")
    expect(link).to_be_hidden()
    tab_until(page, "header details > summary")
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Space")
    tab_until(page, "header details a[href='/kommunen/']", limit=4)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Kommunen")).to_be_visible()


def test_account_menu_by_keyboard(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    page.goto("/")
    tab_until(page, "details.account > summary")
    page.keyboard.press("Enter")
    item = page.get_by_role("link", name="Mein Bereich")
    expect(item).to_be_visible()
    page.keyboard.press("Escape")
    expect(item).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(item).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/mein-bereich/")


def test_suggestions_by_keyboard(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    box = page.get_by_role("combobox", name="Wonach suchen Sie?")
    box.focus()
    page.keyboard.type("wohng")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text=re.compile("Vorschl"))).to_have_count(1)

    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("wohng")
    expect(box).to_be_focused()

    page.keyboard.press("ArrowDown")
    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "none")
    target = first.get_attribute("href") or "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_enter_without_a_choice_searches(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("Wohngeld")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/?q=Wohngeld")
    expect(page.get_by_role("heading", name=HITS)).to_be_visible()


def test_an_opened_hit_is_counted(new_page: NewPage) -> None:
    """By a message to this site that the content policy lets through and that nobody waits for."""
    page = new_page()
    page.goto("/suche/?q=Wohngeld")
    hit = page.get_by_role("main").get_by_role("article").get_by_role("heading").get_by_role("link").first
    # The answer comes when the page is gone already, which is the point of it.
    with page.expect_request(re.compile("/suche/klick/$")) as counted:
        hit.click()
    assert counted.value.post_data_json["platz"] == "1"
    expect(page).not_to_have_url(re.compile("/suche/"))


def test_a_search_is_saved_renamed_and_deleted(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    page.goto("/suche/?q=Wohngeld")
    page.get_by_label("Name in Ihrer Liste").fill("Eigene Suche")
    page.get_by_role("button", name="Suche merken").click()
    expect(page.get_by_role("status").filter(has_text="Gemerkt als „Eigene Suche“")).to_be_visible()
    page.goto("/suche/gemerkt/")
    page.locator("summary", has_text="Ändern: Eigene Suche").click()
    page.get_by_label("Neuer Name").fill("Umbenannte Suche")
    page.get_by_role("button", name="Umbenennen").click()
    expect(page.get_by_role("link", name="Umbenannte Suche")).to_be_visible()
    page.locator("summary", has_text="Ändern: Umbenannte Suche").click()
    page.get_by_role("button", name=re.compile("Löschen.*Umbenannte Suche")).click()
    expect(page.get_by_role("heading", name="Noch nichts gemerkt")).to_be_visible()


def test_appearance_is_chosen_kept_and_given_back_to_the_device(new_page: NewPage) -> None:
    page = new_page(color_scheme="light")
    page.goto("/")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    body = page.locator("body")
    choices = page.get_by_role("group", name="Darstellung")
    choices.get_by_role("radio", name="Dunkel").focus()
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    expect(body).not_to_have_css("background-color", light)
    page.goto("/berichte/")
    expect(page.locator("html")).to_have_attribute("data-kern-theme", "dark")
    expect(body).not_to_have_css("background-color", light)
    expect(choices.get_by_role("radio", name="Dunkel")).to_be_checked()
    page.keyboard.press("Tab")
    choices.get_by_role("radio", name="Wie das Gerät").focus()
    page.keyboard.press("Space")
    expect(page.locator("html")).not_to_have_attribute("data-kern-theme", "dark")
    # Colours are on their way for a moment.
    expect(body).to_have_css("background-color", light)
    assert page.evaluate("() => localStorage.length") == 0


def test_long_list_is_narrowed_while_typing(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/leistungen/")
    services = page.locator("#leistungen li:visible")
    all_of_them = services.count()
    page.get_by_role("searchbox", name="Leistung in dieser Liste finden").fill("wohngeld")
    expect(services.filter(has_text="Wohngeld").first).to_be_visible()
    assert 0 < services.count() < all_of_them


# --- Without JavaScript -----------------------------------------------------------------------------


@pytest.fixture
def plain(new_page: NewPage) -> Page:
    """A browser page without scripts."""
    return new_page(java_script_enabled=False)


def test_search_without_scripts(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("searchbox").fill("Wohngeld")
    plain.get_by_role("main").get_by_role("button", name="Suchen").click()
    expect(plain.get_by_role("heading", name=HITS)).to_be_visible()
    hits = plain.locator("#treffer ol > li")
    hits.get_by_role("link", name=re.compile("Wohngeld")).first.click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Wohngeld")


def test_facets_without_scripts(plain: Page) -> None:
    plain.goto("/suche/?q=online")
    hits = plain.locator("#treffer ol > li")
    before = plain.get_by_role("heading", name="Treffer").first.inner_text()
    kehl = plain.get_by_role("group", name="Kommune").get_by_role("checkbox", name=re.compile("Kehl"))
    kehl.check()
    plain.get_by_role("button", name="Filter anwenden").click()
    expect(plain).to_have_url(re.compile(r"[?&]kommune=kehl"))
    assert "q=online" in plain.url
    expect(kehl).to_be_checked()
    assert plain.get_by_role("heading", name="Treffer").first.inner_text() != before
    assert all("Kehl" in text for text in hits.all_inner_texts())
    plain.get_by_role("link", name="Filter entfernen: Kommune: Kehl").click()
    expect(plain.get_by_role("heading", name="Treffer").first).to_have_text(before)


def test_facets_fold_in_a_narrow_window_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    page.goto("/suche/?q=online")
    apply = page.get_by_role("button", name="Filter anwenden")
    expect(apply).to_be_hidden()
    page.locator("summary").filter(has_text="Filter").click()
    expect(apply).to_be_visible()


def test_pages_of_a_list_without_scripts(plain: Page) -> None:
    plain.goto("/berichte/")
    first = plain.get_by_role("main").get_by_role("article").first.inner_text()
    plain.get_by_role("link", name="Weiter").click()
    expect(plain).to_have_url(re.compile(r"page=2"))
    assert plain.get_by_role("main").get_by_role("article").first.inner_text() != first
    plain.get_by_role("link", name="Zurück").click()
    assert plain.get_by_role("main").get_by_role("article").first.inner_text() == first


def test_municipality_is_found_by_name_without_scripts(plain: Page) -> None:
    plain.goto("/kommunen/")
    plain.get_by_role("main").get_by_role("searchbox").fill("offenb")
    plain.get_by_role("main").get_by_role("search").get_by_role("button").click()
    expect(plain).to_have_url(re.compile(r"name=offenb"))
    listed = plain.get_by_role("main").get_by_role("listitem")
    expect(listed.filter(has_text="Offenburg").first).to_be_visible()
    expect(listed.filter(has_text="Lahr")).to_have_count(0)
    listed.get_by_role("link", name="Offenburg").first.click()
    expect(plain.get_by_role("heading", level=1, name="Offenburg")).to_be_visible()


def test_sign_in_and_out_without_scripts(plain: Page) -> None:
    from home.management.commands.load_demo import PASSWORD

    plain.goto("/berichte/")
    plain.get_by_role("banner").get_by_role("link", name="Anmelden").click()
    plain.get_by_label("E-Mail-Adresse").fill(AUTHOR)
    plain.get_by_label("Passwort").fill(PASSWORD)
    plain.get_by_role("main").get_by_role("button", name="Anmelden").click()
    expect(plain).to_have_url(re.compile("/berichte/$"))
    plain.locator("details.account > summary").click()
    plain.get_by_role("button", name="Abmelden").click()
    expect(plain.get_by_role("banner").get_by_role("link", name="Anmelden")).to_be_visible()


def test_nothing_is_offered_that_needs_scripts(plain: Page, site: ServedSite) -> None:
    for page_type in PAGES:
        if page_type.person is None:
            page_type.open(plain, site)
            expect(plain.locator("[data-theme-switch]")).to_be_hidden()
            for box in plain.locator("[data-filter-input]").all():
                expect(box).to_be_hidden()
