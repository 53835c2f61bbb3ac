"""``manage.py send_digests``: sends what members wait for."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.notifications.enums import MAIL_RHYTHMS, Rhythm
from exchange.notifications.mails.sending import MailServerError, send_due
from exchange.notifications.searches import look_for_hits


class Command(BaseCommand):
    """To be run for each rhythm; see docs/operation.md. May be killed and repeated at any time."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which members are sent their mails."""
        parser.description = _(
            "Sends the mails that members of one rhythm wait for, and those that an earlier run has left unfinished."
        )
        parser.add_argument("rhythm", choices=[rhythm.value for rhythm in MAIL_RHYTHMS], help=_("whose mails are due"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Look for new hits of saved searches, send, and say how many mails went out."""
        rhythm = Rhythm(options["rhythm"])
        look_for_hits(rhythm)
        try:
            run = send_due(rhythm)
        except MailServerError as error:
            raise CommandError(_("The mail server takes no mails. What waits is sent by a later run.")) from error
        self.stdout.write(ngettext("%(number)d mail sent.", "%(number)d mails sent.", run.sent) % {"number": run.sent})
        if run.failed:
            self.stderr.write(
                ngettext("%(number)d mail failed, see the log.", "%(number)d mails failed, see the log.", run.failed)
                % {"number": run.failed}
            )
