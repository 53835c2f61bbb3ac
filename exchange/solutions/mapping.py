"""Between a wiki page and a publiccode.yml: what of the file stands in fields of the page, and back again.

``publiccode`` on the page holds the whole file in the form of version 0.7. On the way out only those fields that say
something else on the page than in the file are replaced, so that all others leave as they came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from exchange.ozg.models import Service
from exchange.pages.models import ServiceLink
from exchange.solutions.needs import KINDS, lines_of, with_needs
from exchange.solutions.prose import plain_text, to_html
from exchange.solutions.publiccode.facts import Contact, Contractor, Description, Germany, PublicService, Software
from exchange.solutions.publiccode.reading import read_publiccode

if TYPE_CHECKING:
    from exchange.solutions.models import SolutionPage

KEPT = 256  # files that the process keeps, some ten kB each
LANGUAGES = ("de", "de-DE", "en")  # whose description the page takes, the best first
# What the page's fields have room for, in characters.
NAME_LENGTH = 150
SUMMARY_LENGTH = 400
ADDRESS_LENGTH = 500
PROVIDER_ADDRESS_LENGTH = LICENCE_LENGTH = 200
VERSION_LENGTH = 50
PHONE_LENGTH = 40
_check_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Facts:
    """What both the file and the page say of a software, as plain values."""

    title: str = ""
    summary: str = ""
    description: str = ""
    features: tuple[str, ...] = ()
    repository: str = ""
    website: str = ""
    documentation: str = ""
    licence: str = ""
    development_status: str = ""
    software_type: str = ""
    platforms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    version: str = ""
    released_on: date | None = None
    maintenance: str = ""
    based_on: tuple[str, ...] = ()
    needs_open: tuple[str, ...] = ()
    needs_proprietary: tuple[str, ...] = ()
    needs_hardware: tuple[str, ...] = ()
    providers: tuple[tuple[str, str, str, date | None], ...] = ()
    contacts: tuple[tuple[str, str, str, str], ...] = ()
    services: tuple[str, ...] = ()


PLAIN = (
    "title", "repository", "website", "documentation", "licence", "development_status", "software_type", "version",
    "released_on", "maintenance",
)  # fmt: skip
NEEDS = {f"needs_{kind}": kind for kind in KINDS}
LISTS = ("features", "platforms", "categories", "languages", "based_on", *NEEDS)


def software_of(page: SolutionPage) -> Software:
    """The page as a publiccode.yml: the file that it came from, with what people have changed since.

    A logo that the file names stays, as it stands beside the source code; else the page's own is named.
    """
    base = _read(page.publiccode) if page.publiccode else Software()
    if page.logo is not None and not base.logo:
        base = replace(base, logo=settings.WAGTAILADMIN_BASE_URL + page.logo.file.url)
    return _with_facts(base, facts_of(base), facts_of_page(page))


def changed_since(page: SolutionPage) -> list[str]:
    """The names of the page's fields that people have changed since its file was read; empty without a file."""
    if not page.publiccode:
        return []
    return differing(facts_of(_read(page.publiccode)), facts_of_page(page))


@lru_cache(maxsize=KEPT)
def _read(publiccode: str) -> Software:
    """The file of a page; taking it apart anew for every reader would take as long as all the rest of the page."""
    return read_publiccode(publiccode.encode()).software


def without_addresses(software: Software) -> Software:
    """The software without mail addresses and telephone numbers of its contacts, which are for members only.

    Nor what the file says of contacts beyond the standard: it could be another number of theirs.
    """
    contacts = tuple(replace(contact, email="", phone="") for contact in software.maintenance.contacts)
    rest = tuple(part for part in software.rest if part.path[:2] != ("maintenance", "contacts"))
    return replace(software, maintenance=replace(software.maintenance, contacts=contacts), rest=rest)


def differing(old: Facts, new: Facts) -> list[str]:
    """The names of the facts that differ."""
    return [field.name for field in fields(Facts) if getattr(old, field.name) != getattr(new, field.name)]


def facts_of(software: Software) -> Facts:
    """What a file says, in the terms of the page.

    What the page has no room for is shortened, and addresses that this site would not take are left out; in the file
    that the page keeps they stay as they are.
    """
    text = _description(software)
    return Facts(
        title=_shortened(software.name),
        summary=_shortened(text.short_description or text.generic_name, SUMMARY_LENGTH),
        description=plain_text(to_html(text.long_description)),
        features=text.feature_list,
        repository=_address(software.url),
        website=_address(software.landing_url),
        documentation=_address(text.documentation),
        licence=software.legal.license if len(software.legal.license) <= LICENCE_LENGTH else "",
        development_status=software.development_status,
        software_type=software.software_type,
        platforms=software.platforms,
        categories=software.categories,
        languages=software.localisation.available_languages,
        version=_shortened(software.software_version, VERSION_LENGTH),
        released_on=software.release_date,
        maintenance=software.maintenance.type,
        based_on=software.is_based_on,
        needs_open=lines_of(software.depends_on.open),
        needs_proprietary=lines_of(software.depends_on.proprietary),
        needs_hardware=lines_of(software.depends_on.hardware),
        providers=tuple(
            (_shortened(each.name), _address(each.website, PROVIDER_ADDRESS_LENGTH), _mail(each.email), each.until)
            for each in software.maintenance.contractors
        ),
        contacts=tuple(
            (
                _shortened(each.name),
                _shortened(each.affiliation),
                _mail(each.email),
                _shortened(each.phone, PHONE_LENGTH),
            )
            for each in software.maintenance.contacts
        ),
        services=_ozg_ids(software.germany),
    )


def facts_of_page(page: SolutionPage) -> Facts:
    """What the page says, in the same terms."""
    same: dict[str, Any] = {name: getattr(page, name) for name in PLAIN}
    same |= {name: tuple(getattr(page, name)) for name in LISTS}
    return Facts(
        summary=page.summary,
        description=plain_text(page.description),
        providers=tuple((each.name, each.website, each.email, each.until) for each in page.providers.all()),
        contacts=tuple((each.name, each.affiliation, each.email, each.phone) for each in page.contacts.all()),
        services=tuple(service.ozg_id for service in page.service_list),
        **same,
    )


def take_over(page: SolutionPage, facts: Facts, names: list[str]) -> None:
    """Write these facts into the page, without saving it."""
    for name in names:
        value: Any = getattr(facts, name)
        if name in PLAIN or name == "summary":
            setattr(page, name, value)
        elif name in LISTS:
            setattr(page, name, list(value))
        elif name == "description":
            page.description = to_html(value)
        elif name == "providers":
            page.providers.set(
                [page.providers.model(name=n, website=w, email=e, until=until) for n, w, e, until in value]
            )
        elif name == "contacts":
            page.contacts.set(
                [page.contacts.model(name=n, affiliation=a, email=e, phone=phone) for n, a, e, phone in value]
            )
        elif name == "services":
            services = Service.objects.in_bulk(value, field_name="ozg_id")
            page.service_links.set([ServiceLink(service=services[key]) for key in value if key in services])


def _description(software: Software) -> Description:
    by_language = {text.language: text for text in software.descriptions}
    wanted = next((by_language[code] for code in LANGUAGES if code in by_language), None)
    return wanted or (software.descriptions[0] if software.descriptions else Description(language="de"))


def _ozg_ids(germany: Germany) -> tuple[str, ...]:
    """The services by their OZG id; those with a LeiKa key alone by the catalogue, in one query."""
    of_key: dict[str, str] = {}
    if any(service.leika_id and not service.ozg_id for service in germany.services):
        catalogue = Service.objects.values_list("ozg_id", "leika_keys")
        of_key = {str(key): ozg_id for ozg_id, keys in catalogue for key in keys}
    found = (service.ozg_id or of_key.get(re.sub(r"\D", "", service.leika_id), "") for service in germany.services)
    return tuple(dict.fromkeys(ozg_id for ozg_id in found if ozg_id))


def _shortened(text: str, length: int = NAME_LENGTH) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


def _address(text: str, length: int = ADDRESS_LENGTH) -> str:
    try:
        _check_address(text)
    except ValidationError:
        return ""
    return text if len(text) <= length else ""


def _mail(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text


def _with_facts(base: Software, old: Facts, new: Facts) -> Software:
    changed = {name: getattr(new, name) for name in differing(old, new)}
    text = _description(base)
    new_text = replace(
        text,
        **_renamed(
            changed,
            summary="short_description",
            description="long_description",
            features="feature_list",
            documentation="documentation",
        ),
    )
    others = [each for each in base.descriptions if each.language != text.language]
    descriptions = base.descriptions
    if new_text != text or not descriptions:
        place = next((n for n, each in enumerate(descriptions) if each.language == text.language), 0)
        descriptions = (*others[:place], new_text, *others[place:])
    maintenance = replace(base.maintenance, **_renamed(changed, maintenance="type"))
    if "providers" in changed:
        contractors = tuple(
            Contractor(name=name, website=website, email=email, until=until)
            for name, website, email, until in new.providers
        )
        maintenance = replace(maintenance, contractors=contractors)
    if "contacts" in changed:
        contacts = tuple(
            Contact(name=name, affiliation=affiliation, email=email, phone=phone)
            for name, affiliation, email, phone in new.contacts
        )
        maintenance = replace(maintenance, contacts=contacts)
    needs = base.depends_on
    for name, kind in NEEDS.items():
        if name in changed:
            needs = with_needs(needs, kind, changed[name])
    return replace(
        base,
        descriptions=descriptions,
        depends_on=needs,
        maintenance=maintenance,
        legal=replace(base.legal, **_renamed(changed, licence="license")),
        localisation=replace(base.localisation, **_renamed(changed, languages="available_languages")),
        germany=_germany(base.germany, new) if "services" in changed else base.germany,
        **_renamed(
            changed,
            title="name",
            repository="url",
            website="landing_url",
            development_status="development_status",
            software_type="software_type",
            platforms="platforms",
            categories="categories",
            version="software_version",
            released_on="release_date",
            based_on="is_based_on",
        ),
    )


def _renamed(changed: dict[str, Any], **names: str) -> dict[str, Any]:
    return {target: changed[name] for name, target in names.items() if name in changed}


def _germany(base: Germany, new: Facts) -> Germany:
    known = {service.ozg_id: service for service in base.services if service.ozg_id}
    return replace(base, services=tuple(known.get(ozg_id) or PublicService(ozg_id=ozg_id) for ozg_id in new.services))
