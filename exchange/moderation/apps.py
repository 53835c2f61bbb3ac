"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    """Review before publication."""

    name = "exchange.moderation"
    label = "moderation"
    verbose_name = _("Review")

    def ready(self) -> None:
        """Connect the receivers."""
        from exchange.moderation import receivers

        receivers.replace_wagtail_mails()
