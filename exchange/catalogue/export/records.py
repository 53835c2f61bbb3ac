"""What is given away of solutions and adoptions: what a visitor may read, without addresses and names of people.

The names of the fields are those of the JSON files and are promised to whoever reads them; docs/open-data.md says what
each of them means. Everything is read with a number of queries that does not grow with the content.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Prefetch
from django.urls import reverse

from exchange.ozg.models import Service
from exchange.pages.models import ServiceLink
from exchange.pages.models.querysets import ExchangePageQuerySet
from exchange.solutions.categories import category_label
from exchange.solutions.models import Adoption, Contact, SolutionPage
from exchange.solutions.models.adoption import AdoptionQuerySet
from exchange.solutions.prose import plain_text

# People write addresses into texts, too; for a file that is copied all over the world that is one too many.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MAIL_LEFT_OUT = "[…]"


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service of the OZG catalogue."""

    ozg_id: str
    name: str
    topic_field: str
    leika_keys: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """A company that maintains the software; ``until`` is the end of its contract."""

    name: str
    website: str
    until: date | None


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """Whom to ask: a role and its organisation, never a person. One of them may be empty."""

    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SolutionRecord:
    """A solution. ``description`` is plain text, ``licence`` an SPDX expression, ``used_by`` counts by state of use."""

    url: str
    title: str
    summary: str
    description: str
    features: list[str]
    licence: str
    licence_kind: str
    repository: str
    website: str
    documentation: str
    version: str
    released_on: date | None
    development_status: str
    software_type: str
    maintenance: str
    platforms: list[str]
    languages: list[str]
    categories: list[str]
    category_names: list[str]
    based_on: list[str]
    services: list[ServiceRecord]
    tags: list[str]
    providers: list[ProviderRecord]
    contacts: list[ContactRecord]
    used_by: dict[str, int]
    publiccode: str
    published_at: datetime | None
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CoupledRecord:
    """Specialist software that was connected with the solution, and whether the connection works."""

    name: str
    worked: bool
    note: str


@dataclass(frozen=True, slots=True)
class AdoptionRecord:
    """How a municipality (``ags``: its official key) stands to a solution."""

    municipality: str
    ags: str
    municipality_url: str
    county: str
    federal_state: str
    population: int | None
    solution: str
    solution_url: str
    state: str
    version: str
    since: date | None
    operated_by: str
    use_case: str
    contact_role: str
    coupled: list[CoupledRecord]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LastChanges:
    """When something given away was changed last, None where there is nothing."""

    solutions: datetime | None
    adoptions: datetime | None


def absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def without_mail(text: str) -> str:
    """The text, with a mark where a mail address stood."""
    return _MAIL.sub(MAIL_LEFT_OUT, text)


def solution_records() -> list[SolutionRecord]:
    """All solutions that everybody may read, by name."""
    pages = (
        _solutions()
        .order_by("title", "pk")
        .prefetch_related(
            Prefetch("service_links", ServiceLink.objects.select_related("service__topic_field")),
            "tagged_items__tag",
            "providers",
            "contacts",
        )
    )
    states: dict[int, Counter[str]] = defaultdict(Counter)
    for solution_id, state, number in (
        _adoptions().order_by().values_list("solution_id", "state").annotate(number=Count("pk"))
    ):
        states[solution_id][state] = number
    return [_solution(page, states[page.pk]) for page in pages]


def adoption_records() -> list[AdoptionRecord]:
    """All adoptions that have not been withdrawn, of solutions that everybody may read: by municipality and solution.

    The contact's address is not even read.
    """
    adoptions = (
        _adoptions()
        .select_related("municipality", "solution")
        .prefetch_related("coupled")
        .defer("contact_mail", "solution__description", "solution__publiccode")
        .order_by("municipality__sort_name", "municipality__ags", "solution__title", "pk")
    )
    return [_adoption(adoption) for adoption in adoptions]


def last_changes() -> LastChanges:
    """The latest publication of a solution and the latest change of an adoption, withdrawn ones included."""
    published = _solutions().order_by().aggregate(last=Max("last_published_at"))
    changed = Adoption.objects.filter(solution__in=_solutions().order_by().values("pk")).aggregate(
        last=Max("changed_at")
    )
    return LastChanges(solutions=published["last"], adoptions=changed["last"])


def numbers() -> tuple[int, int]:
    """How many solutions and adoptions there are."""
    return _solutions().count(), _adoptions().count()


def _solutions() -> ExchangePageQuerySet:
    visible: ExchangePageQuerySet = SolutionPage.objects.visible_to(AnonymousUser())
    return visible


def _adoptions() -> AdoptionQuerySet:
    return Adoption.objects.declared().filter(solution__in=_solutions().order_by().values("pk"))


def _solution(page: SolutionPage, states: Counter[str]) -> SolutionRecord:
    return SolutionRecord(
        url=absolute(page.list_url),
        title=page.title,
        summary=without_mail(page.summary),
        description=without_mail(plain_text(page.description)),
        features=[without_mail(str(feature)) for feature in page.features],
        licence=page.licence,
        licence_kind=page.licence_kind,
        repository=page.repository,
        website=page.website,
        documentation=page.documentation,
        version=page.version,
        released_on=page.released_on,
        development_status=page.development_status,
        software_type=page.software_type,
        maintenance=page.maintenance,
        platforms=list(page.platforms),
        languages=list(page.languages),
        categories=list(page.categories),
        category_names=[category_label(category) for category in page.categories],
        based_on=[str(address) for address in page.based_on],
        services=[_service(service) for service in page.service_list],
        tags=[tag.name for tag in page.tag_list],
        providers=[ProviderRecord(each.name, each.website, each.until) for each in page.providers.all()],
        contacts=_contacts(page.contacts.all(), out_of_a_file=bool(page.publiccode)),
        used_by=dict(sorted(states.items())),
        publiccode=absolute(reverse("solutions:publiccode", args=[page.slug])),
        published_at=page.first_published_at,
        changed_at=page.last_published_at,
    )


def _service(service: Service) -> ServiceRecord:
    return ServiceRecord(
        ozg_id=service.ozg_id,
        name=service.name,
        topic_field=service.topic_field.name,
        leika_keys=list(service.leika_keys),
        url=absolute(service.get_absolute_url()),
    )


def _contacts(contacts: Iterable[Contact], *, out_of_a_file: bool) -> list[ContactRecord]:
    """Roles and organisations. The editor asks for a role, but a publiccode.yml names persons: these stay here."""
    found = (
        ContactRecord(
            role="" if out_of_a_file else without_mail(contact.name), organisation=without_mail(contact.affiliation)
        )
        for contact in contacts
    )
    return [each for each in dict.fromkeys(found) if each.role or each.organisation]


def _adoption(adoption: Adoption) -> AdoptionRecord:
    municipality = adoption.municipality
    return AdoptionRecord(
        municipality=municipality.name,
        ags=municipality.ags,
        municipality_url=absolute(adoption.space_url),
        county=municipality.county,
        federal_state=municipality.state,
        population=municipality.population,
        solution=adoption.solution.title,
        solution_url=absolute(adoption.solution.list_url),
        state=adoption.state,
        version=adoption.version,
        since=adoption.since,
        operated_by=adoption.operated_by,
        use_case=without_mail(adoption.use_case),
        contact_role=without_mail(adoption.contact_role),
        coupled=[CoupledRecord(each.name, each.worked, without_mail(each.note)) for each in adoption.coupled.all()],
        changed_at=adoption.changed_at,
    )
