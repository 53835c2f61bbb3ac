"""Asking a question and confirming it by mail."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.tasks import send_confirmation, send_to_reviewer
from exchange.members.models import User
from exchange.members.roles import EDITORS_GROUP, Role
from exchange.municipalities.models import Municipality
from exchange.pages.models import ExchangePage
from exchange.spaces.models import MunicipalityPage


def askable_municipalities(page: ExchangePage) -> list[Municipality]:
    """Whom one may ask about a page: a report's municipality, those that use a solution; empty for all other pages.

    Only public pages have questions, and only municipalities with a space answer.
    """
    if not page.live or page.is_members_only:
        return []
    spaces = MunicipalityPage.objects.visible_to(AnonymousUser()).order_by().values("municipality")
    found = Municipality.objects.filter(pk__in=spaces).order_by("sort_name", "ags")
    if page.kind == "report":
        return list(found.filter(pk=page.municipality_id))
    if page.kind == "solution":
        return list(found.filter(adoptions__solution=page.pk, adoptions__withdrawn_on=None))
    return []


@transaction.atomic
def ask_question(
    *, page: ExchangePage, municipality: Municipality, email: str, text: str, name: str = "", show_name: bool = False
) -> CitizenQuestion:
    """Store a question and send the link that confirms it. Everybody may ask.

    PermissionDenied where this municipality cannot be asked about this page.
    """
    if municipality not in askable_municipalities(page):
        raise PermissionDenied
    question = CitizenQuestion.objects.create(
        page=page, municipality=municipality, email=email, text=text, name=name, show_name=show_name and bool(name)
    )
    transaction.on_commit(partial(send_confirmation.enqueue, question.pk))
    return question


@transaction.atomic
def confirm_question(*, question_id: int) -> CitizenQuestion | None:
    """The owner of the mail address has confirmed; those who review are told, once. None where it is gone.

    Whoever has the signed link may; a second confirmation changes nothing.
    """
    question = CitizenQuestion.objects.select_for_update().filter(pk=question_id).first()
    if question is None or question.state != State.UNCONFIRMED:
        return question
    question.state = State.WAITING
    question.confirmed_at = timezone.now()
    question.version += 1
    question.save(update_fields=["state", "confirmed_at", "version"])
    for reviewer_id in _reviewer_ids(question):
        transaction.on_commit(partial(send_to_reviewer.enqueue, question.pk, reviewer_id))
    return question


def _reviewer_ids(question: CitizenQuestion) -> list[int]:
    """The coordinators of the municipality; the county's editors where it has none."""
    coordinators = Q(memberships__municipality=question.municipality_id, memberships__role=Role.COORDINATOR)
    for condition in (coordinators, Q(groups__name=EDITORS_GROUP)):
        found = User.objects.filter(condition, is_active=True).order_by("pk").distinct()
        if ids := list(found.values_list("pk", flat=True)):
            return ids
    return []
