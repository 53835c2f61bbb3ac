"""Mails about reports. What people typed into the form goes to editors only: the address may be somebody else's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task
from wagtail.users.models import UserProfile

from exchange.members.models import User
from exchange.moderation.flags.models import Decision, Flag, FlagCase
from exchange.moderation.flags.tokens import objection_url


@task()
def send_receipt(flag_id: int) -> None:
    """Acknowledge a report to whoever sent it."""
    flag = Flag.objects.select_related("case", "reporter").filter(pk=flag_id).first()
    if flag is not None and flag.address:
        _send("receipt", flag.address, {"flag": flag, "case": flag.case, "recipient": flag.reporter})


@task()
def send_waiting(case_id: int, recipient_id: int) -> None:
    """Tell an editor that a case waits; not those who have switched off the mails about what waits for them."""
    case = FlagCase.objects.waiting().filter(pk=case_id).first()
    recipient = User.objects.filter(pk=recipient_id, is_active=True).first()
    if case is None or recipient is None or not UserProfile.get_for_user(recipient).submitted_notifications:
        return
    base = settings.WAGTAILADMIN_BASE_URL
    context = {
        "case": case,
        "recipient": recipient,
        "queue_url": base + reverse("flag_case", args=[case.pk]),
        "settings_url": base + reverse("wagtailadmin_account"),
    }
    _send("waiting", recipient.email, context)


@task()
def tell_reporter(decision_id: int, flag_id: int) -> None:
    """Tell the sender of a report what was decided and why."""
    decision = Decision.objects.select_related("case").filter(pk=decision_id).first()
    flag = Flag.objects.select_related("reporter").filter(pk=flag_id).first()
    if decision is not None and flag is not None and flag.address:
        context = {"flag": flag, "recipient": flag.reporter, **_decided(decision, flag)}
        _send("decided_reporter", flag.address, context)


@task()
def tell_author(decision_id: int, recipient_id: int) -> None:
    """Tell the author, or who stands in, what was decided and why; not who has reported it."""
    decision = Decision.objects.select_related("case").filter(pk=decision_id).first()
    recipient = User.objects.filter(pk=recipient_id, is_active=True).first()
    if decision is None or recipient is None:
        return
    reasons = sorted({flag.get_reason_display() for flag in decision.case.flags.all()})
    context = {"recipient": recipient, "reasons": reasons, **_decided(decision, None)}
    _send("decided_author", recipient.email, context)


def _decided(decision: Decision, flag: Flag | None) -> dict[str, Any]:
    return {
        "case": decision.case,
        "decision": decision,
        "objection_url": settings.WAGTAILADMIN_BASE_URL + objection_url(decision, flag),
    }


def _send(kind: str, address: str, context: dict[str, Any]) -> None:
    context = {"base": settings.WAGTAILADMIN_BASE_URL, **context}
    subject = " ".join(render_to_string(f"moderation/mail/flags/{kind}_subject.txt", context).split())
    send_mail(subject, render_to_string(f"moderation/mail/flags/{kind}.txt", context), None, [address])
