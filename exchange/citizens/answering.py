"""What a municipality does with a question: publish, refuse, answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from exchange import page_cache
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.signals import questions_changed
from exchange.citizens.tasks import send_outcome
from exchange.members.models import User


class ChangedMeanwhileError(Exception):
    """A colleague was quicker; what is stored is not what the person has seen."""


@transaction.atomic
def publish_question(*, question: CitizenQuestion, actor: User, version: int) -> CitizenQuestion:
    """Show a question that waits, before it is answered. For reviewers (PermissionDenied for others).

    ``version`` is the one that the person has seen; ChangedMeanwhileError where it is another by now.
    """
    current = _locked(question, version, State.WAITING)
    if not current.may_be_reviewed_by(actor):
        raise PermissionDenied
    current.state = State.PUBLISHED
    current.decided_at, current.decided_by = timezone.now(), actor
    _save(current, "decided_at", "decided_by")
    _tell_the_site(current)
    return current


@transaction.atomic
def refuse_question(*, question: CitizenQuestion, actor: User, reason: str, version: int) -> CitizenQuestion:
    """Refuse a question or take it off its page; the asker gets the reason by mail. Rights as in publish_question."""
    current = _locked(question, version, State.WAITING, State.PUBLISHED, State.ANSWERED)
    if not current.may_be_reviewed_by(actor):
        raise PermissionDenied
    was_public = current.is_public
    current.state, current.refusal = State.REFUSED, reason
    current.answer, current.answered_at, current.answered_by = "", None, None
    current.decided_at, current.decided_by = timezone.now(), actor
    _save(current, "refusal", "answer", "answered_at", "answered_by", "decided_at", "decided_by")
    if was_public:
        _tell_the_site(current)
    _tell_the_asker(current)
    return current


@transaction.atomic
def answer_question(*, question: CitizenQuestion, actor: User, text: str, version: int) -> CitizenQuestion:
    """Answer in public; the asker gets the answer by mail. For members of the municipality and editors.

    A reviewer's answer to a question that waits publishes both. A later one corrects the first, without another mail.
    PermissionDenied and ChangedMeanwhileError as in publish_question.
    """
    current = _locked(question, version, State.WAITING, State.PUBLISHED, State.ANSWERED)
    allowed = current.may_be_reviewed_by(actor) if current.is_waiting else current.may_be_answered_by(actor)
    if not allowed:
        raise PermissionDenied
    is_first = not current.is_answered
    now = timezone.now()
    if current.is_waiting:
        current.decided_at, current.decided_by = now, actor
    current.state, current.answer = State.ANSWERED, text
    if is_first:
        current.answered_at = now
    current.answered_by = actor
    _save(current, "answer", "answered_at", "answered_by", "decided_at", "decided_by")
    _tell_the_site(current)
    if is_first:
        _tell_the_asker(current)
    return current


def _locked(question: CitizenQuestion, version: int, *states: State) -> CitizenQuestion:
    found = CitizenQuestion.objects.select_for_update().filter(pk=question.pk).first()
    if found is None or found.version != version or found.state not in states:
        raise ChangedMeanwhileError
    return found


def _save(question: CitizenQuestion, *fields: str) -> None:
    question.version += 1
    names: Iterable[str] = ("state", "version", *fields)
    question.save(update_fields=names)


def _tell_the_site(question: CitizenQuestion) -> None:
    page_cache.forget_all()
    questions_changed.send(CitizenQuestion, page_id=question.page_id)


def _tell_the_asker(question: CitizenQuestion) -> None:
    if question.email:
        transaction.on_commit(partial(send_outcome.enqueue, question.pk))
