"""The search in Wagtail's admin as people meet it: who finds what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.members.models import User
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import municipality_collection
from tests.conftest import Cast
from tests.factories import make_document, make_image, make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
PAGES = "/admin/pages/search/?q={}"
LINKS = "/admin/choose-page/search/?q={}"
IMAGES = "/admin/images/chooser/results/?q={}"
DOCUMENTS = "/admin/documents/chooser/results/?q={}"
DRAFT, PUBLISHED, CHANGED = "Hundesteueranmeldung", "Hundewiese", "Hundekotbeutel"


@pytest.fixture
def reports(kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast) -> dict[str, ReportPage]:
    """In Lahr a draft, and a published page that has another title in its draft; the author in Kehl is a stranger."""
    published = make_report(lahr, owner=cast.other, title=PUBLISHED, slug="hundewiese")
    published.title = CHANGED
    published.save_revision()
    return {
        DRAFT: make_report(lahr, live=False, owner=cast.other, title=DRAFT, slug="entwurf"),
        PUBLISHED: published,
    }


def shown(browser: Client, address: str, text: str) -> str:
    """What the answer says without the question in it."""
    response = browser.get(address.format(text))
    assert response.status_code == 200, address
    return response.content.decode()


def test_pages_are_found_in_german(reports: dict[str, ReportPage], cast: Cast, browser_of: Browser) -> None:
    """By beginnings, forms, parts and with errors; drafts by those who work on them."""
    for user in (cast.other, cast.editor, cast.administrator):
        browser = browser_of(user)
        for text in ("hundest", "Anmeldungen", "Steuer+der+Hunde", "Hundesteueranmedlung"):
            assert DRAFT in shown(browser, PAGES, text), text
        assert DRAFT in shown(browser, LINKS, "hundest")
        assert DRAFT not in shown(browser, PAGES, "Wohngeld")


def test_nobody_finds_more_than_he_may_see(reports: dict[str, ReportPage], cast: Cast, browser_of: Browser) -> None:
    for user in (cast.author, cast.colleague, cast.trusted, cast.coordinator):
        browser = browser_of(user)
        for address in (PAGES, LINKS):
            for text in ("hundest", "Anmeldungen", "hunde"):
                assert DRAFT not in shown(browser, address, text)
    for stranger in cast.strangers.values():
        for address in (PAGES, LINKS, IMAGES, DOCUMENTS):
            assert browser_of(stranger).get(address.format("hunde")).status_code in (302, 403)


def test_links_show_the_published_title(
    reports: dict[str, ReportPage], lahr: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """The title of a draft of somebody else's page is nobody's business, wherever its published one is offered."""
    author = browser_of(cast.author)
    page = reports[PUBLISHED]
    for address in (
        LINKS.format("hunde"),
        f"/admin/choose-page/{lahr.pk}/",
        f"/admin/choose-page/chosen-multiple/?id={page.pk}",
    ):
        content = author.get(address).content.decode()
        assert PUBLISHED in content, address
        assert CHANGED not in content, address
    assert PUBLISHED not in shown(author, LINKS, CHANGED)
    # Whoever works on it still sees it in the editor itself.
    assert CHANGED in browser_of(cast.other).get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_images_and_documents_are_found_in_german(
    kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """Those of one's own municipality."""
    for space, title in ((kehl, "Rathausplatz"), (kehl, "Freibad"), (lahr, "Rathaustreppe")):
        make_image(title, collection=municipality_collection(space.municipality))
        make_document(title, collection=municipality_collection(space.municipality))
    browser = browser_of(cast.author)
    for address in (IMAGES, DOCUMENTS):
        for text in ("rath", "Plätze", "Rathauspltz"):
            content = shown(browser, address, text)
            assert "Rathausplatz" in content, (address, text)
            assert "Freibad" not in content, (address, text)
            assert "Rathaustreppe" not in content, (address, text)


def test_searching_does_not_ask_more_often_when_there_is_more(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """The dialogues ask for something about each entry, with or without a search; the search itself must not."""

    def queries() -> int:
        browser.get(PAGES.format("hunde"))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(PAGES.format("hunde")).status_code == 200
        return len(captured)

    browser = browser_of(cast.editor)
    make_report(kehl, title="Hunde", slug="hunde")
    before = queries()
    for number in range(4):
        make_report(kehl, title=f"Hunde {number}", slug=f"hunde-{number}")
    assert queries() == before


@pytest.mark.parametrize(
    "text", ["%00", "%22", "%27%22%27", "%ED%A0%80", "a:b+-c+^", "title%3Dx", "*" * 300, "live:yes"]
)
def test_any_text_has_an_answer(cast: Cast, browser_of: Browser, text: str) -> None:
    browser = browser_of(cast.editor)
    for address in (PAGES, LINKS, IMAGES, DOCUMENTS):
        assert browser.get(address.format(text)).status_code == 200, address
