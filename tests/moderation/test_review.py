"""From the draft to the published report: what each person can do, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, Workflow
from wagtail.users.models import UserProfile

from exchange.members.models import User
from exchange.moderation import queries, views
from exchange.moderation.queries import Stage, contributions_of, waiting_for
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import days_ago, make_report

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.fixture
def waiting(kehl: MunicipalityPage, cast: Cast, django_capture_on_commit_callbacks: Any) -> ReportPage:
    """A report of Kehl's author that has been submitted."""
    report = make_report(kehl, live=False, owner=cast.author, title="Wohngeld online")
    with django_capture_on_commit_callbacks(execute=True):
        Workflow.objects.get(active=True).start(report, cast.author)
    return report


def _act(browser: Client, report: ReportPage, action: str, comment: str = "") -> Any:
    state = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).get()
    address = reverse("wagtailadmin_pages:workflow_action", args=[report.pk, action, state.pk])
    return browser.post(address, {"comment": comment}, headers={"x-requested-with": "XMLHttpRequest"})


def test_reviewers_are_told_in_german(waiting: ReportPage, cast: Cast) -> None:
    """The coordinator of Kehl and the county's editors get a mail; nobody else does."""
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {cast.coordinator.email, cast.editor.email}
    message = told[cast.editor.email]
    assert "Wohngeld online" in message.subject
    assert "Kehl" in message.body
    assert reverse("wagtailadmin_pages:edit", args=[waiting.pk]) in message.body


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("author", 0),
        ("colleague", 0),
        ("trusted", 0),
        ("other", 0),
        ("coordinator", 1),
        ("editor", 1),
        ("administrator", 1),
    ],
)
def test_who_finds_it_in_the_queue(waiting: ReportPage, cast: Cast, browser_of: Browser, name: str, sees: int) -> None:
    """Only those who may decide; the queue itself is closed to the others."""
    user: User = getattr(cast, name)
    assert len(waiting_for(user)) == sees
    response = browser_of(user).get(reverse("review_queue"))
    assert (response.status_code == 200) == bool(sees)
    if sees:
        assert "Wohngeld online" in response.content.decode()


@pytest.mark.parametrize("name", ["author", "colleague", "trusted", "other", "outsider"])
def test_others_cannot_decide(waiting: ReportPage, cast: Cast, browser_of: Browser, name: str) -> None:
    """An address typed by hand decides nothing."""
    _act(browser_of(getattr(cast, name)), waiting, "approve")
    waiting.refresh_from_db()
    assert not waiting.live


@pytest.mark.parametrize("name", ["coordinator", "editor", "administrator"])
def test_approval_publishes_and_tells_the_author(
    waiting: ReportPage, cast: Cast, browser_of: Browser, django_capture_on_commit_callbacks: Any, name: str
) -> None:
    """The page is live, and the author reads who approved it."""
    mail.outbox.clear()
    reviewer: User = getattr(cast, name)
    with django_capture_on_commit_callbacks(execute=True):
        _act(browser_of(reviewer), waiting, "approve", "Schöner Bericht.")
    waiting.refresh_from_db()
    assert waiting.live
    (message,) = mail.outbox
    assert message.to == [cast.author.email]
    assert waiting.title in message.subject
    assert "Schöner Bericht." in message.body
    assert contributions_of(cast.author).entries[0].stage == Stage.PUBLISHED


def test_a_return_needs_its_reason(waiting: ReportPage, cast: Cast, browser_of: Browser) -> None:
    """Without a reason the page keeps waiting, and the reviewer is asked for it."""
    response = _act(browser_of(cast.editor), waiting, "reject", "  ")
    assert "Bitte geben Sie eine Begründung an" in response.json()["html"]
    assert len(waiting_for(cast.editor)) == 1


def test_the_reason_reaches_the_author(
    waiting: ReportPage, cast: Cast, browser_of: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    """By mail and on the site, with quotation marks and angle brackets as they were typed."""
    mail.outbox.clear()
    reason = 'Bitte die Kosten nennen & "Fachverfahren" <genauer> beschreiben.'
    with django_capture_on_commit_callbacks(execute=True):
        _act(browser_of(cast.editor), waiting, "reject", reason)
    (message,) = mail.outbox
    assert message.to == [cast.author.email]
    assert reason in message.body
    entry = contributions_of(cast.author).entries[0]
    assert (entry.stage, entry.reason, entry.reviewer) == (Stage.RETURNED, reason, cast.editor)
    content = browser_of(cast.author).get(reverse("moderation:my_area")).content.decode()
    assert "Bitte die Kosten nennen &amp;" in content
    editor = browser_of(cast.author).get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).content.decode()
    assert "Zurückgegeben mit dieser Begründung: Bitte die Kosten nennen &amp;" in editor
    assert waiting_for(cast.editor) == []


def test_a_failing_mail_server_stops_nobody(
    kehl: MunicipalityPage, cast: Cast, settings: Any, browser_of: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    """The decision is stored although no mail can be sent."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    report = make_report(kehl, live=False, owner=cast.author)
    with django_capture_on_commit_callbacks(execute=True):
        Workflow.objects.get(active=True).start(report, cast.author)
        response = _act(browser_of(cast.editor), report, "approve")
    assert response.status_code < 400
    report.refresh_from_db()
    assert report.live


def test_who_switched_mails_off_gets_none(
    kehl: MunicipalityPage, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """The switches in the person's account hold."""
    profile = UserProfile.get_for_user(cast.editor)
    profile.submitted_notifications = False
    profile.save()
    with django_capture_on_commit_callbacks(execute=True):
        Workflow.objects.get(active=True).start(make_report(kehl, live=False, owner=cast.author), cast.author)
    assert [message.to for message in mail.outbox] == [[cast.coordinator.email]]


def test_my_area_shows_every_stage(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """What needs the author comes first."""
    published = make_report(kehl, owner=cast.author, title="Fertig")
    make_report(kehl, live=False, owner=cast.author, title="Halb fertig")
    changed = make_report(kehl, owner=cast.author, title="Wird besser")
    changed.title = "Wird noch besser"
    changed.save_revision()
    make_report(kehl, owner=cast.colleague, title="Von einer anderen")
    stages = [(entry.page.title, entry.stage) for entry in contributions_of(cast.author).entries]
    assert stages == [("Halb fertig", Stage.DRAFT), ("Wird besser", Stage.CHANGED), ("Fertig", Stage.PUBLISHED)]
    content = browser_of(cast.author).get(reverse("moderation:my_area")).content.decode()
    assert published.list_url in content
    assert "Von einer anderen" not in content


def test_my_area_has_pages(kehl: MunicipalityPage, cast: Cast, browser_of: Browser, monkeypatch: Any) -> None:
    """What is published is listed by pages, what is not finished stands on each of them."""
    monkeypatch.setattr(queries, "PUBLISHED_PER_PAGE", 2)
    for number in range(5):
        make_report(kehl, owner=cast.author, title=f"Fertig {number}")
    make_report(kehl, live=False, owner=cast.author, title="Halb fertig")
    browser = browser_of(cast.author)
    seen = []
    for page in (1, 2, 3):
        response = browser.get(f"{reverse('moderation:my_area')}?page={page}")
        assert response.context["written"].number == 6
        titles = [entry.page.title for entry in response.context["written"].entries]
        assert titles[0] == "Halb fertig"
        seen += titles[1:]
        assert f"?page={page % 3 + 1}" in response.content.decode()
    assert seen == [f"Fertig {number}" for number in reversed(range(5))]
    assert browser.get(f"{reverse('moderation:my_area')}?page=x").status_code == 200


def test_my_area_names_what_is_due_longest(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser, monkeypatch: Any
) -> None:
    """Not all that is overdue at once."""
    monkeypatch.setattr(views, "OVERDUE_SHOWN", 2)
    for days in (10, 30, 20):
        make_report(kehl, owner=cast.author, title=f"Seit {days} Tagen", review_due=days_ago(days))
    response = browser_of(cast.author).get(reverse("moderation:my_area"))
    assert [page.title for page in response.context["overdue"]] == ["Seit 30 Tagen", "Seit 20 Tagen"]
    content = response.content.decode()
    assert "Die 2, die am längsten überfällig sind" in content
    assert 'Wieder zu prüfen <span class="count">3</span>' in content


def test_my_area_asks_visitors_to_sign_in(browser_of: Browser, site: Any) -> None:
    """A visitor is sent to the sign-in and comes back afterwards."""
    response = browser_of(None).get(reverse("moderation:my_area"))
    assert response.status_code == 302
    assert response.headers["Location"] == "/anmelden/?next=/mein-bereich/"
