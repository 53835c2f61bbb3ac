"""Inbox, counter, settings, subscriptions and buttons, as each of the cast meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.discussions.listing import thread_list
from exchange.discussions.models import ThreadPage
from exchange.discussions.services import post_reply, remove_post
from exchange.discussions.signals import thread_seen
from exchange.members.models import User
from exchange.notifications.enums import MailState, Rhythm, SubscriptionKind
from exchange.notifications.following import follow, unfollow
from exchange.notifications.mails.sending import send_due
from exchange.notifications.models import Delivery, Subscription
from exchange.notifications.preferences import choose_rhythm, rhythm_of
from exchange.notifications.unsubscribing import unsubscribe_url
from exchange.pages.enums import Visibility
from exchange.pages.models import Tag
from exchange.spaces.models import MunicipalityPage
from search.models import SavedSearch
from tests.conftest import Cast
from tests.factories import make_report, make_service, make_solution

pytestmark = pytest.mark.django_db

Ask = Callable[..., ThreadPage]
Browser = Callable[[User | None], Client]

INBOX = "/mein-bereich/benachrichtigungen/"
SETTINGS = "/mein-bereich/benachrichtigungen/einstellungen/"
SUBSCRIPTIONS = "/mein-bereich/abonnements/"
FOLLOW = "/mein-bereich/abonnements/folgen/"


@pytest.fixture
def answered(ask: Ask, cast: Cast) -> ThreadPage:
    """A question of the author with an answer."""
    thread = ask()
    post_reply(thread=thread, author=cast.other, html="<p>Wir haben sie seit 2024.</p>")
    return thread


def page(browser: Client, address: str = INBOX) -> str:
    """The text of a page that is there."""
    response = browser.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("address", [INBOX, SETTINGS, SUBSCRIPTIONS])
def test_pages_are_for_members(cast: Cast, browser_of: Browser, address: str) -> None:
    for user in cast.members.values():
        assert browser_of(user).get(address).status_code == 200
    assert browser_of(cast.outsider).get(address).status_code == 404
    assert browser_of(None).get(address).headers["Location"].startswith("/anmelden/")


@pytest.mark.parametrize("address", [f"{INBOX}gelesen/", FOLLOW])
def test_buttons_are_for_members(cast: Cast, browser_of: Browser, address: str) -> None:
    service = make_service()
    values = {"art": "service", "ziel": service.pk}
    assert browser_of(cast.author).post(address, values).status_code == 302
    assert browser_of(cast.author).get(address).status_code == 405
    assert browser_of(cast.outsider).post(address, values).status_code == 404
    assert browser_of(None).post(address, values).headers["Location"].startswith("/anmelden/")
    assert Client(enforce_csrf_checks=True).post(address, values).status_code == 403


def test_inbox(answered: ThreadPage, cast: Cast, browser_of: Browser) -> None:
    """What is new first; what has been looked at stays under „Alle“."""
    browser = browser_of(cast.author)
    text = page(browser)
    assert "Wer hat die Hundesteuer online?" in text
    assert f"{cast.other} (Lahr/Schwarzwald) hat geantwortet" in text
    assert "weil Sie gefragt haben" in text
    assert "1 ungelesene Benachrichtigungen" in text
    delivery = Delivery.objects.get(receiver=cast.author)
    response = browser.get(f"{INBOX}{delivery.pk}/")
    assert response.headers["Location"] == delivery.post.get_absolute_url()
    delivery.refresh_from_db()
    assert delivery.read_at is not None
    assert delivery.mail_state == MailState.NONE
    text = page(browser)
    assert "Sie haben alles gelesen." in text
    assert "ungelesene Benachrichtigungen" not in text
    assert "Wer hat die Hundesteuer online?" in page(browser, f"{INBOX}?ansicht=alle")
    assert "Noch nichts Neues" in page(browser_of(cast.colleague))


def test_a_notification_is_its_receivers(answered: ThreadPage, cast: Cast, browser_of: Browser) -> None:
    delivery = Delivery.objects.get(receiver=cast.author)
    for user in (cast.other, cast.editor, cast.outsider):
        assert browser_of(user).get(f"{INBOX}{delivery.pk}/").status_code == 404
    for key in (0, 10**18, 10**30):
        assert browser_of(cast.author).get(f"{INBOX}{key}/").status_code == 404


def test_what_is_gone_is_neither_shown_nor_counted(ask: Ask, cast: Cast, browser_of: Browser) -> None:
    hidden, removed = ask("Verschwundene Frage"), ask("Frage mit entfernter Antwort")
    post_reply(thread=hidden, author=cast.other, html="<p>Geheime Antwort.</p>")
    post = post_reply(thread=removed, author=cast.other, html="<p>Beleidigung.</p>")
    browser = browser_of(cast.author)
    assert "2 ungelesene Benachrichtigungen" in page(browser)
    ThreadPage.objects.get(pk=hidden.pk).unpublish()
    remove_post(post=post, actor=cast.editor)
    for address in (INBOX, f"{INBOX}?ansicht=alle"):
        text = page(browser, address)
        assert "ungelesene Benachrichtigungen" not in text
        assert "Verschwundene" not in text
        assert "Beleidigung" not in text
    for delivery in Delivery.objects.filter(receiver=cast.author):
        assert browser.get(f"{INBOX}{delivery.pk}/").status_code == 404


def test_reading_the_thread_is_reading_of_it(answered: ThreadPage, cast: Cast) -> None:
    """As far as it was shown."""
    first = answered.posts.get(is_opening=True)
    thread_seen.send(ThreadPage, user=cast.author, thread_id=answered.pk, last_post_id=first.pk)
    assert Delivery.objects.get(receiver=cast.author).read_at is None
    last = answered.posts.latest("pk")
    thread_seen.send(ThreadPage, user=cast.author, thread_id=answered.pk, last_post_id=last.pk)
    assert Delivery.objects.get(receiver=cast.author).read_at is not None


def test_looking_at_a_page_is_reading_of_it(cast: Cast, lahr: MunicipalityPage, browser_of: Browser) -> None:
    follow(user=cast.author, kind=SubscriptionKind.MUNICIPALITY, target_id=lahr.municipality.pk)
    report = make_report(lahr, title="Neuer Bericht", owner=cast.other)
    browser = browser_of(cast.author)
    assert "1 ungelesene" in page(browser, "/")
    assert "ungelesene" not in page(browser, report.list_url)
    assert "ungelesene" not in page(browser, "/")
    assert Delivery.objects.get(receiver=cast.author).mail_state == MailState.NONE


def test_the_counter_ends_at_99(cast: Cast, answered: ThreadPage, browser_of: Browser) -> None:
    Delivery.objects.bulk_create(
        Delivery(receiver=cast.author, key=f"x:{number}", event="answer", reason="thread", page_id=answered.pk)
        for number in range(120)
    )
    assert "99+ ungelesene" in page(browser_of(cast.author), "/")


def test_mark_all_read(answered: ThreadPage, cast: Cast, browser_of: Browser) -> None:
    post_reply(thread=answered, author=cast.author, html="<p>Danke!</p>")
    browser_of(cast.author).post(f"{INBOX}gelesen/")
    assert Delivery.objects.get(receiver=cast.author).read_at is not None
    assert Delivery.objects.get(receiver=cast.other).read_at is None


def test_settings(cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.author)
    assert rhythm_of(cast.author) == Rhythm.WEEKLY
    assert browser.post(SETTINGS, {"rhythm": "daily"}).status_code == 302
    assert rhythm_of(cast.author) == Rhythm.DAILY
    for wrong in ({}, {"rhythm": "hourly"}, {"rhythm": "\0"}):
        response = browser.post(SETTINGS, wrong)
        assert response.status_code == 200
        assert "Bitte wählen Sie" in response.content.decode()
    assert rhythm_of(cast.author) == Rhythm.DAILY


def test_buttons_follow_and_end(
    cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser
) -> None:
    """On the pages of all that can be followed; for members only."""
    solution, service = make_solution(), make_service()
    report = make_report(lahr, tags=["Hund"], visibility=Visibility.PUBLIC)
    saved = SavedSearch.objects.create(user=cast.author, name="Hund", address="q=hund")
    tag = Tag.objects.get(name="Hund")
    places = {
        report.list_url: ("page", report.pk),
        solution.list_url: ("page", solution.pk),
        service.get_absolute_url(): ("service", service.pk),
        tag.get_absolute_url(): ("tag", tag.pk),
        lahr.list_url: ("municipality", lahr.municipality.pk),
        "/suche/gemerkt/": ("search", saved.pk),
    }
    browser = browser_of(cast.author)
    for address, (kind, key) in places.items():
        assert FOLLOW not in browser_of(None).get(address).content.decode()
        assert "Folgen" in page(browser, address)
        response = browser.post(FOLLOW, {"art": kind, "ziel": key, "zurueck": address})
        assert response.headers["Location"] == address
        assert Subscription.objects.active().filter(user=cast.author, kind=kind, target_id=key).exists()
        assert "Nicht mehr folgen" in page(browser, address)
    listed = page(browser, SUBSCRIPTIONS)
    for name in (report.title, solution.title, service.name, "Hund", "Lahr/Schwarzwald"):
        assert name in listed
    assert report.title not in page(browser, f"{SUBSCRIPTIONS}?art=service")
    for kind, key in places.values():
        browser.post(FOLLOW, {"art": kind, "ziel": key, "ende": "1"})
    assert not Subscription.objects.active().exists()
    assert "Sie folgen noch nichts" in page(browser, SUBSCRIPTIONS)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"art": "page"},
        {"art": "user", "ziel": "1"},
        {"art": "page", "ziel": "x"},
        {"art": "page", "ziel": "-1"},
        {"art": "page", "ziel": str(10**40)},
        {"art": "page", "ziel": "999999"},
        {"art": "tag\0", "ziel": "1"},
        {"art": "search", "ziel": "999999", "ende": "1"},
    ],
)
def test_nonsense_cannot_be_followed(cast: Cast, browser_of: Browser, values: dict[str, str]) -> None:
    assert browser_of(cast.author).post(FOLLOW, values).status_code == 404
    assert not Subscription.objects.exists()


def test_what_cannot_be_seen_cannot_be_followed(cast: Cast, lahr: MunicipalityPage, browser_of: Browser) -> None:
    """Drafts, pages that hold the site together, others' searches; the way back stays on the site."""
    draft = make_report(lahr, live=False)
    saved = SavedSearch.objects.create(user=cast.other, name="Hund", address="q=hund")
    browser = browser_of(cast.author)
    for kind, key in (("page", draft.pk), ("page", lahr.pk), ("search", saved.pk)):
        assert browser.post(FOLLOW, {"art": kind, "ziel": key}).status_code == 404
    service = make_service()
    for address in ("https://boese.example/", "//boese.example/", "javascript:alert(1)", "/\\boese.example"):
        response = browser.post(FOLLOW, {"art": "service", "ziel": service.pk, "zurueck": address})
        assert response.headers["Location"] == service.get_absolute_url()


def test_things_that_went_offline_can_be_ended(cast: Cast, lahr: MunicipalityPage, browser_of: Browser) -> None:
    report = make_report(lahr, title="Verschwundener Bericht")
    follow(user=cast.author, kind=SubscriptionKind.PAGE, target_id=report.pk)
    report.unpublish()
    browser = browser_of(cast.author)
    listed = page(browser, SUBSCRIPTIONS)
    assert "Verschwundener" not in listed
    assert "Zurzeit nicht online" in listed
    browser.post(FOLLOW, {"art": "page", "ziel": report.pk, "ende": "1"})
    assert not Subscription.objects.active().exists()
    report.delete()
    assert not Subscription.objects.exists()


def test_followed_threads(ask: Ask, cast: Cast, rf: Any) -> None:
    thread, other = ask(), ask("Andere Frage", author=cast.other)
    request = rf.get("/austausch/", {"ansicht": "verfolgt"})
    request.user = cast.author
    shown = thread_list(request)
    assert [each.pk for each in shown["threads"]] == [thread.pk]
    assert shown["tabs"][-1]["current"]
    follow(user=cast.author, kind=SubscriptionKind.PAGE, target_id=other.pk)
    unfollow(user=cast.author, kind=SubscriptionKind.PAGE, target_id=thread.pk)
    assert [each.pk for each in thread_list(request)["threads"]] == [other.pk]
    request.user = cast.outsider
    assert thread_list(request)["view"] == ""


def test_unsubscribing(answered: ThreadPage, cast: Cast) -> None:
    """One POST out of the mail ends mails, without cookies; looking at the address does not."""
    address = unsubscribe_url(cast.author).removeprefix("http://testserver")
    anonymous = Client(enforce_csrf_checks=True)
    response = anonymous.get(address)
    assert "Keine Mails mehr?" in response.content.decode()
    assert not response.cookies
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert rhythm_of(cast.author) == Rhythm.WEEKLY
    for _ in range(2):
        response = anonymous.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert "Sie erhalten keine Mails mehr" in response.content.decode()
    assert rhythm_of(cast.author) == Rhythm.SITE
    send_due(Rhythm.WEEKLY)
    assert not [sent for sent in mail.outbox if sent.to == [cast.author.email]]
    choose_rhythm(user=cast.author, rhythm=Rhythm.NEVER)
    anonymous.post(address)
    assert rhythm_of(cast.author) == Rhythm.NEVER


def test_hostile_tokens(cast: Cast) -> None:
    """Whatever is not word for word what this site has signed for the account as it is now, is not there."""
    address = unsubscribe_url(cast.author).removeprefix("http://testserver")
    token = address.removesuffix("/").rpartition("/")[2]
    payload, _colon, signature = token.rpartition(":")
    other = unsubscribe_url(cast.other).removesuffix("/").rpartition("/")[2]
    wrong = [
        "x",
        token[:-1],
        f"{token}x",
        token.swapcase(),
        f"{payload}:{other.rpartition(':')[2]}",
        f"{other.rpartition(':')[0]}:{signature}",
        "%00",
        ":::",
        "a" * 5000,
        "W10:1:1",
    ]
    browser = Client()
    for each in wrong:
        for method in (browser.get, browser.post):
            assert method(f"{INBOX}abbestellen/{each}/").status_code == 404, each
    User.objects.filter(pk=cast.author.pk).update(email="neu@kehl.example")
    assert browser.post(address).status_code == 404
    assert rhythm_of(cast.author) == Rhythm.WEEKLY


def test_the_inbox_does_not_grow(ask: Ask, cast: Cast, lahr: MunicipalityPage, browser_of: Browser) -> None:
    """N and N+4 notifications and subscriptions cost the same number of queries; the counter costs one."""
    follow(user=cast.author, kind=SubscriptionKind.MUNICIPALITY, target_id=lahr.municipality.pk)
    browser = browser_of(cast.author)

    def grow(number: int) -> None:
        for _ in range(number):
            post_reply(thread=ask(), author=cast.other, html="<p>Wir.</p>")
            report = make_report(lahr, owner=cast.other, tags=[f"Wort {Tag.objects.count()}"])
            for kind, key in ((SubscriptionKind.PAGE, report.pk), (SubscriptionKind.TAG, Tag.objects.latest("pk").pk)):
                follow(user=cast.author, kind=kind, target_id=key)

    def count(address: str) -> int:
        page(browser, address)
        with CaptureQueriesContext(connection) as queries:
            page(browser, address)
        return len(queries)

    addresses = [INBOX, SUBSCRIPTIONS, f"{SUBSCRIPTIONS}?art=tag"]
    grow(2)
    before = [count(address) for address in addresses]
    grow(4)
    assert [count(address) for address in addresses] == before
