"""Read the files of documents that have not been read."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.attachments.services import unread_documents, update_text
from search.models import AttachmentState

PROGRESS_EVERY = 20


class Command(BaseCommand):
    """``manage.py read_attachments``: catches up on what the background work has missed."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describes the command and adds ``--again``."""
        parser.description = _(
            "Reads the files of documents that are new or changed and were not read, for example because the background"
            " work stood still. Safe to run again and again; the site can be used meanwhile."
        )
        parser.add_argument(
            "--again", action="store_true", help=_("also those that could not be read, for example after an update")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One document after the other, each stored at once."""
        keys = list(unread_documents(again=options["again"]).values_list("pk", flat=True))
        read = 0
        for number, key in enumerate(keys, start=1):
            document = unread_documents(again=True).filter(pk=key).first()
            if document is not None and update_text(document) == AttachmentState.READ:
                read += 1
            if number % PROGRESS_EVERY == 0:
                self.stdout.write(_("%(done)d of %(all)d files") % {"done": number, "all": len(keys)})
        message = ngettext("%(all)d file, %(read)d of it read.", "%(all)d files, %(read)d of them read.", len(keys))
        self.stdout.write(self.style.SUCCESS(message % {"all": len(keys), "read": read}))
