"""What keeps machines, floods and second clicks out of forms, without asking anybody else or keeping addresses.

A signed token says when a form was opened and is good for one sending. Counters know whom they count as a hash, which
vanishes with its time.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.core import signing
from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
DAY = 24 * HOUR
SALT = "exchange.guard.form"
SECOND_CLICK_SECONDS = 60


class TooManyError(Exception):
    """As much has come as may. Says not what was counted, or strangers could find out who else sends something."""


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form as this site has handed it out."""

    nonce: str
    opened_at: float

    @property
    def age(self) -> float:
        """Seconds since it was handed out."""
        return time.time() - self.opened_at

    def use(self) -> bool:
        """Whether it is sent for the first time; kept for longer than any token holds."""
        return bool(cache.add(f"guard:sent:{self.nonce}", True, timeout=2 * DAY))

    def give_back(self) -> None:
        """Let it be sent again: what was sent with it has not been stored."""
        cache.delete(f"guard:sent:{self.nonce}")


def form_token(subject: str) -> str:
    """A token for a form about this."""
    return signing.dumps([subject, secrets.token_urlsafe(9), time.time()], salt=SALT)


def read_form_token(token: str, subject: str, *, seconds: int) -> OpenedForm | None:
    """The form of a token; None for one that is forged, about something else, or older than so many seconds."""
    try:
        about, nonce, opened_at = signing.loads(token, salt=SALT, max_age=seconds)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return OpenedForm(nonce, opened_at) if about == subject else None


def count(kind: str, value: str, most: int, seconds: int) -> None:
    """Count one more of a ``kind`` (without spaces) from or to somebody; TooManyError where it is one too many."""
    key = f"guard:{kind}:{seconds}:{salted_hmac(SALT, f'{kind}:{value}').hexdigest()}"
    cache.add(key, 0, timeout=seconds)
    try:
        number = cache.incr(key)
    except ValueError:  # it vanished in this moment
        cache.set(key, 1, timeout=seconds)
        number = 1
    if number > most:
        raise TooManyError


def network_of(address: str) -> str:
    """The address; of IPv6 the first 64 bits, since a household or office may choose the others as it likes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    # Servers that listen on both kinds at once write IPv4 like this, and all of it would be one network.
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def mailbox_of(email: str) -> str:
    """The mailbox behind an address, as most providers see it: without case and without what follows a „+“."""
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def is_second_click(*parts: object) -> bool:
    """Whether just this was sent within the last minute. ``parts`` say who sends what; remembers it otherwise."""
    return not cache.add(_click(parts), True, timeout=SECOND_CLICK_SECONDS)


def forget_click(*parts: object) -> None:
    """Let it be sent again: what was sent has not been stored."""
    cache.delete(_click(parts))


def _click(parts: tuple[object, ...]) -> str:
    digest = hashlib.sha256(repr([str(part) for part in parts]).encode("utf-8", "surrogatepass")).hexdigest()
    return f"guard:click:{digest}"
