"""Signing in and passwords."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from tests.conftest import Cast
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def sign_in(browser: Client, email: str, password: str = PASSWORD, **data: str) -> Any:
    """Send the sign-in form."""
    return browser.post("/anmelden/", {"username": email, "password": password, **data})


def test_sign_in_by_address_in_any_case(browser_of: Browser, cast: Cast) -> None:
    """The spelling of the address does not matter; the person lands in the own area."""
    response = sign_in(browser_of(None), cast.author.email.upper())
    assert response.headers["Location"] == "/mein-bereich/"


def test_back_to_where_one_came_from_but_never_elsewhere(browser_of: Browser, cast: Cast) -> None:
    """``next`` leads to addresses of this site only."""
    assert sign_in(browser_of(None), cast.author.email, next="/berichte/").headers["Location"] == "/berichte/"
    foreign = sign_in(browser_of(None), cast.author.email, next="https://boese.example/")
    assert foreign.headers["Location"] == "/mein-bereich/"


def test_a_wrong_try_does_not_tell_who_has_an_account(browser_of: Browser, cast: Cast) -> None:
    """The same words for a wrong password, an unknown address and an inactive account; the address stays typed."""
    cast.other.is_active = False
    cast.other.save()
    pages = []
    for email in (cast.author.email, "niemand@kehl.example", cast.other.email):
        response = sign_in(browser_of(None), email, "falsch-falsch")
        assert response.status_code == 200
        content = response.content.decode()
        assert f'value="{email}"' in content
        pages.append(re.sub(r'value="[^"]*"', "", content))
    assert pages[0] == pages[1] == pages[2]


def test_many_wrong_tries_lock_the_pair(browser_of: Browser, cast: Cast, settings: Any) -> None:
    """Afterwards even the right password waits, with a page that says so; other accounts are not touched."""
    browser = browser_of(None)
    for _try in range(settings.AXES_FAILURE_LIMIT):
        response = sign_in(browser, cast.author.email, "falsch-falsch")
    assert response.status_code == 429
    assert "zu oft" in response.content.decode().lower()
    assert sign_in(browser, cast.author.email).status_code == 429
    assert sign_in(browser_of(None), cast.other.email).status_code == 302


def test_there_is_one_sign_in(browser_of: Browser, site: Any) -> None:
    """The editor's own one leads to the site's, which is throttled."""
    browser = browser_of(None)
    assert browser.get("/admin/login/").headers["Location"].startswith("/anmelden/")
    assert browser.get("/admin/").headers["Location"].startswith("/anmelden/")
    assert (
        browser.post("/admin/login/", {"username": "x", "password": "y"}).headers["Location"].startswith("/anmelden/")
    )


def test_reset_mail_and_new_password(browser_of: Browser, cast: Cast) -> None:
    """The link out of the German mail sets a new password once."""
    browser = browser_of(None)
    browser.post(reverse("members:password_reset"), {"email": cast.author.email})
    (message,) = mail.outbox
    assert message.to == [cast.author.email]
    assert "Passwort" in message.subject
    link = re.search(r"http://testserver(/passwort/neu/\S+)", str(message.body))
    assert link is not None
    form = browser.get(link[1]).headers["Location"]
    browser.post(form, {"new_password1": "ein-neues-Passwort-7", "new_password2": "ein-neues-Passwort-7"})
    assert sign_in(browser_of(None), cast.author.email, "ein-neues-Passwort-7").status_code == 302
    assert "new_password1" not in browser_of(None).get(link[1], follow=True).content.decode()


def test_reset_does_not_tell_who_has_an_account(browser_of: Browser, cast: Cast) -> None:
    """The same answer for an unknown address, and no mail."""
    answers = [
        browser_of(None).post(reverse("members:password_reset"), {"email": email}).headers["Location"]
        for email in (cast.author.email, "niemand@kehl.example")
    ]
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("password", ["kurz", "123456789012", "passwortpasswort"])
def test_weak_passwords_are_refused(cast: Cast, browser_of: Browser, password: str) -> None:
    """Too short or numbers only: the message stands beside the field."""
    browser = browser_of(None)
    browser.post(reverse("members:password_reset"), {"email": cast.author.email})
    link = re.search(r"http://testserver(/passwort/neu/\S+)", str(mail.outbox[0].body))
    assert link is not None
    form = browser.get(link[1]).headers["Location"]
    response = browser.post(form, {"new_password1": password, "new_password2": password + "x"})
    assert response.status_code == 200
    assert "Fehler" in response.content.decode()


def test_sign_out_needs_a_post(browser_of: Browser, cast: Cast) -> None:
    """A link on a foreign page cannot sign anybody out."""
    browser = browser_of(cast.author)
    assert browser.get("/abmelden/").status_code == 405
    assert browser.get("/mein-bereich/").status_code == 200
    browser.post("/abmelden/")
    assert browser.get("/mein-bereich/").status_code == 302


def test_one_account_for_an_address(db: None) -> None:
    """Also when the spelling differs; the database itself sees to it."""
    UserFactory(email="kim@kehl.example")
    with pytest.raises(IntegrityError):
        User(email="Kim@Kehl.Example", first_name="K", last_name="M").save()


def test_administration_of_accounts_keeps_memberships(cast: Cast, browser_of: Browser) -> None:
    """Saving an account in the editor neither drops its roles nor needs to know them; the function is kept."""
    browser = browser_of(cast.administrator)
    address = reverse("wagtailusers_users:edit", args=[cast.author.pk])
    assert browser.get(address).status_code == 200
    data = {
        "email": cast.author.email,
        "first_name": "Aylin",
        "last_name": "Autorin",
        "job_title": "Bürgerbüro",
        "is_active": "on",
        "password1": "",
        "password2": "",
    }
    response = browser.post(address, data)
    assert response.status_code == 302
    user = User.objects.get(pk=cast.author.pk)
    assert user.job_title == "Bürgerbüro"
    assert user.groups.count() == 1
    assert user.is_member


def test_administration_of_memberships(cast: Cast, browser_of: Browser) -> None:
    """Editors give roles; authors cannot."""
    address = reverse("memberships:add")
    data = {
        "user": cast.outsider.pk,
        "municipality": cast.author.active_memberships[0].municipality_id,
        "role": "author",
    }
    browser_of(cast.author).post(address, data)
    assert not User.objects.get(pk=cast.outsider.pk).is_member
    browser_of(cast.editor).post(address, data)
    assert User.objects.get(pk=cast.outsider.pk).is_member
