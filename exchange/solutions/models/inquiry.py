"""Questions to the contact of a municipality."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Inquiry(models.Model):
    """That a member has asked a contact, for the limit; gone a day later, with the next question.

    The text goes by mail alone.
    """

    adoption = models.ForeignKey("solutions.Adoption", on_delete=models.CASCADE, related_name="inquiries")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inquiries")
    at = models.DateTimeField(_("At"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("question to a contact")
        verbose_name_plural = _("questions to contacts")

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.at:%Y-%m-%d}"
