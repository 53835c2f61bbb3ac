"""``manage.py receive_mail``: answers by mail, one from standard input or all of an IMAP box."""

from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from exchange.notifications.incoming.answers import clean_refusals
from exchange.notifications.incoming.limits import MAX_BYTES
from exchange.notifications.incoming.mailbox import MailboxError, read_mailbox
from exchange.notifications.incoming.receiving import clean_received, receive

CHUNK = 1024 * 1024  # bytes

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """For the mail server's pipe, or to be run every few minutes; see docs/operation.md.

    Ends with 0 for what was posted or refused for good, and with EX_TEMPFAIL (75, sysexits.h) for everything that may
    be better later, an error of ours among it: then the mail server tries again.
    """

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where mails come from, and what the mail server knows of one."""
        parser.description = _("Posts answers that come by mail: one from standard input, or all of an IMAP box.")
        parser.add_argument("--imap", action="store_true", help=_("read the box that REPLY_IMAP_HOST names"))
        parser.add_argument("--recipient", default="", help=_("the address to which the mail was delivered"))
        parser.add_argument("--sender", default=None, help=_("the address of MAIL FROM, empty for bounces"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Deal with what is there."""
        if options["imap"] and not settings.REPLY_IMAP_HOST:
            raise CommandError(_("REPLY_IMAP_HOST is not set."))
        try:
            if options["imap"]:
                self._read_box()
            else:
                data = _read_all(sys.stdin.buffer)
                receive(data, recipient=options["recipient"], envelope_sender=options["sender"])
            clean_received()
            clean_refusals()
        except MailboxError as error:
            self.stderr.write(_("The box cannot be read: %(error)s") % {"error": error})
            sys.exit(os.EX_TEMPFAIL)
        except Exception:
            logger.exception("mail could not be received; to be tried again")
            sys.exit(os.EX_TEMPFAIL)

    def _read_box(self) -> None:
        counted = Counter("posted" if outcome.post else "refused" for outcome in read_mailbox())
        self.stdout.write(
            _("Posted: %(posted)d, refused: %(refused)d") % {"posted": counted["posted"], "refused": counted["refused"]}
        )


def _read_all(stream: BinaryIO) -> bytes:
    """The mail, of one that is too large a little more than the limit; read to its end, as pipes want it."""
    data = stream.read(MAX_BYTES + 1)
    while stream.read(CHUNK):
        pass
    return data
