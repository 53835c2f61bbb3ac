"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    """The spaces of municipalities in the page tree, and joining."""

    name = "exchange.spaces"
    label = "spaces"
    verbose_name = _("Municipalities' spaces")
