"""Mails at once and in digests: what stands in them; nobody gets what is not for them, twice, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from exchange.discussions.models import ThreadPage
from exchange.discussions.services import post_reply, remove_post
from exchange.members.models import Membership, User
from exchange.notifications.enums import MailState, Reason, Rhythm, SubscriptionKind
from exchange.notifications.following import follow
from exchange.notifications.mails.sending import send_due
from exchange.notifications.models import Delivery
from exchange.notifications.preferences import choose_rhythm
from exchange.notifications.searches import look_for_hits
from exchange.pages.models import Tag
from exchange.spaces.models import MunicipalityPage
from search.models import SavedSearch
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db

Ask = Callable[..., ThreadPage]


class RefusingBackend(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise OSError("connection refused")


def states(user: User) -> list[str]:
    """What has become of the mails of a person."""
    return list(Delivery.objects.filter(receiver=user).order_by("pk").values_list("mail_state", flat=True))


def message(number: int = 0) -> EmailMessage:
    """One of the mails that were sent, as the mail server got it."""
    return mail.outbox[number].message()


def html_of(sent: Any) -> str:
    """The HTML of a mail."""
    return str(sent.alternatives[0][0])


@pytest.fixture
def answered(ask: Ask, cast: Cast) -> ThreadPage:
    """A question of the author with an answer."""
    thread = ask()
    post_reply(thread=thread, author=cast.other, html='<p>Wir, mit <a href="/loesungen/">Zammad</a>.</p>')
    return thread


def test_at_once(ask: Ask, cast: Cast, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    """One mail for each event, after the transaction, with what mail programs need to show a thread."""
    settings.WAGTAILADMIN_BASE_URL = "https://austausch.example"
    choose_rhythm(user=cast.author, rhythm=Rhythm.AT_ONCE)
    thread = ask()
    with django_capture_on_commit_callbacks(execute=True):
        post = post_reply(thread=thread, author=cast.other, html='<p>Wir, mit <a href="/loesungen/">Zammad</a>.</p>')
        assert not mail.outbox
    sent, headers = mail.outbox[0], message()
    assert len(mail.outbox) == 1
    assert sent.to == [cast.author.email]
    assert sent.subject == "Re: [Interkommunal] Wer hat die Hundesteuer online?"
    assert headers["Message-ID"] == f"<post.{post.pk}.{cast.author.pk}@austausch.example>"
    assert headers["In-Reply-To"] == headers["References"] == f"<thread.{thread.pk}.{cast.author.pk}@austausch.example>"
    assert headers["List-Id"] == "Interkommunal <benachrichtigungen.austausch.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith(
        "<https://austausch.example/mein-bereich/benachrichtigungen/abbestellen/"
    )
    assert headers["Reply-To"] is None
    assert "Wir, mit Zammad." in sent.body
    assert f"https://austausch.example/austausch/beitrag/{post.pk}/" in sent.body
    assert f"{cast.other} (Lahr/Schwarzwald) hat geantwortet" in sent.body
    assert "weil Sie gefragt haben" in sent.body
    assert 'href="https://austausch.example/loesungen/"' in html_of(sent)
    assert states(cast.author) == [MailState.SENT]
    send_due(Rhythm.AT_ONCE)
    assert len(mail.outbox) == 1


def test_the_first_mail_of_a_thread_is_what_answers_refer_to(ask: Ask, cast: Cast) -> None:
    choose_rhythm(user=cast.other, rhythm=Rhythm.AT_ONCE)
    follow(user=cast.other, kind=SubscriptionKind.MUNICIPALITY, target_id=cast.author.memberships.get().municipality_id)
    thread = ask()
    follow(user=cast.other, kind=SubscriptionKind.PAGE, target_id=thread.pk)
    post_reply(thread=thread, author=cast.colleague, html="<p>Wir.</p>")
    send_due(Rhythm.AT_ONCE)
    assert [sent.subject.startswith("Re:") for sent in mail.outbox] == [False, True]
    assert message(1)["References"] == message(0)["Message-ID"]


def test_digests_by_rhythm(answered: ThreadPage, cast: Cast) -> None:
    """Everybody in their own rhythm; weekly is the default."""
    send_due(Rhythm.DAILY)
    send_due(Rhythm.AT_ONCE)
    assert not mail.outbox
    post_reply(thread=answered, author=cast.colleague, html="<p>Wir <b>auch</b> &amp; gern.</p>")
    call_command("send_digests", "weekly")
    by_receiver = {sent.to[0]: sent for sent in mail.outbox}
    assert by_receiver.keys() == {cast.author.email, cast.other.email}
    digest = by_receiver[cast.author.email]
    assert "Wer hat die Hundesteuer online?" in digest.subject
    assert "2 neue Antworten, zuletzt von" in digest.body
    assert "Wir auch & gern." in digest.body
    assert "Wir auch &amp; gern." in html_of(digest)
    assert digest.extra_headers["Precedence"] == "bulk"
    assert "In-Reply-To" not in digest.extra_headers
    assert states(cast.author) == [MailState.SENT, MailState.SENT]
    call_command("send_digests", "weekly")
    assert len(mail.outbox) == 2


def test_hostile_titles_stay_text(cast: Cast, ask: Ask) -> None:
    """No markup out of titles, no second header line."""
    thread = ask("<script>x</script> \r\nBcc: alle@kehl.example")
    post_reply(thread=thread, author=cast.other, html="<p>Wir.</p>")
    send_due(Rhythm.WEEKLY)
    assert "<script>" not in html_of(mail.outbox[0])
    assert message()["Bcc"] is None


@pytest.mark.parametrize("change", ["unpublished", "removed", "no member", "inactive", "read", "no mails"])
def test_nothing_is_sent_that_may_not_be_seen(answered: ThreadPage, cast: Cast, browser_of: Any, change: str) -> None:
    """What holds is the moment of sending."""
    if change == "unpublished":
        ThreadPage.objects.get(pk=answered.pk).unpublish()
    elif change == "removed":
        remove_post(post=answered.posts.get(is_opening=False), actor=cast.editor, reason="Doppelt")
    elif change == "no member":
        Membership.objects.filter(user=cast.author).delete()
    elif change == "inactive":
        User.objects.filter(pk=cast.author.pk).update(is_active=False)
    elif change == "read":
        browser_of(cast.author).post("/mein-bereich/benachrichtigungen/gelesen/")
    else:
        choose_rhythm(user=cast.author, rhythm=Rhythm.SITE)
    assert send_due(Rhythm.WEEKLY).sent == 0
    assert not mail.outbox
    assert states(cast.author) == [MailState.NONE]


def test_what_a_killed_run_left_is_sent_under_the_same_name(answered: ThreadPage, cast: Cast) -> None:
    """Even by a run for another rhythm; what came meanwhile waits for its own."""
    delivery = Delivery.objects.get(receiver=cast.author)
    name = f"<digest.{delivery.pk}.{cast.author.pk}@testserver>"
    Delivery.objects.filter(pk=delivery.pk).update(mail_state=MailState.SENDING, message_id=name, attempts=1)
    post_reply(thread=answered, author=cast.other, html="<p>Noch etwas.</p>")
    send_due(Rhythm.AT_ONCE)
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [name]
    assert states(cast.author) == [MailState.SENT, MailState.PENDING]


def test_a_dead_mail_server_loses_nothing(answered: ThreadPage, cast: Cast, settings: Any) -> None:
    """What was not taken is tried again, under the same name, but not for ever."""
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    call_command("send_digests", "weekly")
    name = Delivery.objects.get(receiver=cast.author).message_id
    assert states(cast.author) == [MailState.SENDING]
    settings.EMAIL_BACKEND = works
    call_command("send_digests", "daily")
    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [name]
    post_reply(thread=answered, author=cast.other, html="<p>Noch etwas.</p>")
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    for _ in range(settings.MAIL_ATTEMPTS):
        call_command("send_digests", "weekly")
    assert states(cast.author) == [MailState.SENT, MailState.FAILED]


def test_a_run_gives_up_where_the_server_takes_nothing(ask: Ask, cast: Cast, settings: Any) -> None:
    thread = ask()
    for user in (cast.colleague, cast.trusted, cast.coordinator, cast.editor, cast.administrator):
        follow(user=user, kind=SubscriptionKind.PAGE, target_id=thread.pk)
    post_reply(thread=thread, author=cast.other, html="<p>Wir.</p>")
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with pytest.raises(CommandError, match="Mailserver"):
        call_command("send_digests", "weekly")
    assert Delivery.objects.filter(attempts=0, mail_state=MailState.PENDING).count() == 1


def test_saved_searches(cast: Cast, lahr: MunicipalityPage) -> None:
    """New hits are told once, in the rhythm of the member; not those that one has been told of already."""
    saved = SavedSearch.objects.create(user=cast.author, name="Hund", address="q=hundesteuer")
    make_report(lahr, title="Hundesteuer alt")
    follow(user=cast.author, kind=SubscriptionKind.SEARCH, target_id=saved.pk)
    hit = make_report(lahr, title="Hundesteuer neu", owner=cast.other)
    make_report(lahr, title="Wohngeld")
    Tag.objects.create(name="Hund", slug="hund")
    follow(user=cast.author, kind=SubscriptionKind.TAG, target_id=Tag.objects.get(slug="hund").pk)
    known = make_report(lahr, title="Hundesteuer mit Schlagwort", tags=["Hund"])
    look_for_hits(Rhythm.DAILY)
    assert Delivery.objects.filter(reason=Reason.SEARCH).count() == 0
    for _ in range(2):
        call_command("send_digests", "weekly")
    told = dict(Delivery.objects.filter(receiver=cast.author).values_list("page", "reason"))
    assert told == {hit.pk: Reason.SEARCH, known.pk: Reason.TAG}
    assert len(mail.outbox) == 1
    assert "weil Sie der gemerkten Suche „Hund“ folgen" in mail.outbox[0].body


def test_a_long_digest_names_the_newest_and_counts_the_rest(ask: Ask, cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("exchange.notifications.mails.sending.MOST_TOLD", 2)
    for number in range(4):
        post_reply(thread=ask(f"Frage {number}"), author=cast.other, html="<p>Wir.</p>")
    send_due(Rhythm.WEEKLY)
    body = mail.outbox[0].body
    assert "Und 2 weitere" in body
    assert "Frage 3" in body
    assert "Frage 0" not in body
    assert states(cast.author) == [MailState.SENT] * 4


def test_old_read_notifications_go(answered: ThreadPage, cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=181)
    Delivery.objects.update(created_at=long_ago)
    call_command("clean_notifications")
    assert Delivery.objects.count() == 1
    Delivery.objects.update(read_at=long_ago)
    call_command("clean_notifications")
    assert not Delivery.objects.exists()
