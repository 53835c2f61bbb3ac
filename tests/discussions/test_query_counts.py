"""Threads and their lists ask the database as often for many posts as for few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exchange.discussions.models import Attachment, HelpfulVote, Post, ThreadPage
from exchange.discussions.services import accept_answer, post_reply
from exchange.members.models import User
from exchange.pages.enums import Visibility
from tests.factories import UserFactory, make_service, make_solution

pytestmark = pytest.mark.django_db

MakeThread = Callable[..., ThreadPage]


def count(browser: Client, address: str) -> int:
    """Queries of the second time, when what is kept has been made."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    return len(queries)


def grow(thread: ThreadPage, author: User, number: int) -> None:
    """That many more answers, each with a file and a vote."""
    voter = UserFactory(municipality=thread.municipality)
    for _ in range(number):
        post = post_reply(thread=thread, author=author, html="<p>Noch eine.</p>")
        HelpfulVote.objects.create(post=post, user=voter)
        Attachment.objects.create(post=post, file=ContentFile(b"x", "x.txt"), name="x.txt", size=1)


@pytest.fixture
def thread(make_thread: MakeThread, helper: User, asker: User, settings: Any, tmp_path: Any) -> ThreadPage:
    """A public thread with everything that a thread may have."""
    settings.MEDIA_ROOT = tmp_path
    settings.VISITOR_CACHE_SECONDS = 0
    thread = make_thread(
        visibility=Visibility.PUBLIC,
        tags=["Hundesteuer", "OZG"],
        services=[make_service()],
        solution=make_solution(title="Zammad"),
    )
    grow(thread, helper, 3)
    accept_answer(thread=thread, post=thread.posts.last(), actor=asker)
    return thread


def test_a_thread_for_members_takes_at_most_14_queries(thread: ThreadPage, helper: User, browser_of: Any) -> None:
    browser, visitor = browser_of(helper), browser_of(None)
    short = count(browser, thread.list_url), count(visitor, thread.list_url)
    grow(thread, helper, 40)
    assert (count(browser, thread.list_url), count(visitor, thread.list_url)) == short
    assert count(browser, f"{thread.list_url}?page=3") <= short[0]
    assert short[0] <= 14
    assert short[1] <= 8


def test_the_list_takes_at_most_8_queries(
    thread: ThreadPage, make_thread: MakeThread, helper: User, browser_of: Any
) -> None:
    browser, visitor = browser_of(helper), browser_of(None)
    short = count(browser, "/austausch/"), count(visitor, "/austausch/")
    for number in range(4):
        grow(make_thread(f"Frage {number}", visibility=Visibility.PUBLIC, tags=["OZG"]), helper, 2)
    assert (count(browser, "/austausch/"), count(visitor, "/austausch/")) == short
    assert max(short) <= 8


@pytest.mark.parametrize("query", ["page=1000", "page=1", "ansicht=unbeantwortet", "ansicht=meine"])
def test_no_list_reads_through_the_posts(
    make_thread: MakeThread, asker: User, helper: User, query: str, browser_of: Any
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL tells how it would go about many rows.")
    _many_posts(make_thread("Lang"), helper)
    for number in range(3):
        post_reply(thread=make_thread(f"Kurz {number}"), author=helper, html="<p>Ja.</p>")
    browser, address = browser_of(asker), f"/austausch/?{query}"
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        browser.get(address)
    with connection.cursor() as cursor:
        for sql in [each["sql"] for each in queries]:
            if sql.startswith("SELECT") and "discussions_post" in sql:
                cursor.execute(f"EXPLAIN {sql}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "Seq Scan on discussions_post" not in plan, plan


def _many_posts(thread: ThreadPage, author: User) -> None:
    """So many that reading all of them would be dear, with statistics that say so."""
    now = timezone.now()
    ThreadPage.objects.filter(pk=thread.pk).update(live=False)
    Post.objects.bulk_create(
        Post(thread=thread, author=author, html="<p>x</p>", text="x", posted_at=now + timedelta(seconds=number))
        for number in range(5_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE discussions_post")
