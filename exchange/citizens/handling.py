"""What the municipality sees: its questions in the own area and in the editor, and a page for each."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exchange.citizens.answering import ChangedMeanwhileError, answer_question, publish_question, refuse_question
from exchange.citizens.enums import State
from exchange.citizens.forms import AnswerForm, DecisionForm, RefusalForm
from exchange.citizens.models import CitizenQuestion, CitizenQuestionQuerySet
from exchange.members.models import User
from exchange.members.requests import MemberRequest
from exchange.moderation.queries import may_review_anything
from exchange.pages.breadcrumb import trail

CLOSED_PER_PAGE = 20
# What the buttons send, and the form behind each.
ACTIONS = {"veroeffentlichen": "release_form", "ablehnen": "refusal_form", "antworten": "answer_form"}


def own_questions(user: User) -> dict[str, Any]:
    """What waits for this person, the longest waiting first; ``to_review`` is None for those who review nothing."""
    questions = CitizenQuestion.objects.select_related("page", "municipality").order_by("confirmed_at", "pk")
    return {
        "to_review": list(questions.to_review_by(user)) if may_review_anything(user) else None,
        "to_answer": list(questions.to_answer_by(user)),
    }


@require_safe
@login_required
def questions(request: MemberRequest) -> HttpResponse:
    """All questions to the person's municipality; 404 for those who belong to none."""
    if not request.user.is_member:
        raise Http404
    closed = CitizenQuestion.objects.handled_by(request.user).closed().select_related("page", "municipality")
    context = {
        **own_questions(request.user),
        "closed": Paginator(closed.order_by("-decided_at", "-pk"), CLOSED_PER_PAGE).get_page(request.GET.get("page")),
        "breadcrumb": trail(*_steps()),
    }
    return render(request, "citizens/questions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: MemberRequest, pk: int) -> HttpResponse:
    """One question with what this person can do about it; 404 for everybody it does not concern."""
    found = _handled(request.user).filter(pk=pk).first()
    if found is None:
        return _refused_meanwhile(request, pk)
    sent = request.POST.copy() if request.method == "POST" else None
    forms = _forms(found, sent)
    action = request.POST.get("aktion", "")
    acting = forms.get(ACTIONS.get(action, "")) if sent is not None else None
    if sent is not None and acting is not None and acting.is_valid():
        try:
            messages.success(request, _act(action, found, acting.cleaned_data, request.user))
        except ChangedMeanwhileError:
            found = _handled(request.user).filter(pk=pk).first()
            if found is None:
                return _refused_meanwhile(request, pk)
            # What was typed stays; sent once more it replaces what the colleague did, which now stands above it.
            sent["version"] = str(found.version)
            forms = _forms(found, sent)
            acting = forms[ACTIONS[action]]
            acting.add_error(None, _("A colleague was quicker: look at what has changed before you send it once more."))
        else:
            return redirect("citizens:question", pk)
    context = {
        **_rights(found, request.user),
        **forms,
        "question": found,
        "page": found.page,
        "acting_form": acting,
        "breadcrumb": trail(*_steps(), (_("Question of a citizen"), request.path)),
    }
    return render(request, "citizens/question.html", context)


def _refused_meanwhile(request: MemberRequest, pk: int) -> HttpResponse:
    """Gives back what a member has typed as the answer to a question that was refused meanwhile; else Http404."""
    typed = request.POST.get("answer", "") if request.POST.get("aktion") == "antworten" else ""
    question = CitizenQuestion.objects.filter(pk=pk, state=State.REFUSED).first()
    if not typed or question is None or not question.may_be_answered_by(request.user):
        raise Http404
    context = {"answer": typed, "breadcrumb": trail(*_steps(), (_("Question of a citizen"), request.path))}
    return render(request, "citizens/answer_kept.html", context, status=HTTPStatus.CONFLICT)


def _handled(user: User) -> CitizenQuestionQuerySet:
    return CitizenQuestion.objects.handled_by(user).select_related("page", "municipality", "decided_by", "answered_by")


def _forms(found: CitizenQuestion, sent: QueryDict | None) -> dict[str, DecisionForm]:
    """The forms of the page, of which the one that was sent is filled in."""
    action = sent.get("aktion", "") if sent is not None else ""
    seen = {"version": found.version}

    def data_of(own: str) -> QueryDict | None:
        return sent if action == own else None

    return {
        "release_form": DecisionForm(data_of("veroeffentlichen"), initial=seen, auto_id=False),
        "refusal_form": RefusalForm(data_of("ablehnen"), initial=seen, auto_id="id_refusal_%s"),
        "answer_form": AnswerForm(data_of("antworten"), initial={**seen, "answer": found.answer}),
    }


def _rights(found: CitizenQuestion, user: User) -> dict[str, bool]:
    may_review = found.may_be_reviewed_by(user)
    return {"may_review": may_review, "may_answer": not found.is_refused and (may_review or not found.is_waiting)}


def _act(action: str, found: CitizenQuestion, values: dict[str, Any], actor: User) -> str:
    """Do it, and say what was done."""
    version = values["version"]
    if action == "veroeffentlichen":
        publish_question(question=found, actor=actor, version=version)
        return _("The question is published. The answer may follow later.")
    if action == "ablehnen":
        refuse_question(question=found, actor=actor, reason=values["reason"], version=version)
        return _("The question was refused. The asker gets the reason by mail.")
    was_answered = found.is_answered
    answer_question(question=found, actor=actor, text=values["answer"], version=version)
    if was_answered:
        return _("The answer was changed.")
    if not found.email:
        return _("Thank you! The answer is published. The asker's address has been deleted by now.")
    return _("Thank you! The answer is published, and the asker gets it by mail.")


def _steps() -> list[tuple[Any, str]]:
    return [
        (_("My area"), reverse("moderation:my_area")),
        (_("Questions of citizens"), reverse("citizens:questions")),
    ]


def question_queue(request: MemberRequest) -> HttpResponse:
    """The editor's view of everything that waits, with its age."""
    if not request.user.is_member:
        raise PermissionDenied
    return render(request, "citizens/editor/queue.html", own_questions(request.user))
