"""A mail becomes a post of the one member to whom its address was given, or is refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import OperationalError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from exchange.discussions.enums import PostSource
from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.services import close_thread
from exchange.members.models import User
from exchange.notifications.incoming import receiving
from exchange.notifications.incoming.addresses import LIFETIME, reply_address
from exchange.notifications.incoming.enums import Refusal
from exchange.notifications.incoming.message import parse
from exchange.notifications.incoming.receiving import clean_received, receive
from exchange.notifications.models import ReceivedMail, RefusalMail
from tests.factories import UserFactory
from tests.notifications.incoming.conftest import DOMAIN, MakeMail

pytestmark = pytest.mark.django_db


def received(mail: EmailMessage, **options: Any) -> Refusal | None:
    """Receive a mail; why it was refused, None where it was posted."""
    outcome = receive(mail.as_bytes(), **options)
    assert (outcome.post is None) is (outcome.refusal is not None)
    return outcome.refusal


def replies() -> list[Post]:
    """All answers."""
    return list(Post.objects.filter(is_opening=False).order_by("pk"))


def told() -> list[tuple[list[str], str]]:
    """Who got which mail."""
    return [(message.to, str(message.subject)) for message in outbox.outbox]


def png(width: int, height: int) -> bytes:
    """A picture of that size."""
    content = BytesIO()
    Image.new("RGB", (width, height), "#2f4ba0").save(content, "PNG")
    return content.getvalue()


def test_an_answer_is_posted(make_mail: MakeMail, thread: ThreadPage, helper: User) -> None:
    text = (
        "Wir haben sie <b>seit</b> 2024.\n\nZweiter Absatz.\n\nMfG\nHanna\n\nAm 23.11.26 schrieb Aylin Autorin:\n> Wer?"
    )
    assert received(make_mail(text)) is None
    (post,) = replies()
    assert (post.thread_id, post.author, post.source) == (thread.pk, helper, PostSource.MAIL)
    assert post.html == "<p>Wir haben sie &lt;b&gt;seit&lt;/b&gt; 2024.</p><p>Zweiter Absatz.</p>"
    assert ThreadPage.objects.get(pk=thread.pk).reply_count == 1
    assert told() == []


def test_case_of_addresses_does_not_matter(make_mail: MakeMail, address: str, helper: User) -> None:
    assert received(make_mail(to=address.upper(), **{"from": helper.email.upper()})) is None


@pytest.mark.parametrize("name", ["cc", "delivered_to", "x_original_to"])
def test_the_address_may_stand_elsewhere(make_mail: MakeMail, address: str, name: str) -> None:
    assert received(make_mail(to="Interkommunal <austausch@example.org>", **{name: address})) is None


def test_the_mail_server_knows_the_address(make_mail: MakeMail, address: str) -> None:
    mail = make_mail(to="undisclosed-recipients:;")
    assert received(mail, recipient=address, envelope_sender="hanna.helferin@lahr.example") is None


def test_of_several_addresses_the_sender_has_one(
    make_mail: MakeMail, address: str, asker: User, thread: ThreadPage
) -> None:
    assert received(make_mail(to=f"{reply_address(thread.pk, asker.pk)}, {address}")) is None
    assert replies()[0].author.email == "hanna.helferin@lahr.example"


def test_the_same_mail_is_posted_once(make_mail: MakeMail) -> None:
    mail = make_mail()
    assert [received(mail) for _ in range(3)] == [None, Refusal.TWICE, Refusal.TWICE]
    assert len(replies()) == 1
    assert received(make_mail()) is None
    assert told() == []


def test_without_a_message_id_the_whole_mail_tells(make_mail: MakeMail) -> None:
    mail, other = make_mail(message_id=None), make_mail("Etwas anderes.", message_id=None)
    assert [received(mail), received(mail), received(other)] == [None, Refusal.TWICE, None]


def test_a_mail_that_was_posted_is_no_news_when_the_thread_is_closed(
    make_mail: MakeMail, thread: ThreadPage, administrator: User
) -> None:
    mail = make_mail()
    received(mail)
    close_thread(thread=thread, actor=administrator, closed=True)
    assert received(mail) is Refusal.TWICE
    assert told() == []


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"from": "Hanna Helferin <hanna@privat.example>"}, Refusal.WRONG_SENDER),
        ({"from": "hanna.helferin@lahr.example <hanna@privat.example>"}, Refusal.WRONG_SENDER),
        ({"from": "hanna.helferin@lahr.example, chef@lahr.example"}, Refusal.WRONG_SENDER),
        ({"from": None}, Refusal.WRONG_SENDER),
        ({"to": f"antwort@{DOMAIN}"}, Refusal.UNKNOWN_ADDRESS),
        ({"to": f"antwort+{'a' * 40}@{DOMAIN}"}, Refusal.UNKNOWN_ADDRESS),
        ({"to": None}, Refusal.UNKNOWN_ADDRESS),
    ],
)
def test_forged_mails_are_refused(make_mail: MakeMail, headers: dict[str, Any], reason: Refusal) -> None:
    assert received(make_mail(**headers)) is reason
    assert replies() == []


def test_a_second_from_is_forged(make_mail: MakeMail) -> None:
    data = b"From: chef@lahr.example\r\n" + make_mail().as_bytes()
    assert receive(data).refusal is Refusal.WRONG_SENDER


def test_letters_that_only_look_alike_are_others(make_mail: MakeMail, thread: ThreadPage) -> None:
    kelvin = UserFactory(email="karl@kehl.example")
    data = make_mail(to=reply_address(thread.pk, kelvin.pk), **{"from": "FROM"}).as_bytes()
    data = data.replace(b"FROM", "\u212aarl@kehl.example".encode())
    assert receive(data).refusal is Refusal.WRONG_SENDER


def test_an_old_address_is_refused(
    make_mail: MakeMail, thread: ThreadPage, helper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = timezone.localdate() - LIFETIME - timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: long_ago)
    address = reply_address(thread.pk, helper.pk)
    monkeypatch.undo()
    assert received(make_mail(to=address)) is Refusal.EXPIRED
    assert "zu alt" in outbox.outbox[0].body


def close(thread: ThreadPage, helper: User, administrator: User) -> None:
    close_thread(thread=thread, actor=administrator, closed=True)


def deactivate(thread: ThreadPage, helper: User, administrator: User) -> None:
    User.objects.filter(pk=helper.pk).update(is_active=False)


def leave(thread: ThreadPage, helper: User, administrator: User) -> None:
    helper.memberships.all().delete()


def hide(thread: ThreadPage, helper: User, administrator: User) -> None:
    ThreadPage.objects.get(pk=thread.pk).unpublish()


def delete(thread: ThreadPage, helper: User, administrator: User) -> None:
    ThreadPage.objects.get(pk=thread.pk).delete()


def forget(thread: ThreadPage, helper: User, administrator: User) -> None:
    helper.delete()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (close, Refusal.CLOSED),
        (deactivate, Refusal.NO_MEMBER),
        (leave, Refusal.NO_MEMBER),
        (hide, Refusal.NO_THREAD),
        (delete, Refusal.NO_THREAD),
        (forget, Refusal.WRONG_SENDER),
    ],
)
def test_who_may_not_write_any_more_is_told(
    make_mail: MakeMail,
    thread: ThreadPage,
    helper: User,
    administrator: User,
    change: Callable[[ThreadPage, User, User], None],
    reason: Refusal,
) -> None:
    mail = make_mail()
    change(thread, helper, administrator)
    assert received(mail) is reason
    assert replies() == []
    (message,) = outbox.outbox
    assert message.to == ["hanna.helferin@lahr.example"]
    assert str(reason.label) in message.body
    assert ("Hundesteuer" in f"{message.subject} {message.body}") is (reason is Refusal.CLOSED)


def test_the_mail_about_a_refusal(make_mail: MakeMail, thread: ThreadPage, administrator: User) -> None:
    close_thread(thread=thread, actor=administrator, closed=True)
    received(make_mail())
    (message,) = outbox.outbox
    assert message.subject == "Ihre Antwort wurde nicht veröffentlicht: „Wer hat die Hundesteuer online?“"
    assert "Die Diskussion ist geschlossen und nimmt keine Antworten mehr an." in message.body
    assert f"http://testserver{thread.list_url}\n" in message.body
    assert message.extra_headers == {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "In-Reply-To": "<1@lahr.example>",
        "References": "<1@lahr.example>",
    }


def test_refusals_are_told_once_a_day(make_mail: MakeMail) -> None:
    for _ in range(3):
        assert received(make_mail("> nur ein Zitat")) is Refusal.EMPTY
    assert len(outbox.outbox) == 1
    RefusalMail.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    received(make_mail(""))
    assert len(outbox.outbox) == 2


def test_a_stranger_gets_no_mail_for_what_a_stranger_may_have_sent(make_mail: MakeMail) -> None:
    received(make_mail(to=f"antwort@{DOMAIN}", **{"from": "opfer@woanders.example"}))
    assert told() == []
    received(make_mail(to=f"antwort@{DOMAIN}"))
    assert [to for to, _subject in told()] == [["hanna.helferin@lahr.example"]]


def test_a_dead_mail_server_stops_nothing(make_mail: MakeMail, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert received(make_mail("")) is Refusal.EMPTY


def test_too_long_and_too_large(make_mail: MakeMail) -> None:
    assert received(make_mail("Wort und\n" * 15_000)) is Refusal.TOO_LONG
    RefusalMail.objects.all().delete()
    mail = make_mail()
    mail.add_attachment(bytes(22 * 1024 * 1024), maintype="application", subtype="pdf", filename="a.pdf")
    assert received(mail) is Refusal.TOO_LARGE
    assert "25 MB" in outbox.outbox[-1].body
    assert replies() == []


def test_too_many_parts(make_mail: MakeMail) -> None:
    mail = make_mail()
    for _ in range(120):
        mail.add_attachment("x", filename="x.txt")
    assert received(mail) is Refusal.UNREADABLE


def test_files_come_along(make_mail: MakeMail) -> None:
    mail = make_mail()
    mail.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="Größe.pdf")
    mail.add_attachment("a;b", filename="liste.csv")
    assert received(mail) is None
    assert [each.name for each in replies()[0].attachments.all()] == ["Größe.pdf", "liste.csv"]
    assert told() == []


def test_bad_files_are_left_out_and_named(make_mail: MakeMail) -> None:
    mail = make_mail()
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="setup.exe")
    mail.add_attachment(b"kein PDF", maintype="application", subtype="pdf", filename="falsch.pdf")
    for number in range(6):
        mail.add_attachment("a;b", filename=f"{number}.csv")
    assert received(mail) is None
    (post,) = replies()
    assert [each.name for each in post.attachments.all()] == [f"{number}.csv" for number in range(5)]
    (message,) = outbox.outbox
    assert message.to == ["hanna.helferin@lahr.example"]
    for name in ("setup.exe", "falsch.pdf", "5.csv"):
        assert f"- {name}: " in message.body
    assert post.get_absolute_url() in message.body


def test_pictures_in_the_text_come_along_without_logos(make_mail: MakeMail) -> None:
    mail = make_mail()
    mail.add_alternative("<p>Wir haben sie.</p><img src='cid:a'><img src='cid:b'>", subtype="html")
    html: Any = list(mail.iter_parts())[1]
    html.add_related(png(300, 80), "image", "png", cid="<a>", filename="image001.png", disposition="inline")
    html.add_related(png(800, 600), "image", "png", cid="<b>", filename="image002.png", disposition="inline")
    assert received(mail) is None
    assert [each.name for each in replies()[0].attachments.all()] == ["image002.png"]
    assert told() == []


def test_nothing_is_kept_of_an_answer_that_could_not_be_posted(
    make_mail: MakeMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: Any) -> Post:
        raise OperationalError

    mail = make_mail()
    monkeypatch.setattr(receiving, "post_reply", fail)
    with pytest.raises(OperationalError):
        receive(mail.as_bytes())
    assert not ReceivedMail.objects.exists()
    monkeypatch.undo()
    assert received(mail) is None


def test_posted_mails_are_forgotten_after_90_days(make_mail: MakeMail) -> None:
    received(make_mail())
    received(make_mail())
    assert clean_received() == 0
    old = ReceivedMail.objects.order_by("pk").first()
    ReceivedMail.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=91))
    assert clean_received() == 1
    assert ReceivedMail.objects.count() == 1


HEADERS = [
    "From",
    "To",
    "Cc",
    "Subject",
    "Content-Type",
    "Message-ID",
    "Return-Path",
    "Content-Disposition",
    "Precedence",
]
VALUES = st.one_of(
    st.sampled_from(
        [
            "hanna.helferin@lahr.example",
            "ADDRESS",
            "multipart/mixed; boundary=x",
            "text/html; charset=x",
            "<1@x>",
            "attachment",
        ]
    ).map(str.encode),
    st.binary(max_size=30),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
FIELDS = st.lists(st.tuples(st.sampled_from(HEADERS), VALUES), max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS, body=st.binary(max_size=200), is_genuine=st.booleans())
def test_any_bytes_end_in_a_post_of_the_member_or_in_none(
    address: str, helper: User, fields: list[tuple[str, bytes]], body: bytes, is_genuine: bool
) -> None:
    before = Post.objects.count()
    if is_genuine:
        fields = [("From", helper.email.encode()), ("To", b"ADDRESS"), *fields]
    head = b"".join(name.encode() + b": " + value.replace(b"\n", b"") + b"\r\n" for name, value in fields)
    data = head.replace(b"ADDRESS", address.encode()) + b"\r\n" + body
    outcome = receive(data)
    if outcome.post is None:
        assert outcome.refusal is not None
        assert Post.objects.count() == before
    else:
        assert outcome.post.author == helper
        assert Post.objects.count() == before + 1
        assert parse(data).get_all("From") == [helper.email]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_no_post(thread: ThreadPage, data: bytes) -> None:
    assert receive(data).post is None
    assert replies() == []
