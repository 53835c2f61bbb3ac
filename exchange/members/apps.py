"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """People: accounts, membership in municipalities, sign-in."""

    name = "exchange.members"
    label = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        """Connect the receivers."""
        from exchange.members import receivers  # noqa: F401
