"""Machines are neither posted nor answered; what the own mail server has found out is heeded."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail as outbox

from exchange.discussions.models import Post, ThreadPage
from exchange.members.models import User
from exchange.notifications.incoming.addresses import reply_address
from exchange.notifications.incoming.enums import Refusal
from exchange.notifications.incoming.receiving import receive
from tests.notifications.incoming.conftest import DOMAIN, MakeMail

pytestmark = pytest.mark.django_db

AUTHSERV = "mail.example.org"


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; owner-email=x"},
        {"precedence": "bulk"},
        {"precedence": "LIST"},
        {"precedence": "junk"},
        {"x_auto_response_suppress": "All"},
        {"x_auto_response_suppress": "OOF, AutoReply"},
        {"list_id": "<liste.lahr.example>"},
        {"x_autoreply": "yes"},
        {"return_path": "<>"},
        {"subject": "Automatische Antwort: Wer hat die Hundesteuer online?"},
        {"subject": "=?utf-8?Q?Abwesenheitsnotiz=3A_Hundesteuer?="},
        {"subject": "Out of Office: Hundesteuer"},
        {"from": "MAILER-DAEMON@mx.lahr.example"},
        {"from": "Mail Delivery System <postmaster@lahr.example>"},
        {"from": "Interkommunal <interkommunal@localhost>"},
        {"from": f"antwort@{DOMAIN}"},
        {"from": "ADDRESS"},
    ],
)
def test_machines_are_left_alone(make_mail: MakeMail, address: str, headers: dict[str, str]) -> None:
    mail = make_mail(**{name: value.replace("ADDRESS", address) for name, value in headers.items()})
    assert receive(mail.as_bytes()).refusal is Refusal.AUTOMATIC
    assert not Post.objects.filter(is_opening=False).exists()
    assert outbox.outbox == []


@pytest.mark.parametrize("envelope_sender", ["", "<>", "MAILER-DAEMON"])
def test_bounces_have_no_sender(make_mail: MakeMail, envelope_sender: str) -> None:
    assert receive(make_mail().as_bytes(), envelope_sender=envelope_sender).refusal is Refusal.AUTOMATIC


def test_a_bounce_is_left_alone(address: str) -> None:
    data = (
        "From: Hanna <hanna.helferin@lahr.example>\r\n"
        f"To: {address}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n--b--\r\n"
    )
    assert receive(data.encode()).refusal is Refusal.AUTOMATIC
    assert outbox.outbox == []


@pytest.mark.parametrize(
    "headers",
    [
        {"auto_submitted": "no"},
        {"auto_submitted": "NO; comment"},
        {"precedence": "first-class"},
        {"x_auto_response_suppress": "None"},
        {"return_path": "<hanna.helferin@lahr.example>"},
        {"subject": "AW: Automatische Antwort: wie macht ihr das?"},
    ],
)
def test_people_are_heard(make_mail: MakeMail, headers: dict[str, str]) -> None:
    assert receive(make_mail(**headers).as_bytes()).post is not None


@pytest.mark.parametrize(
    ("results", "is_taken"),
    [
        ([f"{AUTHSERV}; dmarc=pass (p=reject) header.from=lahr.example"], True),
        ([f"{AUTHSERV} 1; spf=fail smtp.mailfrom=x.example; dmarc=pass header.from=lahr.example"], True),
        ([f"{AUTHSERV.upper()}; dkim=pass header.d=lahr.example header.s=s1"], True),
        ([f"{AUTHSERV}; dkim=pass header.i=@mail.lahr.example"], True),
        ([f"{AUTHSERV}; spf=pass smtp.mailfrom=hanna.helferin@lahr.example"], True),
        ([f"{AUTHSERV}; dmarc=none header.from=lahr.example; spf=pass smtp.mailfrom=lahr.example"], True),
        ([f"{AUTHSERV}; spf=none", f"{AUTHSERV}; dkim=pass header.d=lahr.example"], True),
        ([], False),
        ([f"{AUTHSERV}; none"], False),
        (["mail.forged.example; dmarc=pass header.from=lahr.example"], False),
        ([f"{AUTHSERV}.forged.example; dmarc=pass header.from=lahr.example"], False),
        ([f"{AUTHSERV}; dmarc=fail header.from=lahr.example; spf=pass smtp.mailfrom=lahr.example"], False),
        (
            [
                f"{AUTHSERV}; dmarc=fail header.from=lahr.example",
                f"{AUTHSERV}; dmarc=pass header.from=lahr.example",
            ],
            False,
        ),
        ([f"{AUTHSERV}; dmarc=pass header.from=other.example"], False),
        ([f"{AUTHSERV}; dkim=pass header.d=other.example; spf=pass smtp.mailfrom=x@other.example"], False),
        ([f"{AUTHSERV}; dkim=pass header.d=notlahr.example"], False),
        ([f"{AUTHSERV}; dkim=pass header.d=example"], False),
        ([f"{AUTHSERV}; dkim=fail (dkim=pass header.d=lahr.example) header.d=lahr.example"], False),
        ([f'{AUTHSERV}; spf=pass reason="smtp.mailfrom=lahr.example"'], False),
        ([f'{AUTHSERV}; spf=pass smtp.mailfrom="; dmarc=pass header.from=lahr.example "@other.example'], False),
        ([f"{AUTHSERV}; spf=none ((x) ; dmarc=pass header.from=lahr.example )"], False),
    ],
)
def test_the_senders_domain_must_be_genuine(
    make_mail: MakeMail, takes_mail: Any, results: list[str], is_taken: bool
) -> None:
    takes_mail.REPLY_AUTHSERV_ID = AUTHSERV
    data = "".join(f"Authentication-Results: {result}\r\n" for result in results).encode() + make_mail().as_bytes()
    outcome = receive(data)
    assert (outcome.post is not None) is is_taken
    if not is_taken:
        assert outcome.refusal is Refusal.NOT_AUTHENTIC


def test_an_address_of_somebody_else_is_of_no_use(make_mail: MakeMail, thread: ThreadPage, asker: User) -> None:
    """Hanna has found Aylin's address in a quoted mail."""
    outcome = receive(make_mail(to=reply_address(thread.pk, asker.pk)).as_bytes())
    assert outcome.refusal is Refusal.WRONG_SENDER
    assert not Post.objects.filter(is_opening=False).exists()
