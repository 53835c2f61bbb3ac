"""The served site and the browser. Package scope throughout: Playwright's event loop must be gone before other tests
of the same worker use the database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from home.management.commands.load_demo import PASSWORD
from tests.browser import chromium
from tests.browser.site import ServedSite, prepare, serve

# Far more than a page needs, since other tests run beside these.
TIMEOUT = 20_000  # milliseconds
WIDE = {"width": 1280, "height": 900}


class NewPage(Protocol):
    """Opens a browser page in a context of its own; a person's e-mail address opens it signed in."""

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


@pytest.fixture
def new_page(browser: Browser, site: ServedSite, sign_in: Callable[[str], StorageState]) -> Iterator[NewPage]:
    """Browser pages for one test, each in a fresh context, all closed afterwards."""
    contexts: list[BrowserContext] = []

    def make(person: str | None = None, **options: Any) -> Page:
        # Half-way through a fade, text has colours that nobody chose.
        settings = {"locale": "de-DE", "viewport": WIDE, "reduced_motion": "reduce"} | options
        if person is not None:
            settings["storage_state"] = sign_in(person)
        context = browser.new_context(base_url=site.origin, **settings)
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


SITE = pytest.StashKey[ServedSite]()
LOG_START = pytest.StashKey[int]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Remembers how long the site's log is before the test."""
    served = item.config.stash.get(SITE, None)
    item.stash[LOG_START] = served.log.stat().st_size if served else 0
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Adds to a failure what the site logged meanwhile."""
    report = yield
    served = item.config.stash.get(SITE, None)
    if report.failed and served and served.log.exists():
        written = served.log.read_bytes()[item.stash.get(LOG_START, 0) :].decode("utf-8", "replace")
        if written.strip():
            report.sections.append(("Log of the site", written))
    return report
