"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Experience reports."""

    name = "exchange.reports"
    label = "reports"
    verbose_name = _("Experience reports")
