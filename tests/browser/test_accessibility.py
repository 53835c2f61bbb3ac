"""Every page type passes axe with the rules of WCAG 2.2 AA: light and dark, in a wide and in a narrow window."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, NewPage
from tests.browser.pages import AUTHOR, PAGES, PageType, every_page
from tests.browser.site import ROOT, ServedSite

pytestmark = pytest.mark.xdist_group("browser")

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Names of axe's rule sets; "best-practice" asks for landmarks, an order of headings and the like.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"

NARROW = {"width": 360, "height": 740}
# 1280 pixels at 400 percent (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 640}
WINDOWS = {"wide": WIDE, "narrow": NARROW}
SCHEMES = ("light", "dark")


def violations(page: Page) -> dict[str, str]:
    """What axe objects to on the page as it is shown now: a key for each finding, and its explanation."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN_AXE, RULES)
    return {
        f"{rule['id']} at {' '.join(map(str, node['target']))}": f"{rule['help']}\n      {node['html'][:300]}\n      "
        + " ".join((node.get("failureSummary") or "").split())
        for rule in found["violations"]
        for node in rule["nodes"]
    }


def assert_accessible(page: Page, name: str) -> None:
    """Run axe in both schemes and both widths; a failure names rule, element, and where it was seen."""
    seen: dict[str, list[str]] = defaultdict(list)
    explained: dict[str, str] = {}
    for (width, window), scheme in product(WINDOWS.items(), SCHEMES):
        page.set_viewport_size(window)
        page.emulate_media(color_scheme=scheme)
        for finding, explanation in violations(page).items():
            seen[finding].append(f"{width} {scheme}")
            explained[finding] = explanation
    assert not seen, f"{name} ({page.url}):\n" + "\n".join(
        f"  - {finding} [{', '.join(where)}]: {explained[finding]}" for finding, where in seen.items()
    )


@every_page
def test_page_passes_axe(page_type: PageType, new_page: NewPage, site: ServedSite) -> None:
    page = new_page(page_type.person, bypass_csp=True)
    page_type.open(page, site)
    assert_accessible(page, page_type.name)


def test_opened_menus_pass_axe(new_page: NewPage) -> None:
    page = new_page(AUTHOR, bypass_csp=True)
    page.goto("/")
    page.locator("details.account > summary").click()
    expect(page.get_by_role("link", name="Mein Bereich")).to_be_visible()
    assert_accessible(page, "account menu")

    page = new_page(bypass_csp=True, viewport=NARROW)
    page.goto("/")
    page.locator("details.site-menu > summary").click()
    expect(page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Kommunen")).to_be_visible()
    assert_accessible(page, "menu")


def test_suggestions_pass_axe(new_page: NewPage) -> None:
    page = new_page(bypass_csp=True)
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("wohng")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_accessible(page, "suggestions")


@every_page
def test_page_fits_into_320_pixels(page_type: PageType, new_page: NewPage, site: ServedSite) -> None:
    page = new_page(page_type.person, viewport=ZOOMED)
    page_type.open(page, site)
    width = page.evaluate("() => document.documentElement.scrollWidth")
    too_wide = page.evaluate(
        """width => [...document.body.querySelectorAll("*")]
            .filter(element => element.getBoundingClientRect().right > width + 1)
            .slice(0, 8).map(element => element.outerHTML.slice(0, 160))""",
        ZOOMED["width"],
    )
    assert width <= ZOOMED["width"], f"{page_type.name} is {width} pixels wide; look at:\n" + "\n".join(too_wide)


def test_every_page_says_what_it_is(new_page: NewPage, site: ServedSite) -> None:
    """One main heading, the language, and a title that no other page has."""
    wrong: list[str] = []
    titles: dict[str, str] = {}
    for page_type in PAGES:
        page = new_page(page_type.person, java_script_enabled=False)
        page_type.open(page, site)
        headings = page.locator("h1").count()
        language = page.locator("html").get_attribute("lang")
        if headings != 1:
            wrong.append(f"{page_type.name}: {headings} main headings")
        if language != "de":
            wrong.append(f"{page_type.name}: its language is {language}")
        other = titles.setdefault(page.title(), page.url.split("?")[0])
        if other != page.url.split("?")[0]:
            wrong.append(f"{page_type.name}: has the title of {other}: {page.title()}")
        page.context.close()
    assert not wrong, "\n".join(wrong)
