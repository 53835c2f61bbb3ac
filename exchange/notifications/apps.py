"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What a member is told, where and when."""

    name = "exchange.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Say what can be followed, and connect the receivers."""
        from exchange.discussions.listing import MEMBER_VIEWS
        from exchange.notifications import following, receivers, sources  # noqa: F401

        sources.register_own_sources()
        MEMBER_VIEWS["verfolgt"] = (_("Followed"), following.followed_threads)
