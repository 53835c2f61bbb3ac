"""The editors' queue of reports, and the page on which they decide."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from exchange.members.requests import MemberRequest
from exchange.moderation.flags.effects import possible_actions
from exchange.moderation.flags.enums import Action
from exchange.moderation.flags.forms import DecisionForm
from exchange.moderation.flags.models import FlagCase
from exchange.moderation.flags.queries import decided_cases, earlier_cases, waiting_cases
from exchange.moderation.flags.services import (
    ActionError,
    NotWaitingError,
    decide,
    first_decision,
    may_decide,
    others_decide,
)
from exchange.moderation.flags.targets import target_of


def flag_queue(request: MemberRequest) -> HttpResponse:
    """What waits for a decision, or with „entschieden“ in the address what was decided."""
    _only_editors(request)
    shows_decided = "entschieden" in request.GET
    context = {
        "shows_decided": shows_decided,
        "cases": decided_cases(request.GET.get("p")) if shows_decided else waiting_cases(),
    }
    return render(request, "moderation/editor/flags.html", context)


def flag_case(request: MemberRequest, key: int) -> HttpResponse:
    """Everything about one thing that was reported, and the decision."""
    _only_editors(request)
    case = get_object_or_404(
        FlagCase.objects.select_related("page__content_type", "post__thread", "post__author", "author"), pk=key
    )
    first = first_decision(case)
    target = target_of(case)
    is_own = case.author_id == request.user.pk
    # Who has written it does not learn who has reported it.
    is_concealed = is_own and others_decide(case, first, request.user)
    may = case.is_waiting and may_decide(case, first, request.user)
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, actions=possible_actions(target, first, request.user)) if may else None
    if sent is not None and form is None:
        messages.error(request, _("This cannot be decided by you, or has been decided meanwhile."))
    elif form is not None and form.is_valid() and _decided(request, case, form):
        return redirect("flag_queue")
    context = {
        "case": case,
        "target": target,
        "form": form,
        "is_own": is_own,
        "is_concealed": is_concealed,
        "flags": case.flags.select_related("reporter", "objection"),
        "decisions": case.decisions.select_related("by").prefetch_related("objections__flag"),
        "earlier": earlier_cases(case),
    }
    return render(request, "moderation/editor/flag_case.html", context)


def _decided(request: MemberRequest, case: FlagCase, form: DecisionForm) -> bool:
    try:
        decide(
            case=case,
            actor=request.user,
            action=Action(form.cleaned_data["action"]),
            reason=form.cleaned_data["reason"],
        )
    except (ActionError, NotWaitingError):
        form.add_error(None, _("Somebody has changed or decided this meanwhile. Please look at it again."))
        return False
    messages.success(request, _("Decided. Both sides are told by mail."))
    return True


def _only_editors(request: MemberRequest) -> None:
    if not request.user.is_editor:
        raise PermissionDenied
