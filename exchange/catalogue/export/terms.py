"""Under which terms the data are given away, and by whom."""

from __future__ import annotations

from django.apps import apps

from exchange.pages.licences import Licence

# That of the texts and facts on this site. Each solution has a licence of its own as software.
DATA_LICENCE = Licence.CC_BY
# The licence's name for machines; DATA_LICENCE.url is the German summary for people.
DATA_LICENCE_URI = "https://creativecommons.org/licenses/by/4.0/"
SITE_NAME = "Interkommunal"


def publisher_name() -> str:
    """The operator of the site, else the site's name."""
    # The settings belong to the topmost app, which this one must not import.
    found = apps.get_model("home", "ExchangeSettings")._default_manager.values_list("operator", "site_name").first()
    operator, site_name = found or ("", "")
    return operator or site_name or SITE_NAME
