"""The page types that every check looks at, and how a browser gets there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from playwright.sync_api import APIResponse, Page, Response

from tests.browser.site import ServedSite
from tests.browser.watch import Watch

AUTHOR = "autorin@kehl.example"
EDITOR = "redaktion@ortenau.example"


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
        """Show it in this browser page, whose context belongs to the right person; the status is checked."""
        response = page.goto(self.address(site))
        assert response is not None
        if self.wrong_sign_in:
            # Never the same account twice, or the lock against guessing would answer.
            page.get_by_label("E-Mail-Adresse").fill(f"niemand-{secrets.token_hex(4)}@kehl.example")
            page.get_by_label("Passwort").fill("falsch")
            with page.expect_navigation() as navigation:
                page.get_by_role("main").get_by_role("button", name="Anmelden").click()
            response = navigation.value
            assert response is not None
        self._check(response)
        return response

    def source(self, page: Page, site: ServedSite) -> bytes:
        """Its HTML, shown in this browser page only where that cannot be helped; the status is checked."""
        if self.wrong_sign_in:
            return self.open(page, site).body()
        response = page.request.get(self.address(site))
        self._check(response)
        return response.body()

    def address(self, site: ServedSite) -> str:
        """Its path on this site."""
        return self.path or site.addresses[self.sample or self.name]

    def _check(self, response: Response | APIResponse) -> None:
        assert response.status == self.status, f"{response.url} answered {response.status}"


@dataclass(frozen=True)
class Shown:
    """A page type as it is shown, for one check after the other, with what was noticed when it had just been loaded."""

    type: PageType
    page: Page
    watch: Watch
    cookies: frozenset[str]
    stored: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.type.name} ({self.page.url})"


_FORM = frozenset({"csrftoken"})

PAGES = (
    PageType("start", "/"),
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
    PageType("report with questions of citizens"),
    PageType("question about a report", cookies=_FORM),
    PageType("question about a solution", cookies=_FORM),
    PageType("question, sent", "/rueckfrage/gesendet/"),
    PageType("question to confirm", cookies=_FORM),
    PageType("question, confirmed"),
    PageType("question, forged link", "/rueckfrage/bestaetigen/x/", status=404),
    PageType("questions of citizens", "/mein-bereich/rueckfragen/", person=EDITOR),
    PageType("question to review", person=EDITOR),
    PageType("question to answer", person=AUTHOR),
    PageType("answered question", person=EDITOR),
    PageType("municipality index", "/kommunen/"),
    PageType("municipality index with nothing in it", "/kommunen/?name=xyz"),
    PageType("municipality"),
    PageType("municipality for members", person=AUTHOR, sample="municipality"),
    PageType("solutions", "/loesungen/"),
    PageType("solutions with filters", "/loesungen/?quelloffen=open&betrieb=self"),
    PageType("solution"),
    PageType("solution for members", person=AUTHOR, sample="solution"),
    PageType("new solution", "/loesung-anlegen/", person=AUTHOR),
    PageType("adoption", person=AUTHOR),
    PageType("question to a contact", person=AUTHOR),
    PageType("comparison of solutions", "/loesungen-vergleichen/?loesung=zammad&loesung=qgis"),
    PageType("forum", "/austausch/"),
    PageType("forum for members", "/austausch/", person=AUTHOR),
    PageType("forum with nothing in it", "/austausch/?kommune=kehl&schlagwort=lorawan&art=project"),
    PageType("thread"),
    PageType("thread for members", person=AUTHOR, sample="thread"),
    PageType("thread for editors", person=EDITOR, sample="thread"),
    PageType("duplicate thread", person=AUTHOR),
    PageType("new thread", "/austausch/neu/", person=AUTHOR),
    PageType("answer with a quote", person=AUTHOR),
    PageType("thread to manage", person=EDITOR),
    PageType("posts to move", person=EDITOR),
    PageType("open data", "/daten/"),
    PageType("services", "/leistungen/"),
    PageType("coverage", "/leistungen/abdeckung/"),
    PageType("coverage of what is known", "/leistungen/abdeckung/?nur=bekannt"),
    PageType("coverage with nothing in it", "/leistungen/abdeckung/?groesse=city_larger"),
    PageType("service"),
    PageType("empty service"),
    PageType("topic field"),
    PageType("tags", "/schlagworte/"),
    PageType("tag"),
    PageType("search", "/suche/"),
    PageType("search with hits", "/suche/?q=Wohngeld"),
    PageType("search with filters", "/suche/?q=online&kommune=kehl"),
    PageType("search without hits", "/suche/?q=Quastenflosser"),
    PageType("search for members", "/suche/?q=Wohngeld", person=AUTHOR),
    PageType("saved searches", "/suche/gemerkt/", person=AUTHOR),
    PageType("sign-in", "/anmelden/", cookies=_FORM),
    PageType("wrong sign-in", "/anmelden/", cookies=_FORM, wrong_sign_in=True),
    PageType("forgotten password", "/passwort/", cookies=_FORM),
    PageType("forgotten password, sent", "/passwort/gesendet/"),
    PageType("new password", cookies=_FORM | {"sessionid"}),
    PageType("new password, set", "/passwort/gesetzt/"),
    PageType("page that is not there", "/gibt-es-nicht/", status=404),
    PageType("form to report a page", cookies=_FORM),
    PageType("form to report a page for members", person=AUTHOR, sample="form to report a page"),
    PageType("thanks for a report"),
    PageType("objection", cookies=_FORM),
    PageType("imprint", "/impressum/"),
    PageType("privacy notice", "/datenschutz/"),
    PageType("accessibility statement", "/barrierefreiheit/"),
    PageType("author's area", "/mein-bereich/", person=AUTHOR),
    PageType("editor's area", "/mein-bereich/", person=EDITOR),
    PageType("notifications", "/mein-bereich/benachrichtigungen/", person=AUTHOR),
    PageType("no notifications yet", "/mein-bereich/benachrichtigungen/", person=EDITOR),
    PageType("notification settings", "/mein-bereich/benachrichtigungen/einstellungen/", person=AUTHOR),
    PageType("subscriptions", "/mein-bereich/abonnements/", person=AUTHOR),
    PageType("no subscriptions yet", "/mein-bereich/abonnements/", person=EDITOR),
    PageType("unsubscribing"),
    PageType("choice of the municipality to write for", "/mein-bereich/bericht-schreiben/", person=EDITOR),
)
