"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SolutionsConfig(AppConfig):
    """The wiki of solutions, and who uses them."""

    name = "exchange.solutions"
    label = "solutions"
    verbose_name = _("Solutions")

    def ready(self) -> None:
        """Listen to joining municipalities and to changed adoptions."""
        from exchange.solutions import receivers  # noqa: F401
