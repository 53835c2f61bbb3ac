"""Fills the benchmark's database with a wiki and a forum: what their pages show, in usual numbers."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from exchange.discussions.formatting import html_of_text
from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.services import open_thread
from exchange.discussions.services.counting import recount
from exchange.members.models import User
from exchange.notifications.enums import Event, Reason
from exchange.notifications.models import Delivery
from exchange.ozg.models import Service
from exchange.pages.models import ServiceLink, Visibility
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import Adoption, SolutionIndexPage, SolutionPage
from exchange.spaces.models import MunicipalityPage
from home.bench.texts import Vocabulary

SOLUTIONS = 4  # as many as one compares
ADOPTERS = 20  # of each
THREADS = 60
POSTS = 50  # in the longest thread; the others have five
WORDS_PER_POST = 60
NOTIFICATIONS = 40


@transaction.atomic
def write_wiki_and_forum(member: User, spaces: list[MunicipalityPage]) -> None:
    """Solutions with adopters, threads with posts, notifications of the one account; nothing where there are some."""
    if ThreadPage.objects.exists():
        return
    vocabulary = Vocabulary()
    chance = vocabulary.random
    services = list(Service.objects.municipal())
    solutions = [_solution(number, vocabulary, chance.sample(services, k=3)) for number in range(SOLUTIONS)]
    Adoption.objects.bulk_create(
        Adoption(
            municipality=space.municipality,
            solution=solution,
            state=chance.choice(AdoptionState.values),
            use_case=vocabulary.sentence()[:600],
            contact_role="Hauptamt",
            contact_mail="hauptamt@kommune.example",
        )
        for solution in solutions
        for space in chance.sample(spaces, k=min(ADOPTERS, len(spaces)))
    )
    for number in range(THREADS):
        thread = open_thread(
            author=member,
            title=f"{chance.choice(vocabulary.titles)} ({number})"[:150],
            html=_text(vocabulary),
            visibility=Visibility.PUBLIC,
            tags=chance.sample(vocabulary.tags, k=3),
            services=chance.sample(services, k=1),
            solution=chance.choice(solutions),
        )
        _answer(thread, member, POSTS - 1 if number == 0 else 4, vocabulary, chance)
    _notify(member)


def _solution(number: int, vocabulary: Vocabulary, services: list[Service]) -> SolutionPage:
    solution = SolutionPage(
        title=f"Software {number}",
        slug=f"software-{number}",
        summary=vocabulary.sentences(12)[:400],
        description=html_of_text(vocabulary.sentences(120)),
        licence="EUPL-1.2",
        live=False,
    )
    solution.service_links.set([ServiceLink(service=service) for service in services])
    SolutionIndexPage.objects.get().add_child(instance=solution)
    solution.save_revision().publish()
    return solution


def _text(vocabulary: Vocabulary) -> str:
    return html_of_text(vocabulary.sentences(WORDS_PER_POST))


def _answer(thread: ThreadPage, member: User, number: int, vocabulary: Vocabulary, chance: Random) -> None:
    begun = timezone.now() - timedelta(days=chance.randrange(1, 300))
    thread.posts.update(posted_at=begun)
    texts = [_text(vocabulary) for _ in range(number)]
    Post.objects.bulk_create(
        Post(
            thread=thread,
            author=member,
            municipality_id=thread.municipality_id,
            html=html,
            text=vocabulary.sentence(),
            posted_at=begun + timedelta(hours=place),
        )
        for place, html in enumerate(texts, start=1)
    )
    recount(thread)


def _notify(member: User) -> None:
    threads = ThreadPage.objects.order_by("pk")[:NOTIFICATIONS]
    Delivery.objects.bulk_create(
        Delivery(
            receiver=member,
            key=f"bench:{thread.pk}",
            event=Event.THREAD,
            reason=Reason.SERVICE,
            because="Wohngeld",
            page=thread,
        )
        for thread in threads
    )
