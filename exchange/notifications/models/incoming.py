"""What is remembered of mails that came in: digests only, neither texts nor addresses."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReceivedMail(models.Model):
    """A mail that has become a post: mail servers deliver some twice, it is posted once."""

    digest = models.CharField(max_length=64, unique=True)
    # Indexed for the cleaning after 90 days.
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("received mail")
        verbose_name_plural = _("received mails")

    def __str__(self) -> str:
        return self.digest


class RefusalMail(models.Model):
    """When an address was last told that its mail was refused: at most once a day."""

    digest = models.CharField(max_length=64, unique=True)
    # Indexed for the cleaning.
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("mail about a refusal")
        verbose_name_plural = _("mails about refusals")

    def __str__(self) -> str:
        return self.digest
