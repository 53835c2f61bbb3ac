"""Mails that no person has written: answering machines, lists, bounces, our own. They are neither posted nor answered.

RFC 3834 (5), and what mail programs do beyond it.
"""

from __future__ import annotations

import re
from email.message import Message
from email.utils import parseaddr

from django.conf import settings

from exchange.notifications.incoming.addresses import read_token
from exchange.notifications.incoming.decoding import addresses, header, headers

_BULK = {"auto_reply", "bulk", "junk", "list"}
_MACHINES = {"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"}
_TELLING = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Failed-Recipients")
_SUBJECT = re.compile(
    r"(?:automatische antwort|abwesenheit(?:snotiz)?|auto(?:matic)?[ -]?reply|out of (?:the )?office)\b",
    re.IGNORECASE,
)


def is_automatic(message: Message, envelope_sender: str | None = None) -> bool:
    """Whether to leave the mail alone; ``envelope_sender`` is what came with MAIL FROM, empty for bounces."""
    said = [value.partition(";")[0].strip().lower() for value in headers(message, "Auto-Submitted")]
    if any(value != "no" for value in said):
        return True
    if header(message, "Precedence").lower() in _BULK or any(message.get(name) is not None for name in _TELLING):
        return True
    if header(message, "X-Auto-Response-Suppress").lower() not in ("", "none"):
        return True
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return True
    if _SUBJECT.match(header(message, "Subject")):
        return True
    return _is_bounce(message, envelope_sender) or any(_is_machine(address) for address in addresses(message, "From"))


def _is_bounce(message: Message, envelope_sender: str | None) -> bool:
    # Postfix hands MAILER-DAEMON to pipes where MAIL FROM is empty.
    if envelope_sender is not None and envelope_sender.strip("<> ").lower() in ("", "mailer-daemon"):
        return True
    return any(value.strip("<> ").lower() in ("", "mailer-daemon") for value in headers(message, "Return-Path"))


def _is_machine(address: str) -> bool:
    """Whether it is an address of machines, or one of this site's own."""
    lower = address.lower()
    own = {parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower(), parseaddr(settings.SERVER_EMAIL)[1].lower()}
    if settings.REPLY_DOMAIN:
        own.add(f"{settings.REPLY_MAILBOX}@{settings.REPLY_DOMAIN}".lower())
    return lower in own or lower.partition("@")[0] in _MACHINES or read_token(address) is not None
