"""What a publiccode.yml says, in the terms of version 0.7 of the standard.

Missing texts are empty, missing lists empty tuples; a missing date or boolean is None. Each field knows its key in the
file (``key_of``); the fields stand in the order in which they are written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from datetime import date
from typing import Any

from exchange.solutions.publiccode.tree import Node

OTHER_FIELDS_KEY = "x-other-fields"  # the standard leaves keys beginning with x- to everyone


def key_of(attribute: Field[Any]) -> str:
    """The key under which the standard knows a field of the classes below."""
    return str(attribute.metadata["key"])


def _key(key: str) -> dict[str, str]:
    return {"key": key}


@dataclass(frozen=True, slots=True)
class Rest:
    """Something the standard does not know or that has another form there, as it stood in the file.

    ``path`` has the keys from the top, and for members of lists their number counted from 1.
    """

    path: tuple[str, ...]
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who owns or funds the software; ``uri`` is a web address or urn."""

    uri: str = field(default="", metadata=_key("uri"))
    name: str = field(default="", metadata=_key("name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom the software is for. Countries are ISO 3166-1 codes in capitals."""

    countries: tuple[str, ...] = field(default=(), metadata=_key("countries"))
    unsupported_countries: tuple[str, ...] = field(default=(), metadata=_key("unsupportedCountries"))
    scope: tuple[str, ...] = field(default=(), metadata=_key("scope"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """The software in one language (BCP 47)."""

    language: str
    localised_name: str = field(default="", metadata=_key("localisedName"))
    generic_name: str = field(default="", metadata=_key("genericName"))
    short_description: str = field(default="", metadata=_key("shortDescription"))
    long_description: str = field(default="", metadata=_key("longDescription"))
    documentation: str = field(default="", metadata=_key("documentation"))
    api_documentation: str = field(default="", metadata=_key("apiDocumentation"))
    feature_list: tuple[str, ...] = field(default=(), metadata=_key("features"))
    screenshots: tuple[str, ...] = field(default=(), metadata=_key("screenshots"))
    videos: tuple[str, ...] = field(default=(), metadata=_key("videos"))
    awards: tuple[str, ...] = field(default=(), metadata=_key("awards"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """The licence as an SPDX expression, and whose the code is."""

    license: str = field(default="", metadata=_key("license"))
    main_copyright_owner: str = field(default="", metadata=_key("mainCopyrightOwner"))
    repo_owner: str = field(default="", metadata=_key("repoOwner"))
    authors_file: str = field(default="", metadata=_key("authorsFile"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """A company that maintains the software, and until when."""

    name: str = field(default="", metadata=_key("name"))
    until: date | None = field(default=None, metadata=_key("until"))
    email: str = field(default="", metadata=_key("email"))
    website: str = field(default="", metadata=_key("website"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person who maintains the software."""

    name: str = field(default="", metadata=_key("name"))
    email: str = field(default="", metadata=_key("email"))
    phone: str = field(default="", metadata=_key("phone"))
    affiliation: str = field(default="", metadata=_key("affiliation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """How the software is maintained, and by whom."""

    type: str = field(default="", metadata=_key("type"))
    contractors: tuple[Contractor, ...] = field(default=(), metadata=_key("contractors"))
    contacts: tuple[Contact, ...] = field(default=(), metadata=_key("contacts"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Localisation:
    """Whether the software is prepared for several languages, and which it speaks (BCP 47)."""

    ready: bool | None = field(default=None, metadata=_key("localisationReady"))
    available_languages: tuple[str, ...] = field(default=(), metadata=_key("availableLanguages"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """Something that must be there for the software to run, and in which versions."""

    name: str = field(default="", metadata=_key("name"))
    version_min: str = field(default="", metadata=_key("versionMin"))
    version_max: str = field(default="", metadata=_key("versionMax"))
    version: str = field(default="", metadata=_key("version"))
    optional: bool | None = field(default=None, metadata=_key("optional"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """What the software needs, by kind."""

    open: tuple[Dependency, ...] = field(default=(), metadata=_key("open"))
    proprietary: tuple[Dependency, ...] = field(default=(), metadata=_key("proprietary"))
    hardware: tuple[Dependency, ...] = field(default=(), metadata=_key("hardware"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """Italian rules that the software keeps."""

    design: bool | None = field(default=None, metadata=_key("lineeGuidaDesign"))
    interoperability: bool | None = field(default=None, metadata=_key("modelloInteroperabilita"))
    security: bool | None = field(default=None, metadata=_key("misureMinimeSicurezza"))
    gdpr: bool | None = field(default=None, metadata=_key("gdpr"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItalianPlatforms:
    """Central Italian services that the software works with."""

    spid: bool | None = field(default=None, metadata=_key("spid"))
    cie: bool | None = field(default=None, metadata=_key("cie"))
    anpr: bool | None = field(default=None, metadata=_key("anpr"))
    pagopa: bool | None = field(default=None, metadata=_key("pagopa"))
    io: bool | None = field(default=None, metadata=_key("io"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse:
    """The Italian administration that offers the software."""

    ipa_code: str = field(default="", metadata=_key("codiceIPA"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Italy:
    """The section ``IT``, which version 0.7 calls outdated."""

    country_extension_version: str = field(default="", metadata=_key("countryExtensionVersion"))
    conforme: Conformity = field(default=Conformity(), metadata=_key("conforme"))
    piattaforme: ItalianPlatforms = field(default=ItalianPlatforms(), metadata=_key("piattaforme"))
    riuso: Reuse = field(default=Reuse(), metadata=_key("riuso"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicService:
    """A service of the German catalogue (LeiKa) that the software brings online."""

    topic_field: str = field(default="", metadata=_key("themenfeld"))
    life_situation: str = field(default="", metadata=_key("lebenslage"))
    ozg_id: str = field(default="", metadata=_key("ozg-id"))
    leika_id: str = field(default="", metadata=_key("leika-id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Germany:
    """The section ``DE``: a draft of the German translation of the standard, never part of a release."""

    country_extension_version: str = field(default="", metadata=_key("countryExtensionVersion"))
    services: tuple[PublicService, ...] = field(default=(), metadata=_key("leika"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """All that a file says about one software. ``supports`` has URIs and the standard's own ``alias:…``."""

    name: str = field(default="", metadata=_key("name"))
    application_suite: str = field(default="", metadata=_key("applicationSuite"))
    url: str = field(default="", metadata=_key("url"))
    landing_url: str = field(default="", metadata=_key("landingURL"))
    is_based_on: tuple[str, ...] = field(default=(), metadata=_key("isBasedOn"))
    organisation: Organisation = field(default=Organisation(), metadata=_key("organisation"))
    software_version: str = field(default="", metadata=_key("softwareVersion"))
    release_date: date | None = field(default=None, metadata=_key("releaseDate"))
    logo: str = field(default="", metadata=_key("logo"))
    monochrome_logo: str = field(default="", metadata=_key("monochromeLogo"))
    input_types: tuple[str, ...] = field(default=(), metadata=_key("inputTypes"))
    output_types: tuple[str, ...] = field(default=(), metadata=_key("outputTypes"))
    platforms: tuple[str, ...] = field(default=(), metadata=_key("platforms"))
    categories: tuple[str, ...] = field(default=(), metadata=_key("categories"))
    used_by: tuple[str, ...] = field(default=(), metadata=_key("usedBy"))
    funded_by: tuple[Organisation, ...] = field(default=(), metadata=_key("fundedBy"))
    roadmap: str = field(default="", metadata=_key("roadmap"))
    development_status: str = field(default="", metadata=_key("developmentStatus"))
    software_type: str = field(default="", metadata=_key("softwareType"))
    supports: tuple[str, ...] = field(default=(), metadata=_key("supports"))
    intended_audience: Audience = field(default=Audience(), metadata=_key("intendedAudience"))
    descriptions: tuple[Description, ...] = field(default=(), metadata=_key("description"))
    legal: Legal = field(default=Legal(), metadata=_key("legal"))
    maintenance: Maintenance = field(default=Maintenance(), metadata=_key("maintenance"))
    localisation: Localisation = field(default=Localisation(), metadata=_key("localisation"))
    depends_on: Dependencies = field(default=Dependencies(), metadata=_key("dependsOn"))
    italy: Italy = field(default=Italy(), metadata=_key("IT"))
    germany: Germany = field(default=Germany(), metadata=_key("DE"))
    rest: tuple[Rest, ...] = ()

    @property
    def documentation(self) -> Mapping[str, str]:
        """The addresses of the documentation by language, where there are any."""
        return {text.language: text.documentation for text in self.descriptions if text.documentation}
