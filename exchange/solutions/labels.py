"""What people call the facts of a solution."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.german import transcribe

# What the page and a publiccode.yml say of software whose source is not open, whatever the vendor's terms.
PROPRIETARY = "LicenseRef-proprietary"
_LABELS: dict[str, Promise] = {
    "title": _("Name"),
    "summary": _("Summary"),
    "description": _("Description"),
    "features": _("Features"),
    "repository": _("Source code"),
    "website": _("Website"),
    "documentation": _("Documentation"),
    "licence": _("Licence"),
    "development_status": _("State of development"),
    "software_type": _("Kind of software"),
    "platforms": _("Runs on"),
    "categories": _("Categories"),
    "languages": _("Languages of the interface"),
    "version": _("Current version"),
    "released_on": _("Released on"),
    "maintenance": _("Maintained by"),
    "based_on": _("Based on"),
    "needs_open": _("Needs: open source"),
    "needs_proprietary": _("Needs: proprietary software"),
    "needs_hardware": _("Needs: hardware"),
    "providers": _("Service providers"),
    "contacts": _("Contacts"),
    "services": _("Services"),
}


def field_label(name: str) -> str:
    """What people call a field of mapping.Facts."""
    return str(_LABELS[name])


def licence_label(licence: str) -> str:
    """What people call a licence: the name that SPDX has for it."""
    return str(_("Proprietary")) if licence == PROPRIETARY else licence


def language_name(code: str) -> str:
    """What people call a language (BCP 47), with script and country where they are given; else the code."""
    names = Locale("de")
    primary, *details = code.split("-")
    whole, name = names.languages.get(code.replace("-", "_")), names.languages.get(primary)
    if whole or not name:
        return whole or code
    known = (names.scripts.get(detail) or names.territories.get(detail) or detail for detail in details)
    return f"{name} ({', '.join(known)})"


def language_names(codes: Iterable[str]) -> list[str]:
    """Languages as people call them: German and English first, the others by name."""
    first = {"Deutsch": 0, "Englisch": 1}
    return sorted(map(language_name, codes), key=lambda name: (first.get(name, 2), transcribe(name).casefold()))
