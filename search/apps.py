"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search over all pages."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect the receivers."""
        from search import receivers  # noqa: F401
        from search.curation import log
        from search.curation import receivers as _curation  # noqa: F401

        log.write_after_answers()
