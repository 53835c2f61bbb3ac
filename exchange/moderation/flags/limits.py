"""How often one may report something: counted by account or address of the computer, and by address of the mail."""

from __future__ import annotations

from django.http import HttpRequest

from exchange.guard import DAY, HOUR, count, mailbox_of, network_of
from exchange.members.requests import client_address

# Reports from one address or account. A whole town hall may share an address.
MOST_AN_HOUR = 10
MOST_A_DAY = 30
MOST_BY_ONE_ADDRESS = 3  # receipts a day to one mail address, which may be somebody else's


def count_report(request: HttpRequest, mail: str) -> None:
    """Count one more report. TooManyError where its sender or its mail address has had enough."""
    sender = _sender(request)
    count("report", sender, MOST_AN_HOUR, HOUR)
    count("report", sender, MOST_A_DAY, DAY)
    if mail:
        count("report-to-mail", mailbox_of(mail), MOST_BY_ONE_ADDRESS, DAY)


def _sender(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"account {request.user.pk}"
    return network_of(client_address(request))
