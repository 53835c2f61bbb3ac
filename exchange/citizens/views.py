"""What people without an account see: the form, and the two steps of its mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from exchange.citizens.asking import ask_question, askable_municipalities, confirm_question
from exchange.citizens.enums import State
from exchange.citizens.forms import QuestionForm
from exchange.citizens.limits import count_question
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.tokens import CONFIRMATION_DAYS, read_confirmation_token
from exchange.guard import TooManyError
from exchange.members.requests import client_address
from exchange.municipalities.models import Municipality
from exchange.pages.breadcrumb import trail
from exchange.pages.models import ExchangePage


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form of „Rückfrage an die Kommune“; 404 where there is nobody to ask."""
    page, places = _askable(page_id)
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, page=page, places=places, chosen=request.GET.get("kommune", ""))
    if sent is not None and form.is_valid() and _store(request, form, page):
        return redirect("citizens:sent")
    context = {
        "page": page,
        "form": form,
        "work_bits": settings.QUESTION_WORK_BITS,
        "place": places[0] if len(places) == 1 else None,
        "breadcrumb": trail((page.title, page.list_url), (_("Question to the municipality"), request.path)),
    }
    return render(request, "citizens/ask.html", context)


def _askable(page_id: int) -> tuple[ExchangePage, list[Municipality]]:
    page = ExchangePage.objects.visible_to(AnonymousUser()).filter(pk=page_id).first()
    places = askable_municipalities(page) if page is not None else []
    if page is None or not places:
        raise Http404
    return page, places


def _store(request: HttpRequest, form: QuestionForm, page: ExchangePage) -> bool:
    """Whether the question of a valid form was stored; otherwise the form says why not."""
    values = form.cleaned_data
    opened = form.opened
    if opened is None or not opened.use():
        form.start_anew()
        form.add_error(
            None,
            _("This form was sent before. If no mail from us has arrived yet, please send it once more."),
        )
        return False
    try:
        count_question(address=client_address(request), email=values["email"], worked=form.has_worked)
        ask_question(
            page=page,
            municipality=form.place,
            email=values["email"],
            text=values["text"],
            name=values["name"],
            show_name=values["show_name"],
        )
    except (TooManyError, PermissionDenied) as error:
        opened.give_back()
        form.add_error(None, _refused(error))
        return False
    return True


def _refused(error: Exception) -> str:
    if isinstance(error, TooManyError):
        return _("No more questions can be sent from here or with this address for now. Please try again tomorrow.")
    return _("This municipality cannot be asked here. Please choose another one.")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Says that a link is on its way."""
    context = {"days": CONFIRMATION_DAYS, "breadcrumb": trail((_("Question to the municipality"), request.path))}
    return render(request, "citizens/sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link out of the mail: shows a button, and confirms when it is pressed.

    Programs that look through mails open every link; they press no buttons. Both may be repeated at will.
    """
    question = _by_token(token)
    breadcrumb = trail((_("Question to the municipality"), request.path))
    if question is None:
        return render(request, "citizens/no_question.html", {"breadcrumb": breadcrumb}, status=404)
    if request.method == "POST":
        confirm_question(question_id=question.pk)
        return redirect(request.path)
    context = {
        "question": question,
        "page": question.page,
        "is_unconfirmed": question.state == State.UNCONFIRMED,
        "breadcrumb": breadcrumb,
    }
    return render(request, "citizens/confirm.html", context)


def _by_token(token: str) -> CitizenQuestion | None:
    """The question, as long as its page is there for everybody."""
    question_id = read_confirmation_token(token)
    if question_id is None:
        return None
    found = CitizenQuestion.objects.select_related("page", "municipality").filter(pk=question_id).first()
    return found if found is not None and found.public_page is not None else None
