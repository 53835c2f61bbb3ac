"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitizensConfig(AppConfig):
    """Questions that people without an account ask a municipality."""

    name = "exchange.citizens"
    label = "citizens"
    verbose_name = _("Questions of citizens")
