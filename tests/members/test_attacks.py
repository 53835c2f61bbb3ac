"""What people with bad intentions try at the sign-in and in the administration of accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from exchange.members.models import User
from exchange.members.requests import client_address
from tests.conftest import Cast
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
NEW_PASSWORD = "ein-neues-Passwort-7"


def account_form(user: User, **changes: str) -> dict[str, str]:
    """The form of an account as the editor sends it."""
    return {
        "email": user.email,
        "first_name": "Kim",
        "last_name": "Muster",
        "is_active": "on",
        "password1": "",
        "password2": "",
        **changes,
    }


def test_editors_cannot_take_over_administrators(cast: Cast, browser_of: Browser) -> None:
    """Their accounts can be neither changed nor switched off by somebody who is none."""
    address = reverse("wagtailusers_users:edit", args=[cast.administrator.pk])
    browser = browser_of(cast.editor)
    assert browser.get(address).status_code == 302
    browser.post(address, account_form(cast.administrator, password1=NEW_PASSWORD, password2=NEW_PASSWORD))
    browser.post(
        f"/admin/bulk/members/user/set_active_state/?id={cast.administrator.pk}", {"mark_as_active": "", "next": "/"}
    )
    administrator = User.objects.get(pk=cast.administrator.pk)
    assert administrator.is_active
    assert administrator.is_superuser
    assert not administrator.check_password(NEW_PASSWORD)
    assert administrator.first_name == cast.administrator.first_name


def test_editors_cannot_make_administrators(cast: Cast, browser_of: Browser) -> None:
    """Neither of an account that exists nor of a new one; the rest of the form works."""
    browser = browser_of(cast.editor)
    assert browser.get(reverse("wagtailusers_users:add")).status_code == 200
    address = reverse("wagtailusers_users:edit", args=[cast.author.pk])
    assert browser.get(address).status_code == 200
    browser.post(address, account_form(cast.author, is_superuser="on", first_name="Neu"))
    author = User.objects.get(pk=cast.author.pk)
    assert (author.first_name, author.is_superuser) == ("Neu", False)

    new = User(email="neu@kehl.example")
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post(reverse("wagtailusers_users:add"), account_form(new, is_superuser="on", **passwords))
    assert User.objects.get(email=new.email).is_superuser is False


def test_administrators_make_administrators(cast: Cast, browser_of: Browser) -> None:
    """For them the box works."""
    address = reverse("wagtailusers_users:edit", args=[cast.author.pk])
    browser_of(cast.administrator).post(address, account_form(cast.author, is_superuser="on"))
    assert User.objects.get(pk=cast.author.pk).is_superuser


def test_an_account_has_one_name(browser_of: Browser, site: Any) -> None:
    """„ı“ is no other spelling of „i“: each would have its own number of tries."""
    UserFactory(email="iris@kehl.example")
    for name, status in (("Iris@Kehl.example", 302), ("ır\u0131s@kehl.example", 200)):
        response = browser_of(None).post("/anmelden/", {"username": name, "password": PASSWORD})
        assert response.status_code == status, name


@pytest.mark.parametrize("name", ["x" * 5000 + "@kehl.example", "a\0b@kehl.example", ""])
def test_strange_names_are_refused_in_peace(browser_of: Browser, site: Any, name: str) -> None:
    """Whatever is typed, it is a page with a message."""
    response = browser_of(None).post("/anmelden/", {"username": name, "password": "falsch-falsch"})
    assert response.status_code == 200


def test_nobody_floods_a_mailbox(browser_of: Browser, cast: Cast) -> None:
    """The second request within minutes sends nothing, and its answer is the same."""
    for _request in range(3):
        response = browser_of(None).post(reverse("members:password_reset"), {"email": cast.author.email})
        assert response.headers["Location"] == reverse("members:password_reset_sent")
    browser_of(None).post(reverse("members:password_reset"), {"email": cast.other.email})
    assert [message.to for message in mail.outbox] == [[cast.author.email], [cast.other.email]]


def test_the_link_to_a_new_password_leads_to_the_public_address(browser_of: Browser, cast: Cast) -> None:
    """Not to the name that the request was sent to."""
    headers = {"host": "127.0.0.1"}
    browser_of(None).post(reverse("members:password_reset"), {"email": cast.author.email}, headers=headers)
    assert "127.0.0.1" not in mail.outbox[0].body
    assert "http://testserver/passwort/neu/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("proxies", "passed_on", "address"),
    [
        (0, "9.9.9.9", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        (2, "9.9.9.9, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_behind_proxies(settings: Any, proxies: int, passed_on: str, address: str) -> None:
    """The one that the outermost own proxy saw; what a client claims for itself does not count."""
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": passed_on} if passed_on else {})
    assert client_address(request) == address
