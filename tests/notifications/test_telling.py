"""Who is told what, and why: once each, the best fitting reason first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.discussions.enums import ThreadKind
from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.services import accept_answer, merge_threads, post_reply, split_thread
from exchange.members.models import User
from exchange.members.roles import Role
from exchange.notifications import events
from exchange.notifications.enums import Event, MailState, Reason, Rhythm, SubscriptionKind
from exchange.notifications.following import follow, unfollow
from exchange.notifications.models import Delivery, Subscription
from exchange.notifications.preferences import choose_rhythm
from exchange.pages.models import Tag
from exchange.reports.models import SoftwareUse
from exchange.solutions.adopting import adopt, withdraw
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import UserFactory, adoption_values, make_report, make_service, make_solution

pytestmark = pytest.mark.django_db

Ask = Callable[..., ThreadPage]
Told = Callable[[User], list[tuple[str, str]]]
PAGE, TAG, SERVICE = SubscriptionKind.PAGE, SubscriptionKind.TAG, SubscriptionKind.SERVICE
MUNICIPALITY = SubscriptionKind.MUNICIPALITY


def is_following(user: User, page: Any) -> bool:
    """Whether the person follows this page."""
    return Subscription.objects.active().to(PAGE, page.pk).filter(user=user).exists()


def test_writing_follows(ask: Ask, cast: Cast, told: Told) -> None:
    thread = ask()
    assert is_following(cast.author, thread)
    post_reply(thread=thread, author=cast.other, html="<p>Wir.</p>")
    assert is_following(cast.other, thread)
    assert told(cast.author) == [(Event.ANSWER, Reason.OWN_THREAD)]
    post_reply(thread=thread, author=cast.colleague, html="<p>Wir auch.</p>")
    assert told(cast.other) == [(Event.ANSWER, Reason.THREAD)]
    assert len(told(cast.author)) == 2
    assert told(cast.colleague) == []


def test_an_end_is_remembered(ask: Ask, cast: Cast, told: Told) -> None:
    thread = ask()
    unfollow(user=cast.author, kind=PAGE, target_id=thread.pk)
    post_reply(thread=thread, author=cast.author, html="<p>Noch etwas.</p>")
    post_reply(thread=thread, author=cast.other, html="<p>Wir.</p>")
    assert not is_following(cast.author, thread)
    assert told(cast.author) == []
    follow(user=cast.author, kind=PAGE, target_id=thread.pk)
    post_reply(thread=thread, author=cast.other, html="<p>Hier.</p>")
    assert told(cast.author) == [(Event.ANSWER, Reason.OWN_THREAD)]


def test_a_mention_goes_before_everything(ask: Ask, cast: Cast, told: Told) -> None:
    thread = ask()
    post_reply(thread=thread, author=cast.other, html="<p>@Aylin Autorin, wir.</p>")
    assert told(cast.author) == [(Event.ANSWER, Reason.MENTION)]
    ask(author=cast.other, html="<p>Weiß das @Aylin Autorin?</p>")
    assert told(cast.author)[1:] == [(Event.THREAD, Reason.MENTION)]


def test_a_question_is_routed(ask: Ask, cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage, told: Told) -> None:
    """Adopters, authors and followers, one message each with the best reason."""
    service, solution = make_service(), make_solution(title="Zammad")
    coordinator = UserFactory(municipality=lahr.municipality, role=Role.COORDINATOR)
    make_report(lahr, services=[service], owner=cast.trusted)
    adopt(municipality=lahr.municipality, solution=solution, actor=cast.other, values=adoption_values())
    for user in (cast.other, cast.editor):
        follow(user=user, kind=SERVICE, target_id=service.pk)
    follow(user=cast.editor, kind=PAGE, target_id=solution.pk)
    follow(user=cast.colleague, kind=MUNICIPALITY, target_id=kehl.municipality.pk)
    ask(services=[service], solution=solution, tags=["Ticket"])
    assert told(cast.other) == [(Event.THREAD, Reason.ADOPTER)]
    assert told(coordinator) == [(Event.THREAD, Reason.ADOPTER)]
    assert told(cast.trusted) == [(Event.THREAD, Reason.AUTHOR)]
    assert told(cast.editor) == [(Event.THREAD, Reason.SOLUTION)]
    assert told(cast.colleague)[-1] == (Event.THREAD, Reason.MUNICIPALITY)
    assert told(cast.author) == []
    assert told(cast.coordinator) == []
    assert told(cast.outsider) == []
    because = dict(Delivery.objects.filter(event=Event.THREAD).values_list("receiver", "because"))
    assert because[cast.editor.pk] == "Zammad"
    assert because[cast.colleague.pk] == "Kehl"


def test_routing_leaves_in_peace(ask: Ask, cast: Cast, lahr: MunicipalityPage, told: Told) -> None:
    """Who has ended following the solution, who wants nothing, who has withdrawn; and discussions are not routed."""
    service, solution = make_service(), make_solution()
    adoption = adopt(municipality=lahr.municipality, solution=solution, actor=cast.other, values=adoption_values())
    make_report(lahr, services=[service], owner=cast.trusted)
    ask(services=[service], solution=solution, kind=ThreadKind.DISCUSSION)
    assert told(cast.other) == told(cast.trusted) == []
    unfollow(user=cast.other, kind=PAGE, target_id=solution.pk)
    choose_rhythm(user=cast.trusted, rhythm=Rhythm.NEVER)
    ask(services=[service], solution=solution)
    assert told(cast.other) == told(cast.trusted) == []
    follow(user=cast.other, kind=PAGE, target_id=solution.pk)
    unfollow(user=cast.other, kind=PAGE, target_id=solution.pk)
    Subscription.objects.filter(user=cast.other, kind=PAGE, target_id=solution.pk).delete()
    withdraw(adoption=adoption, actor=cast.other)
    ask(services=[service], solution=solution)
    assert told(cast.other) == []


def test_routing_is_capped_but_not_for_followers(ask: Ask, cast: Cast, lahr: MunicipalityPage, settings: Any) -> None:
    service = make_service()
    authors = [UserFactory(municipality=lahr.municipality) for _ in range(5)]
    for author in authors:
        make_report(lahr, services=[service], owner=author)
    make_report(lahr, services=[service], owner=authors[0])
    for user in (authors[3], cast.other):
        follow(user=user, kind=SERVICE, target_id=service.pk)
    settings.ROUTED_AT_MOST = 2
    ask(services=[service])
    told = dict(Delivery.objects.filter(event=Event.THREAD).values_list("receiver", "reason"))
    assert sorted(told.values()) == [Reason.AUTHOR, Reason.AUTHOR, Reason.AUTHOR, Reason.SERVICE]
    assert told[authors[3].pk] == Reason.AUTHOR
    assert told[cast.other.pk] == Reason.SERVICE
    # The latest reports come first where the number of services is the same.
    assert {authors[0].pk, authors[4].pk} <= told.keys()


def test_telling_twice_tells_once(ask: Ask, cast: Cast) -> None:
    thread = ask(tags=["Hund"])
    follow(user=cast.other, kind=TAG, target_id=Tag.objects.get(name="Hund").pk)
    opening = Post.objects.get(thread=thread)
    for _ in range(2):
        events.tell_of_post(opening.pk, [cast.other.pk])
    assert Delivery.objects.filter(receiver=cast.other).count() == 1


def test_published_pages(cast: Cast, lahr: MunicipalityPage, told: Told) -> None:
    """The first publication is told to followers of what it is about, later ones to those who follow the page."""
    solution = make_solution(title="Zammad")
    service = make_service()
    follow(user=cast.author, kind=PAGE, target_id=solution.pk)
    follow(user=cast.colleague, kind=SERVICE, target_id=service.pk)
    follow(user=cast.trusted, kind=MUNICIPALITY, target_id=lahr.municipality.pk)
    report = make_report(
        lahr, services=[service], owner=cast.other, software=[SoftwareUse(name="Z", solution=solution)]
    )
    assert told(cast.author) == [(Event.PAGE, Reason.SOLUTION)]
    assert told(cast.colleague) == [(Event.PAGE, Reason.SERVICE)]
    assert told(cast.trusted) == [(Event.PAGE, Reason.MUNICIPALITY)]
    assert told(cast.other) == []
    follow(user=cast.coordinator, kind=PAGE, target_id=report.pk)
    for _ in range(2):
        report.save_revision(user=cast.other).publish(skip_permission_checks=True)
    assert told(cast.coordinator) == [(Event.UPDATE, Reason.FOLLOWED_PAGE)]
    assert len(told(cast.author)) == len(told(cast.colleague)) == 1


def test_drafts_are_nobodys_business(cast: Cast, lahr: MunicipalityPage, told: Told) -> None:
    follow(user=cast.author, kind=MUNICIPALITY, target_id=lahr.municipality.pk)
    make_report(lahr, live=False, owner=cast.other)
    assert told(cast.author) == []


def test_adoptions(cast: Cast, lahr: MunicipalityPage, told: Told) -> None:
    solution = make_solution()
    follow(user=cast.author, kind=PAGE, target_id=solution.pk)
    for _ in range(2):
        adopt(municipality=lahr.municipality, solution=solution, actor=cast.other, values=adoption_values())
    assert told(cast.author) == [(Event.ADOPTION, Reason.FOLLOWED_PAGE)]
    assert told(cast.other) == []


def test_accepted_answers(ask: Ask, cast: Cast, told: Told) -> None:
    thread = ask()
    post = post_reply(thread=thread, author=cast.other, html="<p>So.</p>")
    accept_answer(thread=thread, post=post, actor=cast.author)
    assert told(cast.other) == [(Event.ACCEPTED, Reason.OWN_POST)]
    assert told(cast.author) == [(Event.ANSWER, Reason.OWN_THREAD)]


def test_merged_and_split_threads_keep_their_followers(ask: Ask, cast: Cast, told: Told) -> None:
    old, new = ask("Alt"), ask("Neu")
    first = post_reply(thread=old, author=cast.other, html="<p>Wir.</p>")
    follow(user=cast.colleague, kind=PAGE, target_id=old.pk)
    part = split_thread(posts=[first], title="Teil", actor=cast.editor)
    assert is_following(cast.other, part)
    assert Delivery.objects.get(receiver=cast.author).page_id == part.pk
    merge_threads(thread=old, into=new, actor=cast.editor)
    assert is_following(cast.colleague, new)
    assert not Subscription.objects.filter(target_id=old.pk, kind=PAGE).exists()


def test_rhythms(ask: Ask, cast: Cast) -> None:
    """Weekly is the default; on the site only makes no mail; never makes nothing."""
    thread = ask()
    for user, rhythm in ((cast.colleague, Rhythm.SITE), (cast.trusted, Rhythm.NEVER), (cast.coordinator, None)):
        follow(user=user, kind=PAGE, target_id=thread.pk)
        if rhythm:
            choose_rhythm(user=user, rhythm=rhythm)
    post_reply(thread=thread, author=cast.other, html="<p>Wir.</p>")
    states = dict(Delivery.objects.values_list("receiver", "mail_state"))
    assert states == {
        cast.author.pk: MailState.PENDING,
        cast.colleague.pk: MailState.NONE,
        cast.coordinator.pk: MailState.PENDING,
    }
    choose_rhythm(user=cast.coordinator, rhythm=Rhythm.SITE)
    assert Delivery.objects.get(receiver=cast.coordinator).mail_state == MailState.NONE


def test_telling_more_people_asks_no_more(ask: Ask, cast: Cast, lahr: MunicipalityPage) -> None:
    """N and N+4 receivers of each kind cost the same number of queries."""
    service, solution = make_service(), make_solution()

    def grow(number: int) -> None:
        for _ in range(number):
            user = UserFactory(municipality=lahr.municipality, role=Role.COORDINATOR)
            make_report(lahr, services=[service], owner=user)
            follower = UserFactory(municipality=lahr.municipality)
            for kind, key in ((SERVICE, service.pk), (PAGE, solution.pk)):
                follow(user=follower, kind=kind, target_id=key)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            events.tell_of_post(Post.objects.latest("pk").pk, [])
        return len(queries)

    adopt(municipality=lahr.municipality, solution=solution, actor=cast.other, values=adoption_values())
    grow(2)
    ask(services=[service], solution=solution)
    before, told = count(), Delivery.objects.count()
    grow(4)
    ask("Und sonst?", services=[service], solution=solution)
    assert count() <= before
    assert Delivery.objects.count() > 2 * told
