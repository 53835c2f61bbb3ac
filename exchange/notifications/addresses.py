"""The names that mails carry, so that mail programs show threads and sort what comes from here."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from exchange.notifications.enums import Event
from exchange.notifications.incoming import addresses as incoming
from exchange.notifications.models import Delivery

_DIGEST = "<digest."
OF_THREADS = (Event.THREAD, Event.ANSWER, Event.ACCEPTED, Event.ESCALATION)


def host() -> str:
    """The name of the site in mail headers."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def message_id(delivery: Delivery) -> str:
    """The Message-ID of the mail about one delivery; the same each time it is sent."""
    return f"<{delivery.key.replace(':', '.')}.{delivery.receiver_id}@{host()}>"


def digest_message_id(receiver_id: int, newest_id: int) -> str:
    """The Message-ID of the digest whose newest delivery has this key."""
    return f"{_DIGEST}{newest_id}.{receiver_id}@{host()}>"


def is_digest(name: str) -> bool:
    """Whether a Message-ID is that of a digest."""
    return name.startswith(_DIGEST)


def thread_message_id(delivery: Delivery) -> str:
    """What answers in a thread refer to: the mail about its beginning, whether or not this person got one."""
    return f"<thread.{delivery.page_id}.{delivery.receiver_id}@{host()}>"


def references(delivery: Delivery) -> list[str]:
    """The mails that one about this delivery belongs to."""
    return [thread_message_id(delivery)] if delivery.event in (Event.ANSWER, Event.ACCEPTED, Event.ESCALATION) else []


def list_id() -> str:
    """The name of all these mails together (RFC 2919)."""
    return f"Interkommunal <benachrichtigungen.{host()}>"


def reply_address(delivery: Delivery) -> str | None:
    """Where an answer by mail goes; None for what is not about the forum, and where the site takes no answers."""
    if delivery.event not in OF_THREADS:
        return None
    return incoming.reply_address(delivery.page_id, delivery.receiver_id)
