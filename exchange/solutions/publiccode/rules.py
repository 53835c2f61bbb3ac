"""How each field of the standard is read: which values it takes, and the keys it had in older versions.

Sources: the chapters on the schema in publiccodeyml/publiccode.yml, versions 0.1 to 0.7.0, with the renamed keys of
CHANGELOG.md; the German section from docs/de/schema.de.rst there. Limits that the standard does not set are generous.
"""

from __future__ import annotations

from exchange.solutions.publiccode.facts import (
    Audience,
    Conformity,
    Contact,
    Contractor,
    Dependencies,
    Dependency,
    Germany,
    ItalianPlatforms,
    Italy,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    PublicService,
    Reuse,
)
from exchange.solutions.publiccode.groups import SHORT_DESCRIPTION, Rule, Rules, descriptions, group, groups
from exchange.solutions.publiccode.log import Place
from exchange.solutions.publiccode.places import country, language
from exchange.solutions.publiccode.shapes import BLANKS, LINES, many, single
from exchange.solutions.publiccode.tree import Fields, Items, Node
from exchange.solutions.publiccode.values import (
    day,
    email,
    file,
    flag,
    licence,
    line,
    media_type,
    paragraphs,
    phone,
    supported,
    uri,
    url,
    word,
)
from exchange.solutions.publiccode.vocabulary import (
    CATEGORY_SPELLINGS,
    MAINTENANCE_TYPE_SPELLINGS,
    PLATFORM_SPELLINGS,
    SCOPE_SPELLINGS,
    SOFTWARE_TYPE_SPELLINGS,
    STATUS_SPELLINGS,
)

_GENERIC_NAME, _LONG = 35, 10_000  # characters, as the standard says
_VERSION, _SENTENCE, _ITEM = 100, 500, 1000

_ORGANISATION: Rules = {"uri": Rule(single(uri), ("url",)), "name": Rule(single(line()))}
_AUDIENCE: Rules = {
    "countries": Rule(many(country)),
    "unsupported_countries": Rule(many(country)),
    "scope": Rule(many(word(SCOPE_SPELLINGS)), ("scopes",)),
}
_DESCRIPTION: Rules = {
    "localised_name": Rule(single(line()), ("localizedName",)),
    "generic_name": Rule(single(line(_GENERIC_NAME))),
    "short_description": Rule(single(line(SHORT_DESCRIPTION))),
    "long_description": Rule(single(paragraphs(_LONG))),
    "documentation": Rule(single(url)),
    "api_documentation": Rule(single(url)),
    "feature_list": Rule(many(line(_ITEM), LINES), ("featureList",)),
    "screenshots": Rule(many(file, BLANKS)),
    "videos": Rule(many(url, BLANKS)),
    "awards": Rule(many(line(_ITEM), LINES)),
}
_LEGAL: Rules = {
    "license": Rule(single(licence), ("licence",)),
    "main_copyright_owner": Rule(single(line(_SENTENCE))),
    "repo_owner": Rule(single(line(_SENTENCE))),
    "authors_file": Rule(single(file)),
}
_CONTRACTOR: Rules = {
    "name": Rule(single(line())),
    "until": Rule(single(day)),
    "email": Rule(single(email)),
    "website": Rule(single(url)),
}
_CONTACT: Rules = {
    "name": Rule(single(line())),
    "email": Rule(single(email)),
    "phone": Rule(single(phone)),
    "affiliation": Rule(single(line())),
}
_MAINTENANCE: Rules = {
    "type": Rule(single(word(MAINTENANCE_TYPE_SPELLINGS))),
    "contractors": Rule(groups(Contractor, _CONTRACTOR, "name", ("website", "email")), ("contractor", "maintainer")),
    "contacts": Rule(
        groups(Contact, _CONTACT, "name", ("affiliation", "email", "phone")), ("contact", "technicalContacts")
    ),
}
_LOCALISATION: Rules = {
    "ready": Rule(single(flag), ("localizationReady",)),
    "available_languages": Rule(many(language), ("availableLanguage", "languages", "availableLang")),
}
_DEPENDENCY: Rules = {
    "name": Rule(single(line())),
    "version_min": Rule(single(line(_VERSION))),
    "version_max": Rule(single(line(_VERSION))),
    "version": Rule(single(line(_VERSION))),
    "optional": Rule(single(flag)),
}
_DEPENDENCIES: Rules = {
    name: Rule(groups(Dependency, _DEPENDENCY, "name")) for name in ("open", "proprietary", "hardware")
}
_CONFORMITY: Rules = {
    "design": Rule(single(flag), ("accessibile",)),
    "interoperability": Rule(single(flag), ("interoperabile",)),
    "security": Rule(single(flag), ("sicuro",)),
    "gdpr": Rule(single(flag), ("privacy",)),
}
_ITALIAN_PLATFORMS: Rules = {name: Rule(single(flag)) for name in ("spid", "cie", "anpr", "pagopa", "io")}
_ITALY: Rules = {
    "country_extension_version": Rule(single(line(_VERSION))),
    "conforme": Rule(group(Conformity, _CONFORMITY)),
    "piattaforme": Rule(group(ItalianPlatforms, _ITALIAN_PLATFORMS)),
    "riuso": Rule(group(Reuse, {"ipa_code": Rule(single(line(_VERSION)))})),
}
_GERMANY: Rules = {
    "country_extension_version": Rule(single(line(_VERSION))),
    "services": Rule(
        groups(
            PublicService,
            {
                "topic_field": Rule(single(line())),
                "life_situation": Rule(single(line())),
                "ozg_id": Rule(single(line(_VERSION))),
                "leika_id": Rule(single(line(_VERSION))),
            },
            "leika_id",
        )
    ),
}


def _uri_or_name(text: str) -> str:
    return "uri" if text.strip().startswith(("http://", "https://", "urn:")) else "name"


def _organisation(node: Node, place: Place) -> Organisation | None:
    """A group; drafts of version 0.7 had a mere URI (``organizationUri``)."""
    if isinstance(node, Fields):
        found: Organisation | None = group(Organisation, _ORGANISATION)(node, place)
        return found
    members = groups(Organisation, _ORGANISATION, _uri_or_name)(Items((node,), node.line), place)
    return members[0] if members else None


def _maintenance(node: Node, place: Place) -> Maintenance | None:
    """Version 0.1 had one date for all contractors, which each of them has now."""
    if isinstance(node, Fields):
        values = dict(node.entries)
        until, contractors = values.get("until"), values.get("contractors")
        if until and isinstance(contractors, Items) and contractors.nodes:
            members = [member for member in contractors.nodes if isinstance(member, Fields)]
            if len(members) == len(contractors.nodes) and not any("until" in dict(one.entries) for one in members):
                dated = tuple(Fields((*one.entries, ("until", until)), one.line) for one in members)
                values["contractors"] = Items(dated, contractors.line)
                del values["until"]
                node = Fields(tuple(values.items()), node.line)
    found: Maintenance | None = group(Maintenance, _MAINTENANCE)(node, place)
    return found


def _italy(node: Node, place: Place) -> Italy | None:
    """Version 0.1 named the platforms directly in the section."""
    if isinstance(node, Fields) and "piattaforme" not in dict(node.entries):
        platforms = tuple(entry for entry in node.entries if entry[0] in _ITALIAN_PLATFORMS)
        if platforms:
            others = tuple(entry for entry in node.entries if entry[0] not in _ITALIAN_PLATFORMS)
            node = Fields((*others, ("piattaforme", Fields(platforms, platforms[0][1].line))), node.line)
    found: Italy | None = group(Italy, _ITALY)(node, place)
    return found


SOFTWARE: Rules = {
    "name": Rule(single(line())),
    "application_suite": Rule(single(line())),
    "url": Rule(single(url), ("repository",)),
    "landing_url": Rule(single(url), ("landingPage",)),
    "is_based_on": Rule(many(url, BLANKS)),
    "organisation": Rule(_organisation, ("organization", "organisationUri", "organizationUri")),
    "software_version": Rule(single(line(_VERSION))),
    "release_date": Rule(single(day)),
    "logo": Rule(single(file)),
    "monochrome_logo": Rule(single(file)),
    "input_types": Rule(many(media_type, BLANKS)),
    "output_types": Rule(many(media_type, BLANKS)),
    "platforms": Rule(many(word(PLATFORM_SPELLINGS, open_list=True)), ("platform",)),
    "categories": Rule(many(word(CATEGORY_SPELLINGS)), ("category", "tags")),
    "used_by": Rule(many(line(_SENTENCE))),
    "funded_by": Rule(groups(Organisation, _ORGANISATION, _uri_or_name)),
    "roadmap": Rule(single(url)),
    "development_status": Rule(single(word(STATUS_SPELLINGS))),
    "software_type": Rule(single(word(SOFTWARE_TYPE_SPELLINGS))),
    "supports": Rule(many(supported, BLANKS, key="id")),
    "intended_audience": Rule(group(Audience, _AUDIENCE)),
    "descriptions": Rule(descriptions(_DESCRIPTION), ("descriptions",)),
    "legal": Rule(group(Legal, _LEGAL)),
    "maintenance": Rule(_maintenance),
    "localisation": Rule(group(Localisation, _LOCALISATION), ("localization",)),
    "depends_on": Rule(group(Dependencies, _DEPENDENCIES), ("dependencies",)),
    "italy": Rule(_italy),
    "germany": Rule(group(Germany, _GERMANY)),
}
