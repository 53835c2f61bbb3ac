"""What the database refuses, and what is deleted when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.citizens.cleaning import clean_questions
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from tests.citizens.conftest import AskedIn
from tests.citizens.values import MAIL, QUESTION
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        (State.UNCONFIRMED, {"state": "lost"}),
        (State.UNCONFIRMED, {"state": State.WAITING}),
        (State.UNCONFIRMED, {"confirmed_at": NOW}),
        (State.UNCONFIRMED, {"text": ""}),
        (State.UNCONFIRMED, {"show_name": True}),
        (State.WAITING, {"state": State.PUBLISHED}),
        (State.WAITING, {"decided_at": NOW}),
        (State.WAITING, {"email": ""}),
        (State.UNCONFIRMED, {"email": ""}),
        (State.WAITING, {"refusal": "Nein."}),
        (State.PUBLISHED, {"state": State.ANSWERED}),
        (State.PUBLISHED, {"state": State.REFUSED}),
        (State.PUBLISHED, {"answer": "Ja."}),
        (State.PUBLISHED, {"decided_at": None}),
        (State.ANSWERED, {"answer": ""}),
        (State.ANSWERED, {"answered_at": None}),
        (State.REFUSED, {"refusal": ""}),
    ],
)
def test_the_database_keeps_the_order(state: State, wrong: dict[str, Any], asked: AskedIn) -> None:
    question = asked(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        CitizenQuestion.objects.filter(pk=question.pk).update(**wrong)


def test_what_is_not_needed_goes(asked: AskedIn, capsys: pytest.CaptureFixture[str]) -> None:
    """Unconfirmed after 7 days; 30 days after the answer the address, 30 days after the refusal all of it."""

    def ago(**past: int) -> Any:
        return timezone.now() - timedelta(**past)

    kept = [
        asked(asked_at=ago(days=6, hours=23)),
        asked(State.WAITING, asked_at=ago(days=90)),
        asked(State.PUBLISHED, asked_at=ago(days=90)),
        asked(State.REFUSED, decided_at=ago(days=29)),
    ]
    fresh = asked(State.ANSWERED, name="Frieda", answered_at=ago(days=29))
    old = asked(State.ANSWERED, name="Frieda", answered_at=ago(days=30, minutes=1))
    shown = asked(State.ANSWERED, name="Frieda", show_name=True, answered_at=ago(days=40))
    gone = [asked(asked_at=ago(days=7, minutes=1)), asked(State.REFUSED, decided_at=ago(days=30, minutes=1))]

    call_command("clean_citizens_questions")
    assert "1 unbestätigte, 0 ungeprüfte und 1 abgelehnte Rückfragen, 2 E-Mail-Adressen" in capsys.readouterr().out
    left = {question.pk: question for question in CitizenQuestion.objects.all()}
    assert not left.keys() & {question.pk for question in gone}
    assert all(left[question.pk].email == MAIL for question in [*kept, fresh])
    assert (left[fresh.pk].name, left[old.pk].name, left[shown.pk].name) == ("Frieda", "", "Frieda")
    assert (left[old.pk].email, left[shown.pk].email) == ("", "")
    assert left[old.pk].text == QUESTION
    assert clean_questions().addresses == 0


def test_nobody_waits_for_ever(
    asked: AskedIn, cast: Cast, browser_of: Callable[[Any], Client], django_capture_on_commit_callbacks: Any
) -> None:
    """After half a year what nobody reviewed goes, and the address of whoever asked what nobody answered."""
    long_ago = timezone.now() - timedelta(days=180, minutes=1)
    asked(State.WAITING, confirmed_at=long_ago)
    question = asked(State.PUBLISHED, name="Frieda", confirmed_at=long_ago, decided_at=long_ago)
    cleaned = clean_questions()
    assert (cleaned.unreviewed, cleaned.addresses) == (1, 1)
    question = CitizenQuestion.objects.get()
    assert (question.email, question.name, question.text) == ("", "", QUESTION)
    sent = {"aktion": "antworten", "version": question.version, "answer": "Drei Wochen."}
    with django_capture_on_commit_callbacks(execute=True):
        page = browser_of(cast.author).post(reverse("citizens:question", args=[question.pk]), sent, follow=True)
    assert "E-Mail-Adresse der fragenden Person ist inzwischen gelöscht" in page.content.decode()
    assert not mail.outbox
    assert (clean_questions().addresses, CitizenQuestion.objects.get().answer) == (0, "Drei Wochen.")


def test_a_question_says_nothing_about_its_asker(asked: AskedIn) -> None:
    """Not in logs and lists of objects."""
    question = asked(name="Frieda Frager")
    assert MAIL not in str(question) + repr(question)
    assert "Frieda" not in str(question) + repr(question)
