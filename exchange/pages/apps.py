"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The base of all pages: tags, services, visibility, content blocks, uploads."""

    name = "exchange.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Connect the receivers."""
        from exchange.pages import receivers  # noqa: F401
