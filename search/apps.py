"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search over all pages."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect the receivers, and say what members can follow."""
        from search import receivers  # noqa: F401
        from search.attachments import receivers as attachment_receivers  # noqa: F401
        from search.curation import log
        from search.curation import receivers as _curation  # noqa: F401
        from search.curation.following import register_saved_searches

        register_saved_searches()
        log.write_after_answers()

    @staticmethod
    def warm_up() -> None:
        """Load the dictionaries (about 200 MB, two seconds), so that nobody's first search waits for them."""
        from search.analysis import forms

        forms("Bürgerbüro")
