"""Questions that nobody answers reach the coordinators and editors after five working days, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from exchange.discussions.enums import ThreadKind
from exchange.discussions.models import ThreadPage
from exchange.discussions.services import close_thread, post_reply
from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.notifications.enums import Event, Reason
from exchange.notifications.escalation import due_at, escalate_questions
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast

Ask = Callable[..., ThreadPage]
Told = Callable[[User], list[tuple[str, str]]]


def moment(text: str) -> datetime:
    """A moment in local time."""
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-02 10:00", "2026-11-09 10:00"),  # a Monday
        ("2026-11-06 16:00", "2026-11-13 16:00"),  # a Friday
        ("2026-11-07 10:00", "2026-11-13 23:59:59.999999"),  # a Saturday: Monday to Friday
        ("2026-01-02 09:00", "2026-01-12 09:00"),  # Epiphany is a day off in Baden-Württemberg
        ("2026-05-13 09:00", "2026-05-21 09:00"),  # Ascension Day
        ("2026-06-03 09:00", "2026-06-11 09:00"),  # Corpus Christi
        ("2026-12-28 09:00", "2027-01-05 09:00"),  # New Year
    ],
)
def test_working_days_of_baden_wuerttemberg(asked: str, due: str) -> None:
    assert due_at(moment(asked)) == moment(due)


def age(thread: ThreadPage, days: int) -> None:
    """Let a question have been asked so many days ago."""
    ThreadPage.objects.filter(pk=thread.pk).update(first_published_at=timezone.now() - timedelta(days=days))


@pytest.mark.django_db
def test_coordinators_and_editors_are_told_once(ask: Ask, cast: Cast, lahr: MunicipalityPage, told: Told) -> None:
    thread = ask()
    age(thread, 20)
    call_command("escalate_questions")
    call_command("escalate_questions")
    for user in (cast.coordinator, cast.editor):
        assert told(user) == [(Event.ESCALATION, Reason.COORDINATOR)]
    for user in (cast.author, cast.colleague, cast.trusted, cast.other, cast.outsider):
        assert told(user) == []
    assert ThreadPage.objects.get(pk=thread.pk).escalated_at is not None


@pytest.mark.django_db
def test_coordinators_of_other_counties_are_left_alone(
    ask: Ask, cast: Cast, kehl: MunicipalityPage, told: Told
) -> None:
    age(ask(author=cast.other), 20)
    Municipality.objects.filter(pk=kehl.municipality_id).update(ags="08316057", county_ags="08316")
    call_command("escalate_questions")
    assert told(cast.coordinator) == []
    assert len(told(cast.editor)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["young", "answered", "closed", "discussion", "unpublished"])
def test_only_what_waits(ask: Ask, cast: Cast, told: Told, state: str) -> None:
    thread = ask(kind=ThreadKind.DISCUSSION if state == "discussion" else ThreadKind.QUESTION)
    age(thread, 3 if state == "young" else 20)
    changes: dict[str, Callable[[], Any]] = {
        "answered": lambda: post_reply(thread=thread, author=cast.other, html="<p>Wir.</p>"),
        "closed": lambda: close_thread(thread=thread, actor=cast.editor, closed=True),
        "unpublished": lambda: ThreadPage.objects.get(pk=thread.pk).unpublish(),
    }
    changes.get(state, lambda: None)()
    assert escalate_questions() == 0
    assert told(cast.coordinator) == []


@pytest.mark.django_db
def test_who_asks_is_not_told_of_the_own_question(ask: Ask, cast: Cast, told: Told) -> None:
    age(ask(author=cast.coordinator), 20)
    assert escalate_questions() == 1
    assert told(cast.coordinator) == []
    assert told(cast.editor) == [(Event.ESCALATION, Reason.COORDINATOR)]
