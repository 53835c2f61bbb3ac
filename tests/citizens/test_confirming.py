"""The link in the mail: safe against programs that open it, may be used again, and holds for seven days."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse

from exchange.citizens.asking import confirm_question
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.tokens import CONFIRMATION_SALT, confirmation_token, read_confirmation_token
from exchange.guard import form_token
from exchange.members.models import Membership, User
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from tests.citizens.conftest import AskedIn
from tests.citizens.values import MAIL, QUESTION
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
OnCommit = Callable[..., object]


def link_of(question: CitizenQuestion) -> str:
    """The address in the mail."""
    return reverse("citizens:confirm", args=[confirmation_token(question.pk)])


def test_looking_confirms_nothing(asked: AskedIn, browser_of: Browser) -> None:
    """Scanners of mails open every link."""
    question = asked()
    for _time in range(3):
        page = browser_of(None).get(link_of(question))
        assert page.status_code == 200
        assert QUESTION in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        assert MAIL not in page.content.decode()
    browser_of(None).head(link_of(question))
    question.refresh_from_db()
    assert question.state == State.UNCONFIRMED


def test_the_button_confirms_once(
    asked: AskedIn, cast: Cast, browser_of: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """The coordinator is told once, however often it is pressed; the asker's address is not in that mail."""
    question = asked()
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            answer = browser_of(None).post(link_of(question), follow=True)
        assert answer.status_code == 200
        assert "Ihre Rückfrage ist bestätigt" in answer.content.decode()
    question.refresh_from_db()
    assert (question.state, question.version) == (State.WAITING, 1)
    (sent,) = mail.outbox
    assert sent.to == [cast.coordinator.email]
    assert sent.subject == "Rückfrage an Kehl"
    assert QUESTION in sent.body
    assert f"http://testserver/mein-bereich/rueckfragen/{question.pk}/" in sent.body
    assert MAIL not in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_editors_are_told_where_nobody_coordinates(
    asked: AskedIn, cast: Cast, django_capture_on_commit_callbacks: OnCommit
) -> None:
    Membership.objects.filter(user=cast.coordinator).delete()
    question = asked()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        confirm_question(question_id=question.pk)
    assert [sent.to for sent in mail.outbox] == [[cast.editor.email]]


@pytest.mark.parametrize("state", [State.WAITING, State.PUBLISHED, State.ANSWERED, State.REFUSED])
def test_later_it_tells_where_the_question_stands(state: State, asked: AskedIn, browser_of: Browser) -> None:
    question = asked(state)
    page = browser_of(None).get(link_of(question)).content.decode()
    assert "Bestätigen und absenden" not in page
    assert "Ihre Rückfrage ist bestätigt" in page
    assert "gehört nicht hierher" not in page


def test_links_that_do_not_hold(asked: AskedIn, browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forged, of another kind, of a deleted question, or too old: all are answered alike, and change nothing."""
    question = asked()
    right = confirmation_token(question.pk)
    wrong = [
        right[:-2] + "zz",
        right.upper(),
        "x",
        dumps(question.pk),
        dumps("1 OR 1=1", salt=CONFIRMATION_SALT),
        form_token(str(question.page_id)),
        confirmation_token(999_999),
    ]
    for token in wrong:
        address = reverse("citizens:confirm", args=[token])
        for answer in (browser_of(None).get(address), browser_of(None).post(address)):
            assert answer.status_code == 404
            assert "Dieser Link gilt nicht mehr" in answer.content.decode()
    monkeypatch.setattr("exchange.citizens.tokens._CONFIRMATION_SECONDS", -1)
    assert read_confirmation_token(right) is None
    assert browser_of(None).post(reverse("citizens:confirm", args=[right])).status_code == 404
    question.refresh_from_db()
    assert question.state == State.UNCONFIRMED


def test_nothing_is_told_of_a_page_that_went(asked: AskedIn, report: ReportPage, browser_of: Browser) -> None:
    """The link does not name a page that visitors may no longer read."""
    question = asked()
    report.visibility = Visibility.MEMBERS
    report.title = "Geheimer Titel"
    report.save_revision().publish(skip_permission_checks=True)
    page = browser_of(None).get(link_of(question))
    assert page.status_code == 404
    assert "Geheimer Titel" not in page.content.decode()
