"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Start page, settings of the site, set-up and demo."""

    name = "home"
    label = "home"
    verbose_name = _("Start page")

    def ready(self) -> None:
        """Connect the receivers."""
        from home import receivers  # noqa: F401
