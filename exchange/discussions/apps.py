"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    """Questions, discussions and joint projects of members."""

    name = "exchange.discussions"
    label = "discussions"
    verbose_name = _("Discussions")
