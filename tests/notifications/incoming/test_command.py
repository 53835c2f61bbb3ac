"""``manage.py receive_mail``: the mail server's pipe and the IMAP box."""

from __future__ import annotations

import imaplib
import io
import os
import sys
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.db import OperationalError

from exchange.discussions.models import Post
from exchange.notifications.incoming import mailbox, receiving
from exchange.notifications.management.commands import receive_mail
from tests.notifications.incoming.conftest import MakeMail

pytestmark = pytest.mark.django_db


def replies() -> int:
    """How many answers there are."""
    return Post.objects.filter(is_opening=False).count()


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes, *arguments: str) -> None:
    """Run the command with these bytes as its input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    call_command("receive_mail", *arguments)


def fail(*args: Any, **kwargs: Any) -> None:
    """As a database that is away."""
    raise OperationalError("away")


def test_a_mail_comes_by_the_pipe(make_mail: MakeMail, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make_mail(to="austausch@example.org").as_bytes()
    pipe(monkeypatch, data, "--recipient", address, "--sender", "hanna.helferin@lahr.example")
    assert replies() == 1
    pipe(monkeypatch, data, "--recipient", address)
    assert replies() == 1


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"From: x\r\n\r\nWerbung"])
def test_what_is_refused_for_good_ends_well(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    pipe(monkeypatch, data)
    assert replies() == 0
    assert outbox.outbox == []


def test_a_bounce_is_known_by_its_sender(make_mail: MakeMail, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, make_mail().as_bytes(), "--sender", "")
    assert replies() == 0


def test_thirty_megabytes_are_read_to_the_end_and_refused(make_mail: MakeMail, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, make_mail().as_bytes() + b"x" * 30 * 1024 * 1024)
    assert sys.stdin.buffer.read() == b""
    assert replies() == 0
    assert "25 MB" in outbox.outbox[0].body


def test_without_a_database_the_mail_server_is_to_try_again(
    make_mail: MakeMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(receive_mail, "receive", fail)
        with pytest.raises(SystemExit) as ended:
            pipe(monkeypatch, make_mail().as_bytes())
    assert ended.value.code == os.EX_TEMPFAIL == 75
    assert replies() == 0


class Box:
    """An IMAP server as far as it is needed; ``mails`` by UID, ``flags`` and ``moved`` by UID."""

    capabilities: tuple[str, ...] = ("IMAP4REV1", "MOVE")

    def __init__(self, *mails: bytes) -> None:
        self.mails = {str(number): mail for number, mail in enumerate(mails, start=1)}
        self.flags: dict[str, set[str]] = {uid: set() for uid in self.mails}
        self.moved: dict[str, str] = {}
        self.said: list[str] = []

    def __call__(self, host: str, port: int, timeout: float) -> Box:
        self.said.append(f"{host}:{port}")
        return self

    def login(self, user: str, password: str) -> None:
        if password != "geheim":
            raise imaplib.IMAP4.error("no")

    def select(self, folder: str) -> tuple[str, list[Any]]:
        return ("OK", [b"1"]) if folder == '"INBOX"' else ("NO", [b"no such folder"])

    def logout(self) -> None:
        self.said.append("logout")

    def uid(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
        if command == "SEARCH":
            unread = [uid for uid in self.mails if not self.flags[uid] and uid not in self.moved]
            return "OK", [" ".join(unread).encode()]
        uid = arguments[0]
        if command == "FETCH" and "SIZE" in arguments[1]:
            return "OK", [f"{uid} (UID {uid} RFC822.SIZE {len(self.mails[uid])})".encode()]
        if command == "FETCH":
            self.said.append(arguments[1])
            return "OK", [(b"1 (BODY[] {9}", self.mails[uid]), b")"]
        if command == "STORE":
            self.flags[uid] |= set(arguments[2].strip("()").split())
        if command in ("MOVE", "COPY"):
            self.moved[uid] = arguments[1]
        return "OK", [None]


@pytest.fixture
def has_box(takes_mail: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a box in place of the server."""
    takes_mail.REPLY_IMAP_HOST = "imap.example.org"
    takes_mail.REPLY_IMAP_USER = "antwort"
    takes_mail.REPLY_IMAP_PASSWORD = "geheim"

    def put(*mails: bytes) -> Box:
        box = Box(*mails)
        monkeypatch.setattr(imaplib, "IMAP4_SSL", box)
        return box

    return put


def test_a_box_is_read(make_mail: MakeMail, has_box: Any, capsys: pytest.CaptureFixture[str]) -> None:
    box = has_box(make_mail().as_bytes(), b"Werbung", make_mail().as_bytes())
    call_command("receive_mail", "--imap")
    assert replies() == 2
    assert box.flags == {"1": {r"\Seen"}, "2": {r"\Seen"}, "3": {r"\Seen"}}
    assert box.said == ["imap.example.org:993", *["(BODY.PEEK[])"] * 3, "logout"]
    assert "Veröffentlicht: 2, abgelehnt: 1" in capsys.readouterr().out
    call_command("receive_mail", "--imap")
    assert replies() == 2


@pytest.mark.parametrize("capabilities", [("MOVE",), ("UIDPLUS",), ()])
def test_mails_are_moved_where_a_folder_is_given(
    make_mail: MakeMail, has_box: Any, takes_mail: Any, capabilities: tuple[str, ...]
) -> None:
    takes_mail.REPLY_IMAP_DONE_FOLDER = 'Er"ledigt'
    box = has_box(make_mail().as_bytes())
    box.capabilities = capabilities
    call_command("receive_mail", "--imap")
    assert box.moved == {"1": '"Er\\"ledigt"'}
    assert (r"\Deleted" in box.flags["1"]) is ("MOVE" not in capabilities)


def test_a_mail_is_not_marked_before_it_is_dealt_with(
    make_mail: MakeMail, has_box: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = has_box(make_mail().as_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(mailbox, "receive", fail)
        with pytest.raises(SystemExit) as ended:
            call_command("receive_mail", "--imap")
    assert ended.value.code == os.EX_TEMPFAIL
    assert box.flags == {"1": set()}
    call_command("receive_mail", "--imap")
    assert replies() == 1


def test_after_a_crash_before_the_mark_nothing_is_posted_twice(
    make_mail: MakeMail, has_box: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = has_box(make_mail().as_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(mailbox, "_put_away", fail)
        with pytest.raises(SystemExit):
            call_command("receive_mail", "--imap")
    assert (replies(), box.flags) == (1, {"1": set()})
    call_command("receive_mail", "--imap")
    assert (replies(), box.flags) == (1, {"1": {r"\Seen"}})


def test_one_mail_that_fails_does_not_hold_up_the_others(
    make_mail: MakeMail, has_box: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = receiving.receive

    def fails_once(data: bytes) -> Any:
        if data == b"kaputt":
            raise ZeroDivisionError
        return genuine(data)

    monkeypatch.setattr(mailbox, "receive", fails_once)
    box = has_box(b"kaputt", make_mail().as_bytes())
    call_command("receive_mail", "--imap")
    assert replies() == 1
    assert box.flags == {"1": {r"\Seen", r"\Flagged"}, "2": {r"\Seen"}}


def test_of_a_large_mail_only_the_beginning_is_fetched(make_mail: MakeMail, has_box: Any) -> None:
    box = has_box(make_mail().as_bytes() + b"x" * 30 * 1024 * 1024)
    call_command("receive_mail", "--imap")
    assert box.said[1] == f"(BODY.PEEK[]<0.{25 * 1024 * 1024 + 1}>)"
    assert "25 MB" in outbox.outbox[0].body


@pytest.mark.parametrize(("name", "value"), [("REPLY_IMAP_PASSWORD", "falsch"), ("REPLY_IMAP_FOLDER", "Nirgends")])
def test_a_box_that_cannot_be_read_is_tried_again(
    has_box: Any, takes_mail: Any, name: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    setattr(takes_mail, name, value)
    box = has_box()
    with pytest.raises(SystemExit) as ended:
        call_command("receive_mail", "--imap")
    assert ended.value.code == os.EX_TEMPFAIL
    assert "Das Postfach ist nicht lesbar" in capsys.readouterr().err
    assert box.said[-1] == "logout"


def test_without_a_box_the_command_says_so() -> None:
    with pytest.raises(CommandError, match="REPLY_IMAP_HOST"):
        call_command("receive_mail", "--imap")
