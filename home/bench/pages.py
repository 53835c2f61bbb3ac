"""Fills the benchmark's own database: the real page tree with as many reports as asked for."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from exchange.german import german_slug
from exchange.members.models import Membership, User
from exchange.members.roles import Role
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.pages.models import ExchangePage, ServiceLink, Tag, TaggedPage, Visibility
from exchange.reports.enums import Procurement, SoftwareKind, Status
from exchange.reports.models import ReportPage, SoftwareUse
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import join_municipality
from home.bench.forum import write_wiki_and_forum
from home.bench.texts import COMMON_WORD, QUESTIONS, Vocabulary
from home.setup import ensure_site
from search import rebuilding
from search.models import IndexedPage

MEMBER = "bench@interkommunal.example"
WORDS_PER_REPORT = 400
BATCH = 200
MEMBERS_ONLY_EVERY = 8
COMMON_WORD_EVERY = 10
YEARS = 5


class ForeignDatabaseError(Exception):
    """The database holds accounts that the bench has not made."""


def fill(number: int, say: Callable[[str], object]) -> None:
    """Migrate, and make the tree and so many reports unless they are there; ``say`` is told how far it is.

    Raises ForeignDatabaseError rather than touch a database in which people work.
    """
    call_command("migrate", verbosity=0)
    if User.objects.exclude(email=MEMBER).exists():
        raise ForeignDatabaseError("This database is in use; give the benchmark an empty one of its own.")
    if ReportPage.objects.count() != number:
        if ReportPage.objects.exists():
            raise ForeignDatabaseError("It holds another number of reports; give the benchmark an empty database.")
        say("Page tree and municipalities …")
        ensure_site()
        spaces = _join_all()
        with transaction.atomic():
            _write_reports(number, spaces, say)
    say("Wiki and forum …")
    write_wiki_and_forum(User.objects.get(email=MEMBER), list(MunicipalityPage.objects.select_related("municipality")))
    if rebuilding.is_needed() or IndexedPage.objects.count() < number:
        say("Search index …")
        rebuilding.rebuild(lambda done, pages: say(f"{done} of {pages} pages"))
    # What PostgreSQL's autovacuum does a minute later: until then a database knows nothing of the tables' sizes.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _join_all() -> list[MunicipalityPage]:
    """Every municipality of the register takes part; the one account is an author in the first."""
    member = User.objects.create_superuser(MEMBER, first_name="Bea", last_name="Bench")
    spaces = [join_municipality(municipality=each, actor=member) for each in Municipality.objects.all()]
    User.objects.filter(pk=member.pk).update(is_superuser=False, is_staff=False)
    Membership.objects.create(user=member, municipality_id=spaces[0].municipality_id, role=Role.AUTHOR)
    return spaces


def _write_reports(number: int, spaces: list[MunicipalityPage], say: Callable[[str], object]) -> None:
    vocabulary = Vocabulary()
    tags = [Tag(name=name, slug=german_slug(name)) for name in vocabulary.tags]
    Tag.objects.bulk_create(tags)
    services = list(Service.objects.municipal())
    reports = _reports(number, spaces, vocabulary)
    for batch in iter(lambda: list(itertools.islice(reports, BATCH)), []):
        _insert(batch)
        chance = vocabulary.random
        TaggedPage.objects.bulk_create(
            TaggedPage(tag=tag, content_object_id=report.pk) for report in batch for tag in chance.sample(tags, k=5)
        )
        ServiceLink.objects.bulk_create(
            ServiceLink(service=service, page_id=report.pk, sort_order=order)
            for report in batch
            for order, service in enumerate(chance.sample(services, k=2))
        )
        SoftwareUse.objects.bulk_create(
            SoftwareUse(report_id=report.pk, name=vocabulary.sentence()[:60], kind=chance.choice(SoftwareKind.values))
            for report in batch
        )
        say(f"{batch[-1].number} of {number} reports")
    for space in spaces:
        ExchangePage.objects.filter(pk=space.pk).update(numchild=ExchangePage.objects.child_of(space).count())


def _reports(number: int, spaces: list[MunicipalityPage], vocabulary: Vocabulary) -> Iterator[Any]:
    """Reports not yet stored, one municipality after the other; every page gets its place in the tree."""
    chance = vocabulary.random
    content_type = ContentType.objects.get_for_model(ReportPage)
    owner = User.objects.get(email=MEMBER)
    now = timezone.now()
    for index in range(number):
        space = spaces[index % len(spaces)]
        slug = f"{german_slug(chance.choice(vocabulary.titles), 60)}-{index}"
        title = f"{chance.choice(vocabulary.titles)} ({index})"
        moment = now - timedelta(minutes=chance.randrange(YEARS * 365 * 24 * 60))
        begin = moment.date() - timedelta(days=300)
        report = ReportPage(
            path=ExchangePage._get_path(space.path, space.depth + 1, index // len(spaces) + 1),
            depth=space.depth + 1,
            numchild=0,
            translation_key=uuid.uuid4(),
            locale_id=space.locale_id,
            content_type=content_type,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{space.url_path}{slug}/",
            owner=owner,
            live=True,
            has_unpublished_changes=False,
            first_published_at=moment,
            last_published_at=moment,
            latest_revision_created_at=moment,
            municipality=space.municipality,
            visibility=Visibility.PUBLIC if index % MEMBERS_ONLY_EVERY else Visibility.MEMBERS,
            summary=vocabulary.sentences(20)[:400] + ("" if index % COMMON_WORD_EVERY else f" {COMMON_WORD}."),
            review_due=date(now.year, 1, 1) + timedelta(days=chance.randrange(700)),
            status=chance.choice(Status.values),
            started_on=begin,
            cost_once=Decimal(chance.randrange(0, 90_000, 500)),
            cost_per_year=Decimal(chance.randrange(0, 9_000, 100)),
            effort_person_days=Decimal(chance.randrange(2, 120)),
            cases_per_year=chance.randrange(10, 4_000),
            procurement=chance.choice(Procurement.values),
            contact_role="Hauptamt",
            **{name: vocabulary.paragraphs(WORDS_PER_REPORT // len(QUESTIONS)) for name in QUESTIONS},
        )
        report.number = index + 1
        yield report


def _insert(reports: list[Any]) -> None:
    """Store the reports in both their tables; Django's bulk_create knows one table only."""
    shared = [field for field in ExchangePage._meta.concrete_fields if not field.primary_key]
    parents = [
        ExchangePage(**{field.attname: getattr(report, field.attname) for field in shared}) for report in reports
    ]
    ExchangePage.objects.bulk_create(parents)
    for report, parent in zip(reports, parents, strict=True):
        report.pk = report.id = report.exchangepage_ptr_id = parent.pk
    own: list[models.Field[Any, Any]] = list(ReportPage._meta.local_concrete_fields)
    ReportPage._base_manager.all()._insert(reports, fields=own, using=ReportPage.objects.db)
