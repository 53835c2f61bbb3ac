"""A site that takes answers by mail, and mails to it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest

from exchange.discussions.models import ThreadPage
from exchange.discussions.services import open_thread
from exchange.members.models import User
from exchange.notifications.incoming.addresses import reply_address
from exchange.spaces.models import MunicipalityPage
from tests.factories import UserFactory

DOMAIN = "austausch.example.org"
MakeMail = Callable[..., EmailMessage]


@pytest.fixture(autouse=True)
def takes_mail(settings: Any) -> Any:
    """The settings of a site that takes mails."""
    settings.REPLY_DOMAIN = DOMAIN
    settings.REPLY_MAILBOX = "antwort"
    settings.REPLY_AUTHSERV_ID = ""
    return settings


@pytest.fixture
def asker(kehl: MunicipalityPage) -> User:
    """Who has asked."""
    return UserFactory(municipality=kehl.municipality, first_name="Aylin", last_name="Autorin")


@pytest.fixture
def helper(lahr: MunicipalityPage) -> User:
    """Who answers by mail."""
    return UserFactory(
        municipality=lahr.municipality, first_name="Hanna", last_name="Helferin", email="hanna.helferin@lahr.example"
    )


@pytest.fixture
def thread(asker: User) -> ThreadPage:
    """A question for members."""
    return open_thread(author=asker, title="Wer hat die Hundesteuer online?", html="<p>Wir suchen Erfahrungen.</p>")


@pytest.fixture
def address(thread: ThreadPage, helper: User) -> str:
    """Where the helper's answers go."""
    return reply_address(thread.pk, helper.pk)


@pytest.fixture
def make_mail(address: str, helper: User) -> MakeMail:
    """Makes mails of the helper; headers by keyword, ``None`` for one that is missing."""
    made = 0

    def make(text: str = "Wir haben sie seit 2024 online.", **headers: str | None) -> EmailMessage:
        nonlocal made
        made += 1
        values: dict[str, str | None] = {
            "from": f"Hanna Helferin <{helper.email}>",
            "to": address,
            "subject": "AW: Wer hat die Hundesteuer online?",
            "message_id": f"<{made}@lahr.example>",
            "date": "Mon, 23 Nov 2026 10:15:00 +0100",
            **headers,
        }
        mail = EmailMessage()
        for name, value in values.items():
            if value is not None:
                mail[name.replace("_", "-").title()] = value
        mail.set_content(text)
        return mail

    return make
