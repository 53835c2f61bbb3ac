"""Many write at once: nothing is lost, doubled or counted wrong, and the page tree stays whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from exchange.discussions.models import ForumIndexPage, HelpfulVote, Post, ReadMark, ThreadPage
from exchange.discussions.services import mark_helpful, open_thread, post_reply
from exchange.members.models import User
from exchange.spaces.models import MunicipalityPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST = 120  # seconds
WRITERS = 20


@pytest.fixture(autouse=True)
def only_where_many_write() -> None:
    """SQLite has one writer at a time."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets the second writer begin when the first one is done.")


@pytest.fixture
def people(kehl: MunicipalityPage) -> list[User]:
    """Twenty members."""
    return [UserFactory(municipality=kehl.municipality) for _ in range(WRITERS)]


def all_at_once(work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """Do the work for each item, twenty at a time, each on a connection of its own."""

    def run(item: Any) -> Any:
        try:
            return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        futures = [pool.submit(run, item) for item in items]
        return [future.result(LONGEST) for future in futures]


def test_fifty_threads_at_once(people: list[User]) -> None:
    all_at_once(
        lambda number: open_thread(author=people[number % WRITERS], title="Dieselbe Frage?", html="<p>?</p>"),
        range(50),
    )
    threads = ThreadPage.objects.child_of(ForumIndexPage.objects.get())
    assert threads.count() == 50
    assert len(set(threads.values_list("path", flat=True))) == 50
    assert len(set(threads.values_list("slug", flat=True))) == 50
    assert ForumIndexPage.objects.get().numchild == 50
    assert ThreadPage.find_problems() == ([], [], [], [], [])


def test_two_hundred_posts_by_twenty_members(people: list[User]) -> None:
    thread = open_thread(author=people[0], title="Alle auf einmal", html="<p>?</p>")
    all_at_once(
        lambda number: post_reply(thread=thread, author=people[number % WRITERS], html=f"<p>Beitrag {number}</p>"),
        range(200),
    )
    thread.refresh_from_db()
    posts = thread.posts.filter(is_opening=False)
    assert sorted(int(post.text.split()[1]) for post in posts) == list(range(200))
    assert thread.reply_count == 200
    latest = Post.objects.filter(thread=thread).order_by("posted_at", "pk").last()
    assert latest is not None
    assert thread.last_posted_at == latest.posted_at
    assert ReadMark.objects.filter(thread=thread).count() == WRITERS


def test_helpful_votes_at_once(people: list[User]) -> None:
    thread = open_thread(author=people[0], title="Hilfreich?", html="<p>?</p>")
    post = post_reply(thread=thread, author=people[0], html="<p>So geht es.</p>")
    # Everybody presses the button three times.
    all_at_once(lambda person: mark_helpful(post=post, user=person, helpful=True), people[1:] * 3)
    post.refresh_from_db()
    assert post.helpful_count == HelpfulVote.objects.filter(post=post).count() == WRITERS - 1
