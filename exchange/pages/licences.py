"""Licences under which authors pass documents on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

_ADDRESSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.de",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/deed.de",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
    "dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0",
    "dl-de/zero-2-0": "https://www.govdata.de/dl-de/zero-2-0",
}


class Licence(models.TextChoices):
    """Usual licences of public bodies in Germany, by the keys of SPDX and GovData."""

    CC0 = "CC0-1.0", _("Free of rights (CC0 1.0)")
    CC_BY = "CC-BY-4.0", _("Name the author (CC BY 4.0)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Name the author, same licence (CC BY-SA 4.0)")
    DL_BY = "dl-de/by-2-0", _("Data licence Germany – attribution 2.0")
    DL_ZERO = "dl-de/zero-2-0", _("Data licence Germany – zero 2.0")
    RESERVED = "reserved", _("All rights reserved – only for internal use")

    @property
    def url(self) -> str:
        """Address of the licence's text, empty where rights are reserved."""
        return _ADDRESSES.get(self.value, "")
