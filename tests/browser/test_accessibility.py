"""Every page type passes axe with the rules of WCAG 2.2 AA: light and dark, in a wide and in a narrow window."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import WIDE, NewPage
from tests.browser.pages import AUTHOR, Shown
from tests.browser.site import ROOT

pytestmark = pytest.mark.xdist_group("browser: pages")

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Names of axe's rule sets; "best-practice" asks for landmarks, an order of headings and the like.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast"]}
RUN_AXE = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"

NARROW = ViewportSize(width=360, height=740)
# 1280 pixels at 400 percent (WCAG 1.4.10).
ZOOMED = ViewportSize(width=320, height=640)
Scheme = Literal["light", "dark"]
# Every combination for the colours; for all else each window and each scheme once.
VIEWS: tuple[tuple[str, ViewportSize, Scheme, dict[str, Any]], ...] = (
    ("wide and light", WIDE, "light", RULES),
    ("wide and dark", WIDE, "dark", COLOURS),
    ("narrow and dark", NARROW, "dark", RULES),
    ("narrow and light", NARROW, "light", COLOURS),
)

TOO_WIDE = """() => {
    const elements = [...document.body.querySelectorAll("*")];
    const outside = elements.filter(element => element.getBoundingClientRect().right > innerWidth + 1);
    return [document.documentElement.scrollWidth, outside.slice(0, 8).map(element => element.outerHTML.slice(0, 160))];
}"""

# What fades or glides has colours and places on its way that nobody chose.
STAND_STILL = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`*, ::before, ::after {
        transition: none !important; animation: none !important; scroll-behavior: auto !important;
    }`);
    document.adoptedStyleSheets = [sheet];
}"""

# How everything that can have the focus looks without it: by element, in it and in what it lies in.
MOST_STOPS = 60
REMEMBER_LOOKS = """() => {
    const properties = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderColor", "backgroundColor",
        "stroke", "strokeWidth", "fill", "textDecorationLine", "transform"];
    const lookOf = (element, pseudo) => {
        const style = getComputedStyle(element, pseudo);
        return properties.map(property => style[property]).join();
    };
    window.looksOf = element => {
        const parts = [element, ...[...element.querySelectorAll("*")].slice(0, 12)];
        for (let up = element.parentElement; up && parts.length < 18; up = up.parentElement) parts.push(up);
        if (element.nextElementSibling) parts.push(element.nextElementSibling);
        return parts.map(part => [undefined, "::before", "::after"].map(pseudo => lookOf(part, pseudo)).join()).join();
    };
    document.activeElement.blur();
    scrollTo(0, 0);
    const all = document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]");
    window.looks = new Map([...all].map(element => [element, looksOf(element)]));
}"""
STOP = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const box = element.getBoundingClientRect();
    const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
    return {marked: looksOf(element) !== looks.get(element), inside, html: element.outerHTML.slice(0, 200)};
}"""


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    """The titles seen so far, each with the address of its page."""
    return {}


def violations(page: Page, rules: dict[str, Any]) -> dict[str, str]:
    """What axe objects to on the page as it is shown now: a key for each finding, and its explanation."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN_AXE, rules)
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
    page.evaluate(STAND_STILL)
    for view, window, scheme, rules in VIEWS:
        page.set_viewport_size(window)
        page.emulate_media(color_scheme=scheme)
        for finding, explanation in violations(page, rules).items():
            seen[finding].append(view)
            explained[finding] = explanation
    report = [f"  - {finding} [{', '.join(where)}]: {explained[finding]}" for finding, where in seen.items()]
    assert not report, f"{name} ({page.url}):\n" + "\n".join(report)


def test_page_passes_axe(shown: Shown) -> None:
    assert_accessible(shown.page, shown.type.name)


def test_page_fits_into_320_pixels(shown: Shown) -> None:
    shown.page.set_viewport_size(ZOOMED)
    width, too_wide = shown.page.evaluate(TOO_WIDE)
    # Parts of pixels are rounded up.
    assert width <= ZOOMED["width"] + 1, f"{shown} is {width} pixels wide; look at:\n" + "\n".join(too_wide)


def test_focus_can_be_seen_on_every_stop(shown: Shown) -> None:
    """WCAG 2.4.7 and 2.4.11: what has the focus is marked and in sight."""
    shown.page.set_viewport_size(WIDE)
    shown.page.evaluate(STAND_STILL)
    shown.page.evaluate(REMEMBER_LOOKS)
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        shown.page.keyboard.press("Tab")
        stop = shown.page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 3, "There is something to reach by keyboard."
    unmarked = [f"looks as ever: {stop['html']}" for stop in stops if not stop["marked"]]
    outside = [f"out of sight: {stop['html']}" for stop in stops if not stop["inside"]]
    assert not unmarked + outside, f"The focus cannot be seen on {shown}:\n" + "\n".join(unmarked + outside)


def test_page_says_what_it_is(shown: Shown, titles: dict[str, str]) -> None:
    """One main heading, the language, and a title that no other page has."""
    assert shown.page.locator("h1").count() == 1
    assert shown.page.locator("html").get_attribute("lang") == "de"
    address = shown.page.url.split("?")[0]
    assert titles.setdefault(shown.page.title(), address) == address, "Two pages have the same title."


def test_opened_menus_pass_axe(new_page: NewPage) -> None:
    page = new_page(AUTHOR)
    page.goto("/")
    page.locator("details.account > summary").click()
    expect(page.get_by_role("link", name="Mein Bereich")).to_be_visible()
    assert_accessible(page, "account menu")

    page = new_page(viewport=NARROW)
    page.goto("/")
    page.locator("details.site-menu > summary").click()
    expect(page.locator("details.site-menu").get_by_role("link", name="Kommunen")).to_be_visible()
    assert_accessible(page, "menu")


def test_suggestions_pass_axe(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("wohng")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_accessible(page, "suggestions")
