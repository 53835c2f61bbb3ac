"""Addresses for answers: ``antwort+<token>@domain`` says which member answers in which thread, signed.

A local part has at most 64 octets (RFC 5321, 4.5.3.1.1), and mail systems change its case; so the token is base32.
It holds the day on which it was made, since old mails lie around in boxes for years.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.signing import Signer
from django.utils import timezone

LIFETIME = timedelta(days=180)
TOKEN_LENGTH = 40  # characters
_SALT = "exchange.notifications.incoming.addresses"
_FIRST_DAY = date(2020, 1, 1)
_KEY_BYTES = 5  # of the thread's and of the member's key: a million million
_DAY_BYTES = 2
_CLAIM_BYTES = 2 * _KEY_BYTES + _DAY_BYTES
_SIGNATURE_BYTES = 13  # 104 bits; with the claim 25 bytes, which are 40 characters and nothing left over


@dataclass(frozen=True)
class ReplyToken:
    """What a genuine address says. It may have expired."""

    thread_id: int
    user_id: int
    made_on: date

    @property
    def is_expired(self) -> bool:
        """Whether it is too old to be taken."""
        return self.made_on + LIFETIME < timezone.localdate()


def reply_address(thread_id: int, user_id: int) -> str | None:
    """The address to which this member's answer in this thread goes; None where the site takes no mails."""
    if not settings.REPLY_DOMAIN or not settings.REPLY_MAILBOX:
        return None
    days = (timezone.localdate() - _FIRST_DAY).days
    claim = b"".join(
        number.to_bytes(size, "big")
        for number, size in ((thread_id, _KEY_BYTES), (user_id, _KEY_BYTES), (days, _DAY_BYTES))
    )
    token = base64.b32encode(claim + _signature(claim, Signer(salt=_SALT).key)).decode("ascii").lower()
    return f"{settings.REPLY_MAILBOX}+{token}@{settings.REPLY_DOMAIN}"


def read_token(address: str) -> ReplyToken | None:
    """What an address of ours says, in whatever case; None for every other one. Look at ``is_expired``."""
    local, _at, domain = address.strip().lower().rpartition("@")
    mailbox, _plus, token = local.rpartition("+")
    if not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN.lower():
        return None
    if mailbox != settings.REPLY_MAILBOX.lower() or len(token) != TOKEN_LENGTH:
        return None
    try:
        content = base64.b32decode(token, casefold=True)
    except (binascii.Error, ValueError):
        return None
    claim, signature = content[:_CLAIM_BYTES], content[_CLAIM_BYTES:]
    signer = Signer(salt=_SALT)
    # With the older keys too, as django.core.signing does: a new SECRET_KEY does not spoil what was sent.
    keys = (signer.key, *signer.fallback_keys)
    if not any(hmac.compare_digest(signature, _signature(claim, key)) for key in keys):
        return None
    return ReplyToken(
        thread_id=int.from_bytes(claim[:_KEY_BYTES], "big"),
        user_id=int.from_bytes(claim[_KEY_BYTES : 2 * _KEY_BYTES], "big"),
        made_on=_FIRST_DAY + timedelta(days=int.from_bytes(claim[-_DAY_BYTES:], "big")),
    )


def _signature(claim: bytes, key: str | bytes) -> bytes:
    signed = Signer(salt=_SALT).signature(claim.hex(), key)
    return base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4))[:_SIGNATURE_BYTES]
