"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Browsing by service, topic field and tag; coverage of the services; feeds; open data."""

    name = "exchange.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")
