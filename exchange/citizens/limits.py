"""How often one may ask: counted by address of the computer and of the mail, as hashes that vanish by themselves."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
DAY = 24 * HOUR
MOST_FROM_ONE_PLACE = 6  # an hour; a library or a town hall may have one address for all its computers
MOST_WITHOUT_WORK = 2  # an hour
MOST_BY_ONE_ADDRESS = 3  # mails a day to one address, whoever has typed it


class TooManyError(Exception):
    """As much has been asked as one may. Says not which limit it was, or strangers could find out who asks."""


def count_question(*, address: str, email: str, worked: bool) -> None:
    """Count a question that is about to be stored; TooManyError where it is one too many.

    ``worked``: with the proof of work, without which a computer has fewer questions an hour.
    """
    place = _hashed("place", _network(address))
    _count(f"{place}:all", MOST_FROM_ONE_PLACE, HOUR)
    if not worked:
        _count(f"{place}:bare", MOST_WITHOUT_WORK, HOUR)
    _count(_hashed("mail", _mailbox(email)), MOST_BY_ONE_ADDRESS, DAY)


def _count(key: str, most: int, seconds: int) -> None:
    cache.add(key, 0, timeout=seconds)
    try:
        number = cache.incr(key)
    except ValueError:  # it vanished in this moment
        cache.set(key, 1, timeout=seconds)
        number = 1
    if number > most:
        raise TooManyError


def _hashed(kind: str, value: str) -> str:
    return f"citizens:{kind}:{salted_hmac('exchange.citizens.limits', f'{kind}:{value}').hexdigest()}"


def _network(address: str) -> str:
    """The address; of IPv6 the first 64 bits, since a household may choose the others as it likes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _mailbox(email: str) -> str:
    """The mailbox behind an address, as most providers see it: without case and without what follows a „+“."""
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
