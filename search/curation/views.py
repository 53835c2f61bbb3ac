"""Saved searches of members, and the counter of opened hits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from exchange.members.requests import MemberRequest
from exchange.pages.breadcrumb import trail
from search.curation.log import count_click
from search.curation.saved import MAX_SAVED, rename_search, save_search, searches_of
from search.models import SavedSearch

_MAX_DIGITS = 15


def _members_only(request: MemberRequest) -> None:
    """Raises Http404 for accounts without membership."""
    if not request.user.is_member:
        raise Http404


@login_required
@require_safe
def saved_list(request: MemberRequest) -> HttpResponse:
    """The searches of the person who is signed in."""
    _members_only(request)
    context = {
        "saved_searches": searches_of(request.user),
        "limit": MAX_SAVED,
        "breadcrumb": trail(
            (_("My area"), reverse("moderation:my_area")), (_("Saved searches"), reverse("search:saved"))
        ),
    }
    return render(request, "search/saved.html", context)


@login_required
@require_POST
def save(request: MemberRequest) -> HttpResponse:
    """Keep a search, and back to its hits."""
    _members_only(request)
    address = request.POST.get("adresse", "")
    try:
        saved, created = save_search(user=request.user, address=address, name=request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("search:saved")
    if created:
        messages.success(request, _("Saved as “%(name)s”. You find it in your area.") % {"name": saved.name})
    else:
        messages.info(request, _("You have saved this search already, as “%(name)s”.") % {"name": saved.name})
    return HttpResponseRedirect(saved.url)


@login_required
@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    """Another name for one of one's own searches."""
    _members_only(request)
    saved = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    try:
        rename_search(saved, request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The search is now called “%(name)s”.") % {"name": saved.name})
    return redirect("search:saved")


@login_required
@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget one of one's own searches."""
    _members_only(request)
    saved = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    saved.delete()
    messages.success(request, _("“%(name)s” is deleted.") % {"name": saved.name})
    return redirect("search:saved")


@csrf_exempt
@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """Count an opened hit; the answer is always empty, so that nobody learns whether there is such a page.

    Without CSRF token, since visitors have none: it can only add one to a number, and other sites are refused.
    """
    page_id, position = (_number(request.POST.get(name, "")) for name in ("seite", "platz"))
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if from_here and page_id is not None and position is not None:
        count_click(request.POST.get("q", ""), page_id, position, request.user)
    return HttpResponse(status=204)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS else None
