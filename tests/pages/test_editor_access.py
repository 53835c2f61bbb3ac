"""What the editor shows of other municipalities' drafts: nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from exchange.members.models import User
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
SECRET = "Geheimentwurf"


@pytest.fixture
def draft(lahr: MunicipalityPage, cast: Cast) -> ReportPage:
    """A draft of Lahr, for whose people the author in Kehl is a stranger."""
    return make_report(lahr, live=False, owner=cast.other, title=SECRET, slug="entwurf")


def addresses(draft: ReportPage, own: ReportPage, lahr: MunicipalityPage) -> list[str]:
    """Views of the editor that could show the draft."""
    pages = f"/admin/pages/{draft.pk}"
    return [
        "/admin/",
        f"{pages}/",
        f"{pages}/edit/",
        f"{pages}/history/",
        f"{pages}/usage/",
        f"{pages}/view_draft/",
        f"{pages}/copy/",
        f"{pages}/delete/",
        f"{pages}/workflow/status/",
        f"{pages}/move/",
        f"{pages}/move/{draft.pk}/confirm/",
        f"/admin/pages/{own.pk}/move/{draft.pk}/confirm/",
        f"/admin/pages/{own.pk}/move/{lahr.pk}/confirm/",
        f"/admin/pages/{lahr.pk}/",
        "/admin/pages/search/?q=Geheim",
        f"/admin/choose-page/{draft.pk}/",
        f"/admin/choose-page/{lahr.pk}/",
        "/admin/choose-page/search/?q=Geheim",
        f"/admin/choose-page/chosen-multiple/?id={own.pk}&id={draft.pk}",
        "/admin/choose-page/chosen-multiple/?id=x&id=99999999999999999999",
        f"/admin/api/main/pages/{draft.pk}/",
        f"/admin/api/main/pages/?child_of={lahr.pk}",
        "/admin/reports/page-types-usage/",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
    ]


def test_drafts_of_others_do_not_exist(
    draft: ReportPage, kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """Neither lists nor dialogues nor single views of the editor tell their titles; no view breaks."""
    own = make_report(kehl, owner=cast.author)
    browser = browser_of(cast.author)
    for address in addresses(draft, own, lahr):
        response = browser.get(address)
        assert response.status_code < 500, address
        assert SECRET not in response.content.decode(), address


def test_those_who_work_on_a_draft_reach_it(draft: ReportPage, cast: Cast, browser_of: Browser) -> None:
    """Its own people and the editors."""
    for user in (cast.other, cast.editor, cast.administrator):
        browser = browser_of(user)
        assert browser.get(f"/admin/pages/{draft.pk}/edit/").status_code == 200
        assert SECRET in browser.get("/admin/choose-page/search/?q=Geheim").content.decode()


def test_published_pages_of_others_can_be_linked(lahr: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """The dialogue for links offers what everybody may read."""
    report = make_report(lahr, title="Offener Bericht", slug="offen")
    browser = browser_of(cast.author)
    assert report.title in browser.get(f"/admin/choose-page/{lahr.pk}/").content.decode()
    assert report.title in browser.get("/admin/choose-page/search/?q=Offener").content.decode()


def test_an_account_without_a_place_in_the_editor_is_told_so(cast: Cast, browser_of: Browser) -> None:
    """Instead of being sent to the sign-in and back again for ever."""
    assert browser_of(cast.outsider).get("/admin/").status_code == 403
    assert browser_of(None).get("/admin/").headers["Location"].startswith("/anmelden/")
