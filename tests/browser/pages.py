"""The page types that every check looks at, and how a browser gets there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Response

from tests.browser.site import ServedSite

AUTHOR = "autorin@kehl.example"
EDITOR = "redaktion@ortenau.example"

# The page beside which all others are measured where one is enough.
START = "start"


@dataclass(frozen=True)
class PageType:
    """A kind of page. Without a path it is a sample that the preparation looked up by this name."""

    name: str
    path: str = ""
    person: str | None = None
    status: int = 200
    # Pages with a form for visitors need the cookie against forged requests.
    cookies: frozenset[str] = frozenset()
    wrong_sign_in: bool = False
    # The sample to show where another page type shows the same page to somebody else.
    sample: str = ""

    def open(self, page: Page, site: ServedSite) -> Response:
        """Show it in this browser page, whose context belongs to the right person; the answer is checked."""
        response = page.goto(self.path or site.addresses[self.sample or self.name])
        assert response is not None
        if self.wrong_sign_in:
            # Never the same account twice, or the lock against guessing would answer.
            page.get_by_label("E-Mail-Adresse").fill(f"niemand-{secrets.token_hex(4)}@kehl.example")
            page.get_by_label("Passwort").fill("falsch")
            with page.expect_navigation() as navigation:
                page.get_by_role("main").get_by_role("button", name="Anmelden").click()
            response = navigation.value
            assert response is not None
        assert response.status == self.status, f"{response.url} answered {response.status}"
        return response


_FORM = frozenset({"csrftoken"})

PAGES = (
    PageType(START, "/"),
    PageType("report list", "/berichte/"),
    PageType("second page of a list", "/berichte/?page=2"),
    PageType("report list with nothing in it", "/berichte/?status=planned"),
    PageType("report"),
    PageType("report with code"),
    PageType("report with heading"),
    PageType("report with video"),
    PageType("abandoned report"),
    PageType("overdue report"),
    PageType("report for members", person=AUTHOR),
    PageType("report for its author", person=AUTHOR, sample="report"),
    PageType("municipality index", "/kommunen/"),
    PageType("municipality index with nothing in it", "/kommunen/?name=xyz"),
    PageType("municipality"),
    PageType("municipality for members", person=AUTHOR, sample="municipality"),
    PageType("services", "/leistungen/"),
    PageType("service"),
    PageType("empty service"),
    PageType("topic field"),
    PageType("tags", "/schlagworte/"),
    PageType("tag"),
    PageType("search", "/suche/"),
    PageType("search with hits", "/suche/?q=Wohngeld"),
    PageType("search with filters", "/suche/?q=online&kommune=kehl"),
    PageType("search without hits", "/suche/?q=Quastenflosser"),
    PageType("sign-in", "/anmelden/", cookies=_FORM),
    PageType("wrong sign-in", "/anmelden/", cookies=_FORM, wrong_sign_in=True),
    PageType("forgotten password", "/passwort/", cookies=_FORM),
    PageType("forgotten password, sent", "/passwort/gesendet/"),
    PageType("new password", cookies=_FORM | {"sessionid"}),
    PageType("new password, set", "/passwort/gesetzt/"),
    PageType("page that is not there", "/gibt-es-nicht/", status=404),
    PageType("imprint", "/impressum/"),
    PageType("privacy notice", "/datenschutz/"),
    PageType("accessibility statement", "/barrierefreiheit/"),
    PageType("author's area", "/mein-bereich/", person=AUTHOR),
    PageType("editor's area", "/mein-bereich/", person=EDITOR),
    PageType("choice of the municipality to write for", "/mein-bereich/bericht-schreiben/", person=EDITOR),
)

every_page = pytest.mark.parametrize("page_type", PAGES, ids=lambda page_type: page_type.name)
