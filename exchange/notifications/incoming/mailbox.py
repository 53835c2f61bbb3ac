"""The IMAP box: each mail is dealt with, and only then marked or moved. Whatever happens in between, none is lost.

After a crash a mail is dealt with again; it is known by its Message-ID and not posted twice.
"""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError

from exchange.notifications.incoming.limits import MAX_BYTES
from exchange.notifications.incoming.receiving import Outcome, receive

TIMEOUT = 60  # seconds without a word from the server
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

logger = logging.getLogger(__name__)


class MailboxError(Exception):
    """The box cannot be read now."""


def read_mailbox() -> Iterator[Outcome]:
    """Deal with all unread mails of the box. MailboxError where it cannot be read; errors of the database go up."""
    try:
        with _signed_in() as box:
            for uid in _unread(box):
                outcome = _deal_with(box, uid)
                if outcome is not None:
                    yield outcome
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(str(error)) from error


@contextmanager
def _signed_in() -> Iterator[imaplib.IMAP4]:
    box = imaplib.IMAP4_SSL(settings.REPLY_IMAP_HOST, settings.REPLY_IMAP_PORT, timeout=TIMEOUT)
    try:
        box.login(settings.REPLY_IMAP_USER, settings.REPLY_IMAP_PASSWORD)
        _said(box.select(_name(settings.REPLY_IMAP_FOLDER)))
        yield box
    finally:
        try:
            box.logout()
        except (imaplib.IMAP4.error, OSError):
            logger.info("the IMAP server did not say goodbye")


def _unread(box: imaplib.IMAP4) -> list[str]:
    found = _said(box.uid("SEARCH", "UNSEEN", "UNDELETED"))
    return found[0].decode("ascii").split() if found and isinstance(found[0], bytes) else []


def _deal_with(box: imaplib.IMAP4, uid: str) -> Outcome | None:
    """Receive one mail and put it away; None where an error of ours is in the way, for a person to look at."""
    size = next((match for each in _said(box.uid("FETCH", uid, "(RFC822.SIZE)")) if (match := _size(each))), 0)
    data = _fetched(box, uid, "BODY.PEEK[]" if size <= MAX_BYTES else f"BODY.PEEK[]<0.{MAX_BYTES + 1}>")
    if data is None:
        return None  # gone meanwhile
    try:
        outcome = receive(data)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a mail could not be dealt with; it is flagged in the box")
        _said(box.uid("STORE", uid, "+FLAGS", r"(\Seen \Flagged)"))
        return None
    _put_away(box, uid)
    return outcome


def _put_away(box: imaplib.IMAP4, uid: str) -> None:
    _said(box.uid("STORE", uid, "+FLAGS", r"(\Seen)"))
    folder = settings.REPLY_IMAP_DONE_FOLDER
    if not folder:
        return
    if "MOVE" in box.capabilities:
        _said(box.uid("MOVE", uid, _name(folder)))
        return
    _said(box.uid("COPY", uid, _name(folder)))
    _said(box.uid("STORE", uid, "+FLAGS", r"(\Deleted)"))
    # Only this one; without the extension, what others have marked as deleted would go as well.
    if "UIDPLUS" in box.capabilities:
        _said(box.uid("EXPUNGE", uid))


def _fetched(box: imaplib.IMAP4, uid: str, part: str) -> bytes | None:
    for each in _said(box.uid("FETCH", uid, f"({part})")):
        if isinstance(each, tuple) and len(each) == 2:
            return bytes(each[1])
    return None


def _size(each: object) -> int:
    match = _SIZE.search(each) if isinstance(each, bytes) else None
    return int(match.group(1)) if match else 0


def _said(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    """What the server answers; IMAP4.error where it says no."""
    state, content = answer
    if state != "OK":
        raise imaplib.IMAP4.error(f"{state}: {content!r}")
    return content


def _name(folder: str) -> str:
    """A folder's name as a quoted string (RFC 3501, 4.3)."""
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
