"""What people call the fields of the standard."""

from __future__ import annotations

from collections.abc import Sequence

from babel.core import Locale, UnknownLocaleError
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

# By path, in the order of the standard; [lang] stands for the language of a description.
LABELS: dict[str, str | Promise] = {
    "name": pgettext_lazy("software", "Name"),
    "applicationSuite": gettext_lazy("Software suite"),
    "url": gettext_lazy("Source code"),
    "landingURL": gettext_lazy("Website of the software"),
    "isBasedOn": gettext_lazy("Based on"),
    "organisation/uri": gettext_lazy("Organisation (address or urn)"),
    "organisation/name": gettext_lazy("Organisation (name)"),
    "softwareVersion": gettext_lazy("Version of the software"),
    "releaseDate": gettext_lazy("Date of release"),
    "logo": gettext_lazy("Logo"),
    "monochromeLogo": gettext_lazy("Logo in one colour"),
    "inputTypes": gettext_lazy("File formats that it reads"),
    "outputTypes": gettext_lazy("File formats that it writes"),
    "platforms": gettext_lazy("Platforms"),
    "categories": gettext_lazy("Categories"),
    "usedBy": gettext_lazy("Used by"),
    "fundedBy": gettext_lazy("Funded by"),
    "roadmap": gettext_lazy("Roadmap"),
    "developmentStatus": gettext_lazy("State of development"),
    "softwareType": gettext_lazy("Type of software"),
    "supports": gettext_lazy("Supported laws and platforms"),
    "intendedAudience/countries": gettext_lazy("Intended countries"),
    "intendedAudience/unsupportedCountries": gettext_lazy("Countries it is not suited for"),
    "intendedAudience/scope": gettext_lazy("Fields of application"),
    "description/[lang]/localisedName": gettext_lazy("Name in this language"),
    "description/[lang]/genericName": gettext_lazy("Kind of program"),
    "description/[lang]/shortDescription": gettext_lazy("Short description"),
    "description/[lang]/longDescription": gettext_lazy("Long description"),
    "description/[lang]/documentation": gettext_lazy("User manual"),
    "description/[lang]/apiDocumentation": gettext_lazy("Documentation of interfaces"),
    "description/[lang]/features": gettext_lazy("Functions"),
    "description/[lang]/screenshots": gettext_lazy("Screenshots"),
    "description/[lang]/videos": gettext_lazy("Videos"),
    "description/[lang]/awards": gettext_lazy("Awards"),
    "legal/license": gettext_lazy("Licence"),
    "legal/mainCopyrightOwner": gettext_lazy("Main copyright owner"),
    "legal/repoOwner": gettext_lazy("Owner of the source code repository"),
    "legal/authorsFile": gettext_lazy("File with the authors"),
    "maintenance/type": gettext_lazy("Type of maintenance"),
    "maintenance/contractors": gettext_lazy("Companies that maintain it"),
    "maintenance/contacts": gettext_lazy("Contacts"),
    "localisation/localisationReady": gettext_lazy("Prepared for several languages"),
    "localisation/availableLanguages": gettext_lazy("Languages of the interface"),
    "dependsOn/open": gettext_lazy("Needs open-source software"),
    "dependsOn/proprietary": gettext_lazy("Needs proprietary software"),
    "dependsOn/hardware": gettext_lazy("Needs devices"),
    "IT/countryExtensionVersion": gettext_lazy("Italy: version of the section"),
    "IT/conforme/lineeGuidaDesign": gettext_lazy("Italy: keeps the design guidelines"),
    "IT/conforme/modelloInteroperabilita": gettext_lazy("Italy: keeps the interoperability model"),
    "IT/conforme/misureMinimeSicurezza": gettext_lazy("Italy: keeps the minimum security measures"),
    "IT/conforme/gdpr": gettext_lazy("Italy: keeps the GDPR"),
    "IT/piattaforme/spid": gettext_lazy("Italy: works with SPID"),
    "IT/piattaforme/cie": gettext_lazy("Italy: works with CIE"),
    "IT/piattaforme/anpr": gettext_lazy("Italy: works with ANPR"),
    "IT/piattaforme/pagopa": gettext_lazy("Italy: works with pagoPA"),
    "IT/piattaforme/io": gettext_lazy("Italy: works with IO"),
    "IT/riuso/codiceIPA": gettext_lazy("Italy: code of the administration (IPA)"),
    "DE/countryExtensionVersion": gettext_lazy("Germany: version of the section"),
    "DE/leika": gettext_lazy("Germany: services (LeiKa, OZG)"),
}


def label(path: Sequence[str]) -> str:
    """What people call the field of the standard at this path, followed by the language of a description."""
    if path[0] == "description":
        return f"{LABELS[f'description/[lang]/{path[2]}']} ({_language_name(path[1])})"
    return str(LABELS["/".join(path)])


def further_label(path: Sequence[str]) -> str:
    """How to name a field that the standard does not know, or knows in another form."""
    return _("Further field “%(path)s”") % {"path": "/".join(path)}


def _language_name(tag: str) -> str:
    try:
        name = Locale.parse(tag, sep="-").get_display_name(get_language() or "de")
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag
