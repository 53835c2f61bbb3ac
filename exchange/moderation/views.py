"""The member's own area, the way into writing, and the reviewers' queue."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.discussions.models import ThreadPage
from exchange.members.requests import MemberRequest
from exchange.moderation.drafts import draft_report
from exchange.moderation.flags.queries import concerns_of
from exchange.moderation.queries import contributions_of, may_review_anything, waiting_for
from exchange.pages.breadcrumb import trail
from exchange.pages.models import ExchangePage
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage

OVERDUE_SHOWN = 30


def _area_step() -> tuple[Any, str]:
    return _("My area"), reverse("moderation:my_area")


@login_required
def my_area(request: MemberRequest) -> HttpResponse:
    """Where the person's contributions stand, and what waits for their review."""
    overdue = ExchangePage.objects.contributions().live().filter(owner=request.user).overdue()
    context = {
        "written": contributions_of(request.user, request.GET.get("page")),
        "waiting": waiting_for(request.user) if may_review_anything(request.user) else None,
        "overdue": Paginator(overdue.order_by("review_due", "pk"), OVERDUE_SHOWN).get_page(1),
        "concerns": concerns_of(request.user),
        "memberships": request.user.memberships.select_related("municipality").order_by("since", "pk"),
        "breadcrumb": trail(_area_step()),
    }
    return render(request, "moderation/my_area.html", context)


@login_required
def write_report(request: MemberRequest) -> HttpResponse:
    """Straight into the writing form of one's own space; a choice where there are several, advice where none."""
    municipality_ids = [membership.municipality_id for membership in request.user.active_memberships]
    spaces = list(MunicipalityPage.objects.filter(municipality__in=municipality_ids).order_by("title"))
    wanted = request.GET.get("kommune", "")
    chosen = [space for space in spaces if space.slug == wanted] or (spaces if len(spaces) == 1 else [])
    if chosen:
        return redirect(_writing_form(chosen[0]))
    breadcrumb = trail(_area_step(), (_("Write a report"), reverse("moderation:write_report")))
    return render(request, "moderation/choose_space.html", {"spaces": spaces, "breadcrumb": breadcrumb})


@require_POST
@login_required
def report_from_thread(request: MemberRequest, slug: str) -> HttpResponse:
    """A draft report out of an answered question, opened in the editor."""
    thread = get_object_or_404(ThreadPage.objects.visible_to(request.user), slug=slug)
    try:
        report = draft_report(thread=thread, author=request.user)
    except PermissionDenied as error:
        raise Http404 from error
    return redirect("wagtailadmin_pages:edit", report.pk)


def _writing_form(space: MunicipalityPage) -> str:
    meta = ReportPage._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, space.pk])


def review_queue(request: MemberRequest) -> HttpResponse:
    """The editor's view of everything that waits, with its age."""
    if not may_review_anything(request.user):
        raise PermissionDenied
    return render(request, "moderation/editor/queue.html", {"waiting": waiting_for(request.user)})
