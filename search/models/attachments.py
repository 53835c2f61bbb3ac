"""Table of the texts of documents. Everything in it is made from their files and can be made again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentState(models.TextChoices):
    """What became of the file, in words for editors."""

    WAITING = "waiting", _("The file has not been read yet.")
    READ = "read", _("The file was read.")
    EMPTY = "empty", _("There is no text in the file. Is it a scan? Then please run text recognition over it.")
    PROTECTED = "protected", _("The file is protected by a password.")
    DAMAGED = "damaged", _("The file is damaged or is not what its name says.")
    TOO_LARGE = "too_large", _("The file is too large.")
    TOO_COSTLY = "too_costly", _("Reading the file took too much time or memory.")
    UNSUPPORTED = "unsupported", _("Files of this kind are not read.")
    MISSING = "missing", _("The file is not where it should be.")


class AttachmentText(models.Model):
    """What stands in a document's file, or why that is not known.

    ``pages`` is a list of pairs of a label and a text. The label is the number of a page or slide, the name of a sheet,
    or empty for files without parts.
    """

    document = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("Document"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="attachment_text",
    )
    # Of the file that was read: another one in the document means that this here is out of date.
    file_hash = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=AttachmentState, default=AttachmentState.WAITING)
    is_cut = models.BooleanField(_("Only the beginning"), default=False)
    changed_at = models.DateTimeField(_("Date"), auto_now=True)
    pages = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=AttachmentState.values), name="search_attachmenttext_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"

    @property
    def explanation(self) -> str:
        """What editors are told about the file."""
        if self.state == AttachmentState.READ and self.is_cut:
            return str(_("The file is very long; only its beginning can be found."))
        return self.get_state_display()
