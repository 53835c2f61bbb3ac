"""Reviewing and answering: who may do what, what is sent, and what happens when two do it at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from exchange.citizens.answering import answer_question, publish_question, refuse_question
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.members.models import User
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from tests.citizens.conftest import AskedIn
from tests.citizens.values import MAIL, QUESTION
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
OnCommit = Callable[..., object]
REVIEWERS = {"coordinator", "editor", "administrator"}
ANSWERERS = REVIEWERS | {"author", "colleague", "trusted"}
MEMBERS = ANSWERERS | {"other"}


def page_of(question: CitizenQuestion) -> str:
    """Where one handles it."""
    return reverse("citizens:question", args=[question.pk])


def answer_to(question: CitizenQuestion, text: str = "Etwa drei Wochen.") -> dict[str, Any]:
    """What the form of the answer sends."""
    return {"aktion": "antworten", "version": question.version, "answer": text}


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [
        (State.UNCONFIRMED, set()),
        (State.WAITING, REVIEWERS),
        (State.PUBLISHED, ANSWERERS),
        (State.ANSWERED, ANSWERERS),
        (State.REFUSED, REVIEWERS),
    ],
)
def test_who_sees_it(state: State, seen_by: set[str], asked: AskedIn, cast: Cast, browser_of: Browser) -> None:
    """404 for everybody else, visitors to the sign-in; and nobody sees the asker's address or hidden name."""
    question = asked(state, name="Frieda Frager")
    for name, user in cast.everybody.items():
        answer = browser_of(user).get(page_of(question))
        expected = 302 if name == "visitor" else 200 if name in seen_by else 404
        assert answer.status_code == expected, name
        assert browser_of(user).post(page_of(question), answer_to(question, "")).status_code == expected, name
        listed = browser_of(user).get(reverse("citizens:questions"))
        assert listed.status_code == (302 if name == "visitor" else 200 if name in MEMBERS else 404), name
        assert (QUESTION in listed.content.decode()) is (name in seen_by), name
        for text in (answer.content.decode(), listed.content.decode()):
            assert MAIL not in text
            assert "Frieda" not in text


def test_who_may_do_what(asked: AskedIn, cast: Cast) -> None:
    """The services themselves ask."""
    waiting, published = asked(State.WAITING), asked(State.PUBLISHED, email="zwei@privat.example")
    for name, user in {**cast.members, "outsider": cast.outsider}.items():
        if name not in REVIEWERS:
            with pytest.raises(PermissionDenied):
                publish_question(question=waiting, actor=user, version=waiting.version)
            with pytest.raises(PermissionDenied):
                refuse_question(question=published, actor=user, reason="Nein.", version=published.version)
            with pytest.raises(PermissionDenied):
                answer_question(question=waiting, actor=user, text="Ja.", version=waiting.version)
        if name not in ANSWERERS:
            with pytest.raises(PermissionDenied):
                answer_question(question=published, actor=user, text="Ja.", version=published.version)
    for name in sorted(ANSWERERS):
        published = answer_question(question=published, actor=getattr(cast, name), text=name, version=published.version)
    assert published.answer == "trusted"


@pytest.mark.usefixtures("nothing_kept")
def test_published_first_and_answered_later(
    asked: AskedIn, cast: Cast, report: ReportPage, browser_of: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """A coordinator shows it, an author answers; one mail goes to the asker, a correction sends none."""
    question, visitor = asked(State.WAITING, name="Frieda Frager", show_name=True), browser_of(None)
    assert QUESTION not in visitor.get(report.list_url).content.decode()
    browser_of(cast.coordinator).post(page_of(question), {"aktion": "veroeffentlichen", "version": question.version})
    shown = visitor.get(report.list_url).content.decode()
    assert QUESTION in shown
    assert "Frieda Frager" in shown
    assert "Die Antwort von Kehl steht noch aus." in shown
    assert mail.outbox == []

    text = "Etwa drei Wochen.\r\n\r\nMehr dazu: https://www.kehl.example/wohngeld <script>"
    question.refresh_from_db()
    assert "bekommt die Antwort per E-Mail" in browser_of(cast.author).get(page_of(question)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer = browser_of(cast.author).post(page_of(question), answer_to(question, text), follow=True)
    assert "Vielen Dank!" in answer.content.decode()
    shown = visitor.get(report.list_url).content.decode()
    assert "<p>Etwa drei Wochen.</p>" in shown
    assert '<a href="https://www.kehl.example/wohngeld" rel="nofollow">' in shown
    assert "&lt;script&gt;" in shown
    assert cast.author.last_name not in shown
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == ([MAIL], [])
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.subject == "Kehl hat Ihre Rückfrage beantwortet"
    for part in ("Guten Tag Frieda Frager,", "Etwa drei Wochen.\n\nMehr dazu", QUESTION, f"#rueckfrage-{question.pk}"):
        assert part in sent.body
    assert cast.author.last_name not in sent.body

    question.refresh_from_db()
    changing = browser_of(cast.colleague).get(page_of(question)).content.decode()
    assert "bekommt die Antwort per E-Mail" not in changing
    assert "Antwort veröffentlichen" not in changing
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        browser_of(cast.colleague).post(page_of(question), answer_to(question, "Etwa zwei Wochen."))
    assert "Etwa zwei Wochen." in visitor.get(report.list_url).content.decode()
    assert len(mail.outbox) == 1


def test_a_reviewers_answer_publishes_the_question(asked: AskedIn, cast: Cast, browser_of: Browser) -> None:
    question = asked(State.WAITING)
    assert "Mit Ihrer Antwort" in browser_of(cast.coordinator).get(page_of(question)).content.decode()
    browser_of(cast.coordinator).post(page_of(question), answer_to(question))
    question.refresh_from_db()
    assert (question.state, question.decided_by, question.answered_by) == (
        State.ANSWERED,
        cast.coordinator,
        cast.coordinator,
    )


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("state", [State.WAITING, State.PUBLISHED, State.ANSWERED])
def test_refusing_needs_a_reason_and_tells_it(
    state: State,
    asked: AskedIn,
    cast: Cast,
    report: ReportPage,
    browser_of: Browser,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    """The asker alone gets it; a question that was public is gone from its page."""
    question, reviewer = asked(state), browser_of(cast.coordinator)
    browser_of(None).get(report.list_url)
    sent = {"aktion": "ablehnen", "version": question.version, "reason": "  "}
    assert "Bitte geben Sie eine Begründung an" in reviewer.post(page_of(question), sent).content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert reviewer.post(page_of(question), {**sent, "reason": "Nennt eine Person."}).status_code == 302
    question.refresh_from_db()
    assert (question.state, question.refusal, question.answer) == (State.REFUSED, "Nennt eine Person.", "")
    (told,) = mail.outbox
    assert told.to == [MAIL]
    assert told.subject == "Zu Ihrer Rückfrage an Kehl"
    assert "Nennt eine Person." in told.body
    assert QUESTION not in browser_of(None).get(report.list_url).content.decode()
    again = reviewer.post(page_of(question), answer_to(question)).content.decode()
    assert "Jemand aus Ihrem Kreis war schneller" in again


def test_nobody_overwrites_a_colleague(asked: AskedIn, cast: Cast, browser_of: Browser) -> None:
    """The second one is shown what has changed, and keeps what was typed."""
    question = asked(State.PUBLISHED)
    seen = answer_to(question, "Meine Antwort.")
    answer_question(question=question, actor=cast.colleague, text="War schneller.", version=question.version)
    page = browser_of(cast.author).post(page_of(question), seen)
    text = page.content.decode()
    assert "Jemand aus Ihrem Kreis war schneller" in text
    assert "Meine Antwort." in text
    assert "War schneller." in text
    again = {**seen, "version": page.context["answer_form"]["version"].value()}
    assert browser_of(cast.author).post(page_of(question), again).status_code == 302
    question.refresh_from_db()
    assert question.answer == "Meine Antwort."


def test_an_authors_answer_to_what_was_refused_meanwhile(asked: AskedIn, cast: Cast, browser_of: Browser) -> None:
    question = asked(State.PUBLISHED)
    seen = answer_to(question)
    refuse_question(question=question, actor=cast.editor, reason="Nein.", version=question.version)
    page = browser_of(cast.author).post(page_of(question), seen)
    assert page.status_code == 409
    assert "eben abgelehnt" in page.content.decode()
    assert seen["answer"] in page.content.decode()
    assert question.text not in page.content.decode()
    assert browser_of(cast.author).get(page_of(question)).status_code == 404
    for stranger in (cast.other, cast.outsider):
        assert browser_of(stranger).post(page_of(question), seen).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"aktion": "loeschen"},
        {"aktion": "\0"},
        {"aktion": "antworten"},
        {"aktion": "antworten", "version": "x", "answer": "Ja."},
        {"aktion": "antworten", "version": str(10**30), "answer": "Ja."},
        {"aktion": "antworten", "version": "1", "answer": "x" * 6_001},
        {"aktion": "antworten", "version": "1", "answer": "\0"},
        {"aktion": "veroeffentlichen", "version": "-1"},
        {"aktion": "ablehnen", "version": "1", "reason": "\r\n"},
    ],
)
def test_hostile_input_changes_nothing(sent: dict[str, str], asked: AskedIn, cast: Cast, browser_of: Browser) -> None:
    question = asked(State.WAITING)
    assert browser_of(cast.coordinator).post(page_of(question), sent).status_code == 200
    question.refresh_from_db()
    assert question.state == State.WAITING


def test_the_answer_to_a_page_that_went(
    asked: AskedIn, cast: Cast, report: ReportPage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """The mail gives the answer, and does not name a page that the asker may no longer read."""
    question = asked(State.PUBLISHED)
    report.visibility, report.title = Visibility.MEMBERS, "Geheimer Titel"
    report.save_revision().publish(skip_permission_checks=True)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        answer_question(question=question, actor=cast.author, text="Drei Wochen.", version=question.version)
    (sent,) = mail.outbox
    assert "Drei Wochen." in sent.body
    assert "Geheimer" not in f"{sent.subject} {sent.body}"
    assert report.list_url not in sent.body


def test_the_queue_in_the_editor_and_the_own_area(asked: AskedIn, cast: Cast, browser_of: Browser) -> None:
    """Those who may act on it see it there; Wagtail keeps people without rights out of its editor."""
    question = asked(State.WAITING)
    for name, user in cast.everybody.items():
        queue = browser_of(user).get("/admin/rueckfragen/")
        area = browser_of(user).get("/mein-bereich/")
        assert (page_of(question) in queue.content.decode()) is (name in REVIEWERS), name
        assert ("1 Rückfrage wartet auf Ihre Prüfung" in area.content.decode()) is (name in REVIEWERS), name
        assert queue.status_code == {"visitor": 302, "outsider": 403}.get(name, 200), name
    assert "/admin/rueckfragen/" in browser_of(cast.author).get("/admin/").content.decode()
