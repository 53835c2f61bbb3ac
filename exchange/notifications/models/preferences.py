"""How often members want to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.notifications.enums import Rhythm


class Preferences(models.Model):
    """A member's choice; without a row it is the default, weekly."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="notification_preferences"
    )
    rhythm = models.CharField(_("How often shall we tell you?"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")
        constraints = (
            models.CheckConstraint(condition=models.Q(rhythm__in=Rhythm.values), name="notifications_known_rhythm"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.rhythm}"
