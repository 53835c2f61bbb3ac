from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunicipalitiesConfig(AppConfig):
    """The register of municipalities; knows nothing of the apps above it."""

    name = "exchange.municipalities"
    label = "municipalities"
    verbose_name = _("Register of municipalities")
    default_auto_field = "django.db.models.BigAutoField"
