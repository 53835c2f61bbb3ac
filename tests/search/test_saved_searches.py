"""Searches that members keep: saving, opening, renaming, deleting, and that nobody else sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.members.models import User
from exchange.spaces.models import MunicipalityPage
from search.curation import saved as saving
from search.models import SavedSearch
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def save(browser: Client, address: str, name: str = "") -> Any:
    return browser.post("/suche/merken/", {"adresse": address, "name": name}, follow=True)


def kept(user: User, address: str = "q=wohngeld", name: str = "Wohngeld") -> SavedSearch:
    return SavedSearch.objects.create(user=user, address=address, name=name)


def test_members_save_what_they_see(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    make_report(kehl, title="Wohngeld", tags=["Wohnen"])
    browser = browser_of(cast.other)
    html = unescape(browser.get("/suche/?q=wohngeld&kommune=kehl&page=1&quatsch=x").content.decode())
    assert 'name="adresse" value="q=wohngeld&kommune=kehl"' in html
    assert 'value="wohngeld · Kehl"' in html
    response = save(browser, "q=wohngeld&kommune=kehl&page=3&quatsch=x", "Mein  Wohngeld")
    assert response.redirect_chain == [("/suche/?q=wohngeld&kommune=kehl", 302)]
    assert "Gemerkt als „Mein Wohngeld“." in response.content.decode()
    entry = SavedSearch.objects.get()
    assert (entry.user, entry.address, entry.name) == (cast.other, "q=wohngeld&kommune=kehl", "Mein Wohngeld")
    for address in ("/mein-bereich/", "/suche/gemerkt/"):
        html = unescape(browser.get(address).content.decode())
        assert 'href="/suche/?q=wohngeld&kommune=kehl"' in html
        assert "Mein Wohngeld" in html


def test_without_a_name_it_gets_the_question(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    make_report(kehl, title="Wohngeld")
    save(browser_of(cast.other), "q=wohngeld&kommune=kehl", " \x00 ")
    assert SavedSearch.objects.get().name == "wohngeld · Kehl"


def test_each_search_is_kept_once_by_each_person(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.other)
    save(browser, "q=wohngeld", "Erster Name")
    response = save(browser, "q=wohngeld&page=2", "Zweiter Name")
    assert "Diese Suche haben Sie schon gemerkt, als „Erster Name“." in response.content.decode()
    save(browser_of(cast.author), "q=wohngeld")
    assert SavedSearch.objects.count() == 2


def test_there_is_a_limit(cast: Cast, browser_of: Browser, monkeypatch: Any) -> None:
    monkeypatch.setattr(saving, "MAX_SAVED", 2)
    browser = browser_of(cast.other)
    for text in ("eins", "zwei"):
        save(browser, f"q={text}")
    response = save(browser, "q=drei")
    assert "Sie haben 2 Suchen gemerkt, mehr geht nicht." in response.content.decode()
    assert SavedSearch.objects.count() == 2


@pytest.mark.parametrize("address", ["", "q=", "kommune=quatsch", "page=3", "\x00", "%", "&&&=&", "q=%00"])
def test_nothing_asked_is_nothing_kept(cast: Cast, browser_of: Browser, address: str) -> None:
    response = save(browser_of(cast.other), address)
    assert response.status_code == 200
    assert "Bitte suchen Sie zuerst etwas" in response.content.decode()
    assert not SavedSearch.objects.exists()


def test_overlong_addresses_are_cut_or_refused(cast: Cast, browser_of: Browser) -> None:
    for address in ("q=" + "wort+" * 3_000, "q=%F0%9F%98%80" * 2_000, "schlagwort=x&" * 1_000 + "q=wort"):
        assert save(browser_of(cast.other), address).status_code == 200
    assert all(len(entry.address) <= 2_000 for entry in SavedSearch.objects.all())


def test_only_members_may(cast: Cast, browser_of: Browser) -> None:
    """Visitors are sent to the sign-in; an account without membership finds nothing there, and no button."""
    for name, user in cast.everybody.items():
        browser = browser_of(user)
        assert ("/suche/merken/" in browser.get("/suche/?q=wohngeld").content.decode()) == (name in cast.members), name
        assert "/suche/merken/" not in browser.get("/suche/").content.decode()
        expected = 200 if name in cast.members else 404 if name == "outsider" else 302
        assert browser.get("/suche/gemerkt/").status_code == expected, name
        number = SavedSearch.objects.count()
        browser.post("/suche/merken/", {"adresse": "q=wohngeld", "name": ""})
        assert SavedSearch.objects.count() - number == (1 if name in cast.members else 0), name
    assert "Gemerkte Suchen" not in browser_of(cast.outsider).get("/mein-bereich/").content.decode()


def test_nobody_touches_or_sees_those_of_others(cast: Cast, browser_of: Browser) -> None:
    entry = kept(cast.author, name="Ganz eigene Suche")
    for name, user in cast.everybody.items():
        if user == cast.author:
            continue
        browser = browser_of(user)
        expected = 302 if name == "visitor" else 404
        assert browser.post(f"/suche/gemerkt/{entry.pk}/", {"name": "Fremd"}).status_code == expected, name
        assert browser.post(f"/suche/gemerkt/{entry.pk}/loeschen/").status_code == expected, name
        for address in ("/suche/gemerkt/", "/mein-bereich/"):
            assert "Ganz eigene Suche" not in browser.get(address).content.decode(), name
    entry.refresh_from_db()
    assert entry.name == "Ganz eigene Suche"


def test_rename_and_delete(cast: Cast, browser_of: Browser) -> None:
    entry = kept(cast.author)
    browser = browser_of(cast.author)
    response = browser.post(f"/suche/gemerkt/{entry.pk}/", {"name": " Neuer\nName "}, follow=True)
    assert "Die Suche heißt jetzt „Neuer Name“." in response.content.decode()
    response = browser.post(f"/suche/gemerkt/{entry.pk}/", {"name": " "}, follow=True)
    assert "Bitte geben Sie einen Namen ein." in response.content.decode()
    assert SavedSearch.objects.get().name == "Neuer Name"
    browser.post(f"/suche/gemerkt/{entry.pk}/", {"name": "x" * 500})
    assert SavedSearch.objects.get().name == "x" * 120
    response = browser.post(f"/suche/gemerkt/{entry.pk}/loeschen/", follow=True)
    assert "ist gelöscht." in response.content.decode()
    assert not SavedSearch.objects.exists()
    for address in (f"/suche/gemerkt/{entry.pk}/", f"/suche/gemerkt/{'9' * 40}/loeschen/"):
        assert browser.post(address, {"name": "x"}).status_code == 404


def test_changes_need_a_post_with_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.author, backend="django.contrib.auth.backends.ModelBackend")
    entry = kept(cast.author)
    for address in ("/suche/merken/", f"/suche/gemerkt/{entry.pk}/", f"/suche/gemerkt/{entry.pk}/loeschen/"):
        assert browser.get(address).status_code == 405
        assert browser.post(address, {"adresse": "q=hund", "name": "x"}).status_code == 403
    assert SavedSearch.objects.get() == entry


def test_what_is_typed_is_escaped(cast: Cast, browser_of: Browser) -> None:
    kept(cast.author, address="q=%3Cscript%3E", name="<script>alert(1)</script>")
    for address in ("/suche/gemerkt/", "/mein-bereich/"):
        html = browser_of(cast.author).get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_they_go_with_the_account(cast: Cast) -> None:
    kept(cast.other)
    cast.other.delete()
    assert not SavedSearch.objects.exists()


def test_the_lists_do_not_grow(cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.author)

    def queries_of(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    kept(cast.author)
    before = [queries_of(address) for address in ("/suche/gemerkt/", "/mein-bereich/")]
    for number in range(6):
        kept(cast.author, address=f"q=wort+{number}", name=f"Wort {number}")
    assert [queries_of(address) for address in ("/suche/gemerkt/", "/mein-bereich/")] == before
    html = browser.get("/mein-bereich/").content.decode()
    assert len(re.findall(r'href="/suche/\?q=wort', html)) == 5
    assert 'Gemerkte Suchen <span class="count">7</span>' in html
