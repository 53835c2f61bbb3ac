"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OzgConfig(AppConfig):
    """The catalogue of administrative services (Onlinezugangsgesetz): topic fields and services."""

    name = "exchange.ozg"
    label = "ozg"
    verbose_name = _("Service catalogue")
    default_auto_field = "django.db.models.BigAutoField"
