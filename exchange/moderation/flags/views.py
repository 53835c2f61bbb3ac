"""The form for reporting, its confirmation, and the form for objections."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.discussions.models import Post
from exchange.guard import TooManyError
from exchange.members.models import User
from exchange.moderation.flags.enums import Reason
from exchange.moderation.flags.forms import FlagForm, ObjectionForm
from exchange.moderation.flags.limits import count_report
from exchange.moderation.flags.services import ObjectionError, has_objected, may_object, object_to, report
from exchange.moderation.flags.targets import Target, target_of_page, target_of_post
from exchange.moderation.flags.tokens import read_token
from exchange.pages.breadcrumb import trail
from exchange.pages.models import ExchangePage


def flag_page(request: HttpRequest, key: int) -> HttpResponse:
    """Report a page that the person can read."""
    return _flag(request, _page(request, key), reverse("moderation:page_flagged", args=[key]))


def flag_post(request: HttpRequest, key: int) -> HttpResponse:
    """Report a post that the person can read."""
    return _flag(request, _post(request, key), reverse("moderation:post_flagged", args=[key]))


def page_flagged(request: HttpRequest, key: int) -> HttpResponse:
    """Thanks, and what happens next."""
    return _flagged(request, _page(request, key))


def post_flagged(request: HttpRequest, key: int) -> HttpResponse:
    """Thanks, and what happens next."""
    return _flagged(request, _post(request, key))


def _page(request: HttpRequest, key: int) -> Target:
    return target_of_page(get_object_or_404(ExchangePage.objects.visible_to(request.user), pk=key))


def _post(request: HttpRequest, key: int) -> Target:
    posts = Post.objects.visible_to(request.user).shown().select_related("thread", "author")
    return target_of_post(get_object_or_404(posts, pk=key))


def _account(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _flag(request: HttpRequest, target: Target, next_url: str) -> HttpResponse:
    reporter = _account(request)
    form = FlagForm(
        request.POST if request.method == "POST" else None, subject=request.path, is_known=reporter is not None
    )
    if request.method == "POST" and form.is_valid() and form.opened is not None:
        if not form.opened.use():  # a second click on the button
            return redirect(next_url)
        values = form.cleaned_data
        try:
            count_report(request, values.get("mail", ""))
        except TooManyError:
            form.opened.give_back()
            form.add_error(None, _("Many reports came from you or your network just now. Please try again later."))
        else:
            report(
                target=target,
                reason=Reason(values["reason"]),
                text=values["text"],
                reporter=reporter,
                name=values.get("name", ""),
                mail=values.get("mail", ""),
            )
            return redirect(next_url)
    context = {
        "target": target,
        "form": form,
        "breadcrumb": trail((target.title, target.url), (_("Report a contribution"), request.path)),
    }
    return render(request, "moderation/flags/flag.html", context)


def _flagged(request: HttpRequest, target: Target) -> HttpResponse:
    breadcrumb = trail((target.title, target.url), (_("Thank you"), request.path))
    return render(request, "moderation/flags/flagged.html", {"target": target, "breadcrumb": breadcrumb})


def objection(request: HttpRequest, token: str) -> HttpResponse:
    """Object to a decision, by a link that only those concerned have got."""
    found = read_token(token)
    if found is None:
        raise Http404
    decision, flag = found
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            object_to(decision=decision, flag=flag, text=form.cleaned_data["text"])
        except ObjectionError:
            form.add_error(None, _("An objection is not possible any more."))
        else:
            return redirect(request.path)
    context = {
        "decision": decision,
        "final": decision.case.decisions.filter(is_final=True).exclude(pk=decision.pk).first(),
        "case": decision.case,
        "form": form,
        "has_objected": has_objected(decision, flag),
        "is_open": may_object(decision, flag, decision.case),
        "breadcrumb": trail((_("Objection"), request.path)),
    }
    return render(request, "moderation/flags/objection.html", context)
