"""Mails about questions: sent by tasks once what they tell of is stored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task
from wagtail.users.models import UserProfile

from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.tokens import CONFIRMATION_DAYS, confirmation_token
from exchange.members.models import User

# RFC 3834, section 5: no out-of-office note may answer these.
_HEADERS = {"Auto-Submitted": "auto-generated"}


@task()
def send_confirmation(question_id: int) -> None:
    """Send the link that confirms a question; does nothing when it is confirmed or gone.

    The mail holds nothing that the asker has typed: anybody can type another person's address into the form, and this
    site is not to carry their words there.
    """
    question = _find(question_id, State.UNCONFIRMED)
    if question is None or question.public_page is None:
        return
    path = reverse("citizens:confirm", args=[confirmation_token(question.pk)])
    _send("confirm", question, question.email, confirm_url=_full(path), days=CONFIRMATION_DAYS)


@task()
def send_to_reviewer(question_id: int, reviewer_id: int) -> None:
    """Tell one reviewer of a question that waits, unless the person has switched mails about reviews off."""
    question = _find(question_id, State.WAITING)
    recipient = User.objects.filter(pk=reviewer_id, is_active=True).first()
    if question is None or recipient is None or not question.may_be_reviewed_by(recipient):
        return
    if not UserProfile.get_for_user(recipient).submitted_notifications:
        return
    _send(
        "waiting",
        question,
        recipient.email,
        recipient=recipient,
        question_url=_full(reverse("citizens:question", args=[question.pk])),
        settings_url=_full(reverse("wagtailadmin_account")),
    )


@task()
def send_outcome(question_id: int) -> None:
    """Send the asker the answer, or the reason why there is none; does nothing when the address is gone meanwhile."""
    question = _find(question_id, State.ANSWERED, State.REFUSED)
    if question is not None and question.email:
        _send("refused" if question.is_refused else "answered", question, question.email)


def _find(question_id: int, *states: State) -> CitizenQuestion | None:
    found = CitizenQuestion.objects.select_related("page", "municipality")
    return found.filter(pk=question_id, state__in=states).first()


def _send(kind: str, question: CitizenQuestion, to: str, **more: Any) -> None:
    page = question.public_page
    context = {
        "question": question,
        "municipality": question.municipality,
        "page": page,
        "page_url": _full(page.list_url) if page else "",
        "privacy_url": _full("/datenschutz/"),
        **more,
    }
    subject = " ".join(render_to_string(f"citizens/mail/{kind}_subject.txt", context).split())
    EmailMessage(subject, render_to_string(f"citizens/mail/{kind}.txt", context), None, [to], headers=_HEADERS).send()


def _full(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
