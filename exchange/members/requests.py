"""Requests of people who have signed in."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from exchange.members.models import User


class MemberRequest(HttpRequest):
    """A request behind the sign-in, for the types only: there the user is always an account."""

    user: User


def client_address(request: HttpRequest) -> str:
    """The IP address that a request came from, for counting wrong passwords.

    Each of the ``PROXY_COUNT`` proxies adds the address that it was called from at the end of X-Forwarded-For, so the
    client's stands so many places before the end. What stands before it, the client may have made up.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    passed_on = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    count = settings.PROXY_COUNT
    found = passed_on[-count] if 0 < count <= len(passed_on) else direct
    try:
        return str(ip_address(found))
    except ValueError:
        return direct
