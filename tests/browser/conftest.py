"""The served site and the browser. Package scope throughout: Playwright's event loop must be gone before other tests
of the same worker use the database."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, ViewportSize, expect, sync_playwright

from home.management.commands.load_demo import PASSWORD
from tests.browser import chromium
from tests.browser.pages import PAGES, PageType, Shown
from tests.browser.site import ServedSite, prepare, serve
from tests.browser.watch import Watch

SITE = pytest.StashKey[ServedSite]()
LOG_START = pytest.StashKey[int]()
# Far more than a page needs, since other tests run beside these.
TIMEOUT = 20_000  # milliseconds
WIDE = ViewportSize(width=1280, height=900)


class NewContext(Protocol):
    """The fixture of this name."""

    def __call__(self, person: str | None = None, **options: Any) -> BrowserContext: ...


class NewPage(Protocol):
    """The fixture of this name."""

    def __call__(self, person: str | None = None, **options: Any) -> Page: ...


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this package."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("The pages have been looked at in the run on SQLite.")
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        expect.set_options(timeout=TIMEOUT)
        yield started
        started.close()


@pytest.fixture(scope="package")
def site(
    browser: Browser, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedSite]:
    """The running site with its samples; asks for the browser first, without which it would be of no use."""
    var_dir = tmp_path_factory.mktemp("site")
    addresses = prepare(request.config, var_dir)
    with serve(var_dir) as (origin, log):
        served = ServedSite(origin, addresses, log)
        request.config.stash[SITE] = served
        yield served
        del request.config.stash[SITE]


@pytest.fixture(scope="package")
def sign_in(browser: Browser, site: ServedSite) -> Callable[[str], StorageState]:
    """Cookies of a sample account that has signed in by the form, once for all tests."""
    states: dict[str, StorageState] = {}

    def signed_in(person: str) -> StorageState:
        if person not in states:
            with browser.new_context(base_url=site.origin, locale="de-DE") as context:
                page = context.new_page()
                page.goto("/anmelden/")
                page.get_by_label("E-Mail-Adresse").fill(person)
                page.get_by_label("Passwort").fill(PASSWORD)
                page.get_by_role("main").get_by_role("button", name="Anmelden").click()
                page.wait_for_url("**/mein-bereich/")
                states[person] = context.storage_state()
        return states[person]

    return signed_in


@pytest.fixture(scope="package")
def new_context(browser: Browser, site: ServedSite, sign_in: Callable[[str], StorageState]) -> NewContext:
    """Makes fresh contexts; a person's e-mail address makes one in which that person has signed in."""

    def make(person: str | None = None, **options: Any) -> BrowserContext:
        # Half-way through a fade, text has colours that nobody chose.
        settings = {"locale": "de-DE", "viewport": WIDE, "reduced_motion": "reduce"} | options
        if person is not None:
            settings["storage_state"] = sign_in(person)
        context = browser.new_context(base_url=site.origin, **settings)
        context.set_default_timeout(TIMEOUT)
        return context

    return make


@pytest.fixture
def new_page(new_context: NewContext) -> Iterator[NewPage]:
    """Browser pages for one test, each in a fresh context, all closed afterwards."""
    contexts: list[BrowserContext] = []

    def make(person: str | None = None, **options: Any) -> Page:
        contexts.append(new_context(person, **options))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="package", params=PAGES, ids=lambda page_type: page_type.name)
def shown(request: pytest.FixtureRequest, site: ServedSite, new_context: NewContext) -> Iterator[Shown]:
    """Each page type in turn. Tests that ask for it run one after the other on the same page, which is loaded once."""
    page_type: PageType = request.param
    with new_context(page_type.person) as context:
        page = context.new_page()
        watch = Watch(page, site.origin, page_type.status)
        page_type.open(page, site)
        page.wait_for_load_state("networkidle")
        cookies = frozenset(cookie["name"] for cookie in context.cookies())
        stored = page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
        yield Shown(page_type, page, watch, cookies, tuple(stored))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Remembers how long the site's log is before the test."""
    served = item.config.stash.get(SITE, None)
    item.stash[LOG_START] = served.log.stat().st_size if served else 0
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds to a failure what the site logged meanwhile."""
    report = yield
    served = item.config.stash.get(SITE, None)
    if report.failed and served and served.log.exists():
        written = served.log.read_bytes()[item.stash.get(LOG_START, 0) :].decode("utf-8", "replace")
        if written.strip():
            report.sections.append(("Log of the site", written))
    return report
