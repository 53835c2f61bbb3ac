"""Views of the wiki: its files, new solutions, adoptions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from exchange.guard import forget_click, is_second_click
from exchange.members.models import User
from exchange.members.requests import MemberRequest
from exchange.municipalities.models import Municipality
from exchange.pages.breadcrumb import trail
from exchange.solutions.adopting import adopt, withdraw
from exchange.solutions.asking import TooManyError, ask_contact
from exchange.solutions.forms import NewSolutionForm
from exchange.solutions.forms_adoption import AdoptionForm, QuestionForm, coupled_rows, with_another_row
from exchange.solutions.importing import differences_with, known_page, obstacle, start_solution, take_over_file
from exchange.solutions.labels import field_label
from exchange.solutions.listing import SOLUTIONS_URL
from exchange.solutions.mapping import software_of, without_addresses
from exchange.solutions.models import Adoption, SolutionPage
from exchange.solutions.publiccode.log import Kind
from exchange.solutions.publiccode.reading import Reading, read_publiccode
from exchange.solutions.publiccode.tree import Refused
from exchange.solutions.publiccode.writing import write_publiccode

ANOTHER_ROW = "weitere"  # the button that asks for one more row


@require_safe
def publiccode(request: HttpRequest, slug: str) -> HttpResponse:
    """The solution as publiccode.yml 0.7; the addresses of its contacts for members only."""
    page = _solution(request, slug)
    software = software_of(page)
    if not getattr(request.user, "is_member", False):
        software = without_addresses(software)
    text = write_publiccode(software, updated=page.updated_on or page.published_on)
    response = HttpResponse(text, content_type="text/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="publiccode.yml"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
def new_solution(request: MemberRequest) -> HttpResponse:
    """A new solution out of a publiccode.yml or of a few facts; first shows what would be taken, then takes it."""
    if not request.user.is_member:
        raise Http404
    posted = request.method == "POST"
    form = NewSolutionForm(request.POST, request.FILES) if posted else NewSolutionForm()
    context: dict[str, Any] = {
        "form": form,
        "breadcrumb": trail((_("Solutions"), SOLUTIONS_URL), (_("Add a solution"), reverse("solutions:new"))),
    }
    if posted and form.is_valid():
        data = form.publiccode
        if not data:
            if (page := _start(request, form)) is not None:
                return redirect(page.list_url)
            return render(request, "solutions/new_solution.html", context)
        try:
            reading = read_publiccode(data)
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", _refused(refusal))
        else:
            if "uebernehmen" in request.POST:
                return _take(request, reading)
            context |= {
                "reading": _read_out(reading, request.user),
                "text": write_publiccode(reading.software, updated=None),
            }
    return render(request, "solutions/new_solution.html", context)


def _start(request: MemberRequest, form: NewSolutionForm) -> SolutionPage | None:
    """The page out of the few facts, or the one that is there; None, and the form says why, where that is hidden."""
    values = {name: form.cleaned_data[name] for name in ("name", "licence", "repository", "summary")}
    outcome = start_solution(**values, actor=request.user)
    if outcome.created:
        messages.success(
            request, _("The solution is published. Add what colleagues want to know, and say that you use it.")
        )
    elif outcome.page.live:
        messages.info(request, _("This solution is here already. You can add to it."))
    else:
        form.add_error(
            "name", obstacle(outcome.page, request.user) or _("There is a page on this software; it is not published.")
        )
        return None
    return outcome.page


def _take(request: MemberRequest, reading: Reading) -> HttpResponse:
    try:
        outcome = take_over_file(reading.software, actor=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect(SOLUTIONS_URL)
    if outcome.created:
        messages.success(request, _("The solution is published. Say whether you use it, too."))
    else:
        changed = ", ".join(field_label(name) for name in outcome.updated) or _("nothing")
        messages.success(request, _("The page was brought up to date. Changed: %(fields)s.") % {"fields": changed})
    if outcome.has_draft:
        messages.info(request, _("Somebody's unpublished draft of this page was kept; it waits in the editor."))
    return redirect(outcome.page.list_url)


def _refused(refusal: Refused) -> str:
    if not refusal.line:
        return str(refusal)
    return _("Line %(line)d: %(message)s") % {"line": refusal.line, "message": refusal}


def _read_out(reading: Reading, user: User) -> dict[str, Any]:
    """What was read, field by field, and what it would change on a page that is there already, or why it cannot."""
    page = known_page(reading.software)
    reason = obstacle(page, user) if page else ""
    remarks = [remark for remark in reading.remarks if remark.kind is not Kind.TAKEN]
    taken = len(reading.remarks) - len(remarks)
    differences = differences_with(page, reading.software) if page and not reason else []
    return {
        "software": reading.software,
        "remarks": [{"remark": remark, "kind": remark.kind.name.lower()} for remark in remarks],
        "taken": ngettext("One field was taken as it is.", "%(number)d fields were taken as they are.", taken)
        % {"number": taken},
        "page": page,
        "obstacle": reason,
        "has_draft": page is not None and page.live and page.has_unpublished_changes,
        "differences": [{"label": field_label(each.name), "difference": each} for each in differences],
    }


@login_required
def adoption(request: MemberRequest, slug: str) -> HttpResponse:
    """„Nutzen wir auch“: declare, change and withdraw for one's own municipality."""
    page = _solution(request, slug)
    municipalities = list(Municipality.objects.filter(memberships__user=request.user).order_by("sort_name", "ags"))
    if not municipalities:
        raise Http404
    wanted = request.POST.get("kommune") or request.GET.get("kommune", "")
    municipality = next((each for each in municipalities if each.slug == (wanted or municipalities[0].slug)), None)
    if municipality is None:  # never for another one than the person meant
        raise Http404
    declared = Adoption.objects.filter(municipality=municipality, solution=page).first()
    coupled = list(declared.coupled.values("name", "worked", "note")) if declared else []
    sent = request.POST if request.method == "POST" else None
    form, formset = AdoptionForm(sent, instance=declared), coupled_rows(sent, coupled)
    if sent is not None and ANOTHER_ROW in sent:
        form, formset = with_another_row(sent, declared)
    elif sent is not None and form.is_valid() and formset.is_valid():
        rows = [row for row in formset.cleaned_data if row.get("name")]
        adopt(municipality=municipality, solution=page, actor=request.user, values=form.cleaned_data, coupled=rows)
        messages.success(
            request, _("Thank you! Colleagues now see that %(name)s knows this solution.") % {"name": municipality}
        )
        return redirect(page.list_url + "#nutzung")
    context = {
        "page": page,
        "form": form,
        "formset": formset,
        "municipality": municipality,
        "municipalities": municipalities,
        "declared": declared if declared and declared.withdrawn_on is None else None,
        "changes": declared.changes.select_related("by") if declared else [],
        "breadcrumb": trail(
            (_("Solutions"), SOLUTIONS_URL), (page.title, page.list_url), (_("We use it, too"), request.path)
        ),
    }
    return render(request, "solutions/adoption.html", context)


@login_required
def ask(request: MemberRequest, slug: str, municipality: str) -> HttpResponse:
    """A member's question to the contact of a municipality that uses the solution."""
    if not request.user.is_member:
        raise Http404
    page = _solution(request, slug)
    found = get_object_or_404(
        Adoption.objects.declared().select_related("municipality"), solution=page, municipality__slug=municipality
    )
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        click = (request.user.pk, "ask", found.pk, text)
        if is_second_click(*click):
            return redirect(page.list_url + "#nutzung")
        try:
            ask_contact(adoption=found, sender=request.user, text=text)
        except TooManyError:
            forget_click(*click)
            form.add_error(None, _("You have asked ten questions since yesterday. Please go on tomorrow."))
        else:
            messages.success(request, _("Your question is on its way. The answer comes by mail."))
            return redirect(page.list_url + "#nutzung")
    context = {
        "page": page,
        "adoption": found,
        "form": form,
        "breadcrumb": trail(
            (_("Solutions"), SOLUTIONS_URL), (page.title, page.list_url), (_("Ask the contact"), request.path)
        ),
    }
    return render(request, "solutions/ask.html", context)


@require_POST
@login_required
def withdraw_adoption(request: MemberRequest, slug: str) -> HttpResponse:
    """Take the declaration of one's own municipality back."""
    page = _solution(request, slug)
    own = page.adoptions.declared().filter(municipality__memberships__user=request.user).select_related("municipality")
    found = next((each for each in own if each.municipality.slug == request.POST.get("kommune")), None)
    if found is None:
        raise Http404
    withdraw(adoption=found, actor=request.user)
    messages.success(request, _("The declaration was withdrawn."))
    return redirect(page.list_url)


def _solution(request: HttpRequest, slug: str) -> SolutionPage:
    """The published solution at this address that the person may read, or Http404."""
    return cast("SolutionPage", get_object_or_404(SolutionPage.objects.visible_to(request.user), slug=slug))
