"""Between a wiki page and a publiccode.yml: what of the file stands in fields of the page, and back again.

``publiccode`` on the page holds the whole file in the form of version 0.7. On the way out only those fields that say
something else on the page than in the file are replaced, so that all others leave as they came.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from exchange.ozg.models import Service
from exchange.pages.models import ServiceLink
from exchange.solutions.publiccode.facts import Contact, Contractor, Description, Germany, PublicService, Software
from exchange.solutions.publiccode.reading import read_publiccode

if TYPE_CHECKING:
    from exchange.solutions.models import SolutionPage

LANGUAGES = ("de", "de-DE", "en")  # whose description the page takes, the best first
SUMMARY_LENGTH = 400


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
    providers: tuple[tuple[str, str, str, date | None], ...] = ()
    contacts: tuple[tuple[str, str, str, str], ...] = ()
    services: tuple[str, ...] = ()


PLAIN = (
    "title", "repository", "website", "documentation", "licence", "development_status", "software_type", "version",
    "released_on", "maintenance",
)  # fmt: skip
LISTS = ("features", "platforms", "categories", "languages", "based_on")


def software_of(page: SolutionPage) -> Software:
    """The page as a publiccode.yml: the file that it came from, with what people have changed since."""
    base = read_publiccode(page.publiccode.encode()).software if page.publiccode else Software()
    return _with_facts(base, facts_of(base), facts_of_page(page))


def changed_since(page: SolutionPage) -> list[str]:
    """The names of the page's fields that people have changed since its file was read; empty without a file."""
    if not page.publiccode:
        return []
    base = facts_of(read_publiccode(page.publiccode.encode()).software)
    return differing(base, facts_of_page(page))


def without_addresses(software: Software) -> Software:
    """The software without mail addresses and telephone numbers of its contacts, which are for members only."""
    contacts = tuple(replace(contact, email="", phone="") for contact in software.maintenance.contacts)
    return replace(software, maintenance=replace(software.maintenance, contacts=contacts))


def differing(old: Facts, new: Facts) -> list[str]:
    """The names of the facts that differ."""
    return [field.name for field in fields(Facts) if getattr(old, field.name) != getattr(new, field.name)]


def facts_of(software: Software) -> Facts:
    """What a file says, in the terms of the page."""
    text = _description(software)
    ids = [service.ozg_id or _ozg_id(service.leika_id) for service in software.germany.services]
    return Facts(
        title=software.name,
        summary=_shortened(text.short_description or text.generic_name),
        description=plain_text(to_html(text.long_description)),
        features=text.feature_list,
        repository=software.url,
        website=software.landing_url,
        documentation=text.documentation,
        licence=software.legal.license,
        development_status=software.development_status,
        software_type=software.software_type,
        platforms=software.platforms,
        categories=software.categories,
        languages=software.localisation.available_languages,
        version=software.software_version[:50],
        released_on=software.release_date,
        maintenance=software.maintenance.type,
        based_on=software.is_based_on,
        providers=tuple((each.name, each.website, each.email, each.until) for each in software.maintenance.contractors),
        contacts=tuple((each.name, each.affiliation, each.email, each.phone) for each in software.maintenance.contacts),
        services=tuple(dict.fromkeys(ozg_id for ozg_id in ids if ozg_id)),
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


def _ozg_id(leika_key: str) -> str:
    if not leika_key:
        return ""
    digits = "".join(filter(str.isdigit, leika_key))
    known = {str(key): ozg_id for ozg_id, keys in Service.objects.values_list("ozg_id", "leika_keys") for key in keys}
    return known.get(digits, "")


def _shortened(text: str) -> str:
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"


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
    return replace(
        base,
        descriptions=descriptions,
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


def to_html(text: str) -> str:
    """Plain text as rich text: paragraphs parted by empty lines, and lists of lines that begin with a dash or star."""
    blocks = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        lines = [" ".join(line.split()) for line in paragraph.split("\n")]
        lines = [line for line in lines if line]
        if lines and all(line.startswith(("- ", "* ")) for line in lines):
            blocks.append("<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>")
        elif lines:
            blocks.append(f"<p>{escape(' '.join(lines))}</p>")
    return "".join(blocks)


def plain_text(html: str) -> str:
    """Rich text as plain text in the same form."""
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    return "\n\n".join(block for block in ("\n".join(lines) for lines in reader.blocks) if block)


class _PlainText(HTMLParser):
    """Collects paragraphs and the lines of lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]
        self._text = ""
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "ul", "ol", "li", "br"}:
            self._end_line()
        if tag in {"p", "ul", "ol"}:
            self.blocks.append([])
        if tag == "li":
            self._mark = "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li"}:
            self._end_line()
            self._mark = ""
        if tag in {"ul", "ol"}:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        self._text += data

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        line = " ".join(self._text.split())
        if line:
            self.blocks[-1].append(self._mark + line)
        self._text = ""
