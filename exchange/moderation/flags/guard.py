"""What keeps robots and floods out of the form, without asking anybody else and without keeping IP addresses.

A field that people do not see, a signed stamp that says when the form was opened, and counters for each address.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from exchange.members.requests import client_address

SALT = "exchange.moderation.flags.stamp"
LEAST_SECONDS = 3  # nobody reads and fills in the form faster
MOST_SECONDS = 24 * 60 * 60
# How many reports in so many seconds, from one address or account. A whole town hall may share an address.
LIMITS = ((10, 60 * 60), (30, 24 * 60 * 60))
RECEIPT_LIMIT = (3, 24 * 60 * 60)  # to one mail address, which may be somebody else's


class TooManyError(Exception):
    """So many reports came from this address or account, or name this mail address."""


class StampError(Exception):
    """The stamp is missing, false or too old."""


class TooFastError(Exception):
    """The form came back faster than anybody can fill it in."""


def new_stamp(subject: str) -> str:
    """A stamp for the form about this thing, as of now."""
    return signing.TimestampSigner(salt=SALT).sign(subject)


def check_stamp(stamp: str, subject: str) -> None:
    """Raises StampError or TooFastError unless the form about this thing was opened a while ago."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        found = signer.unsign(stamp, max_age=MOST_SECONDS)
    except signing.BadSignature as error:
        raise StampError from error
    if found != subject:
        raise StampError
    try:
        signer.unsign(stamp, max_age=LEAST_SECONDS)
    except signing.SignatureExpired:
        return
    raise TooFastError


def count_report(request: HttpRequest, mail: str) -> None:
    """Count one more report. TooManyError where its sender or its mail address has had enough."""
    for limit, seconds in LIMITS:
        if _count(f"from:{_sender(request)}", seconds) > limit:
            raise TooManyError
    limit, seconds = RECEIPT_LIMIT
    if mail and _count(f"to:{mail.lower()}", seconds) > limit:
        raise TooManyError


def _sender(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"account:{request.user.pk}"
    address = client_address(request)
    try:
        found = ip_address(address)
    except ValueError:
        return address
    # One household or office has a whole network of IPv6 addresses.
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def _count(name: str, seconds: int) -> int:
    # The key of the cache is all that is kept: nobody can read the address out of it, and it goes with its time.
    key = f"flags:{seconds}:{salted_hmac(SALT, name).hexdigest()}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two
        return 1
