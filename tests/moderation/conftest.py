"""Reports of contributions, and what decides about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from exchange.discussions.models import Post
from exchange.discussions.services import open_thread, post_reply
from exchange.members.models import User
from exchange.moderation.flags import forms
from exchange.moderation.flags.enums import Action, Reason
from exchange.moderation.flags.models import Decision, Flag
from exchange.moderation.flags.services import decide, report
from exchange.moderation.flags.targets import Target, target_of_page
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import UserFactory, make_report

VISITOR_MAIL = "buergerin@web.example"


@pytest.fixture
def page(kehl: MunicipalityPage, cast: Cast) -> ReportPage:
    """A public report of Kehl's author."""
    return make_report(kehl, owner=cast.author, title="Wohngeld online", result="<p>Es lief gut.</p>")


@pytest.fixture
def answer(cast: Cast) -> Post:
    """An answer of the author in a public thread of somebody else."""
    thread = open_thread(author=cast.other, title="Wer hat das?", html="<p>Frage.</p>", visibility=Visibility.PUBLIC)
    return post_reply(thread=thread, author=cast.author, html="<p>Kaufen Sie bei uns!</p>")


@pytest.fixture
def second_editor(cast: Cast) -> User:
    """Another one of the county's editors."""
    return UserFactory(editor=True)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms may be sent as soon as they are open."""
    monkeypatch.setattr(forms, "LEAST_SECONDS", -1)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], dict[str, Any]]:
    """Does something, commits it, and gives the mails that went out by their recipients."""

    def run(action: Callable[[], Any]) -> dict[str, Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return {message.to[0]: message for message in mail.outbox}

    return run


def flagged(what: Any, **values: Any) -> Flag:
    """A report of a page or target, by a visitor with an address unless said otherwise."""
    target = what if isinstance(what, Target) else target_of_page(what)
    given: dict[str, Any] = {"reason": Reason.WRONG, "text": "Das stimmt so nicht.", "mail": VISITOR_MAIL, **values}
    return report(target=target, **given)


def decided(flag: Flag, actor: User, action: Action = Action.REJECTED, reason: str = "Nichts gefunden.") -> Decision:
    """The decision of an editor."""
    return decide(case=flag.case, actor=actor, action=action, reason=reason)


def send(browser: Client, address: str, **values: str) -> Any:
    """Open the form, fill it in and send it."""
    stamp = browser.get(address).context["form"]["stamp"].value()
    return browser.post(address, {"reason": "spam", "text": "Reine Werbung.", "stamp": stamp, **values})
