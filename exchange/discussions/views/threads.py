"""Reading, opening and changing threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exchange.discussions.enums import ThreadKind
from exchange.discussions.forms import ThreadForm, ThreadHeadForm
from exchange.discussions.listing import FORUM_URL
from exchange.discussions.mentions import suggest_members
from exchange.discussions.models import ForumIndexPage, Post, ThreadAlias, ThreadPage
from exchange.discussions.permissions import may_change_thread
from exchange.discussions.presentation import page_number_of
from exchange.discussions.reading import first_unread
from exchange.discussions.services import ExposureError, change_thread, open_thread
from exchange.discussions.services_field import suggest_services
from exchange.discussions.tags_field import suggest_tags
from exchange.discussions.views.pages import form_page
from exchange.guard import is_second_click
from exchange.members.requests import MemberRequest
from exchange.pages.enums import Visibility
from exchange.pages.models import ExchangePage, ServiceLink, TaggedPage

# What other pages may fill into the form of a new thread: parameter and field.
PRESETS = {"titel": "title", "schlagworte": "tags", "leistung": "services", "loesung": "solution", "art": "kind"}


def thread_of(request: HttpRequest, slug: str) -> ThreadPage:
    """The thread at this address that the person may read, or Http404."""
    threads = (
        ThreadPage.objects.visible_to(request.user)
        .select_related("municipality", "content_type", "solution", "duplicate_of", "owner")
        .prefetch_related(
            Prefetch("tagged_items", TaggedPage.objects.select_related("tag")),
            Prefetch("service_links", ServiceLink.objects.select_related("service__topic_field")),
        )
    )
    return cast("ThreadPage", get_object_or_404(threads, slug=slug))


@require_GET
def forum(request: HttpRequest) -> HttpResponseBase:
    """The list of threads, found without walking down the page tree."""
    index = ForumIndexPage.objects.visible_to(request.user).select_related("content_type").first()
    if index is None:
        raise Http404
    response: HttpResponseBase = index.serve(request)
    return response


@require_GET
def thread(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A thread; the address of one that was merged leads to where it went."""
    alias = None
    try:
        found = thread_of(request, slug)
    except Http404:
        alias = (
            ThreadAlias.objects.filter(
                slug=slug, thread__in=ThreadPage.objects.visible_to(request.user).order_by().values("pk")
            )
            .select_related("thread")
            .first()
        )
        if alias is None:
            raise
    if alias is not None:
        return redirect(alias.thread.list_url, permanent=True)
    if "neu" in request.GET and request.user.is_authenticated:
        unread = first_unread(request.user, found)
        if unread is not None:
            return redirect(_address_of(unread, found))
    return found.serve(request)


@require_GET
def post(request: HttpRequest, key: int) -> HttpResponse:
    """The permanent address of a post: the page of its thread on which it stands, at its place."""
    found = get_object_or_404(Post.objects.visible_to(request.user).select_related("thread"), pk=key)
    return redirect(_address_of(found, found.thread))


def _address_of(post: Post, thread: ThreadPage) -> str:
    number = page_number_of(post)
    page = f"?page={number}" if number > 1 else ""
    return f"{thread.list_url}{page}#{post.anchor}"


@login_required
def new_thread(request: MemberRequest) -> HttpResponse:
    """The form of a new thread; other pages may have filled in what it is about."""
    if not request.user.is_member:
        raise Http404
    initial = {field: request.GET[name] for name, field in PRESETS.items() if request.GET.get(name)}
    sent = request.method == "POST"
    form = ThreadForm(
        request.POST if sent else None, request.FILES if sent else None, user=request.user, initial=initial
    )
    if sent and form.is_valid():
        values = form.cleaned_data
        if is_second_click(request.user.pk, "thread", values["title"], values["text"]):
            first = ThreadPage.objects.filter(owner=request.user, title=values["title"]).order_by("-pk").first()
            return redirect(f"{first.list_url}?entwurf=gesendet" if first else FORUM_URL)
        opened = open_thread(author=request.user, html=values["text"], files=values["attachments"], **_head(values))
        messages.success(request, _("Your post is online. Those who may know the answer are being told."))
        return redirect(f"{opened.list_url}?entwurf=gesendet")
    return form_page(
        request,
        form,
        _("Ask or discuss"),
        _("Publish"),
        lead=_("Who uses the same software or has reported on the same service is told first."),
        draft="neu",
        similar=True,
    )


@login_required
def edit_thread(request: MemberRequest, slug: str) -> HttpResponse:
    """Another head of a thread, for whoever opened it and for editors."""
    found = thread_of(request, slug)
    if not may_change_thread(request.user, found):
        raise Http404
    form = ThreadHeadForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        initial=ThreadHeadForm.initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_thread(thread=found, actor=request.user, **_head(form.cleaned_data))
        except ExposureError:
            form.add_error(
                "visibility",
                _("Colleagues have written here for members only. Please ask the editors if everybody is to read it."),
            )
        else:
            messages.success(request, _("The changes are online."))
            return redirect(found.list_url)
    return form_page(request, form, _("Change title and tags"), _("Save"), thread=found)


@require_GET
def members(request: HttpRequest) -> JsonResponse:
    """Members whose names begin with ``q``, for mentions; for members only."""
    if not getattr(request.user, "is_member", False):
        raise Http404
    found = suggest_members(request.GET.get("q", "").replace("\0", ""), without=request.user)
    return JsonResponse({"members": found}, headers={"Cache-Control": "private, no-store"})


@require_GET
def services(request: HttpRequest) -> JsonResponse:
    """Services for what was typed as ``q``; for members only."""
    return _suggested(request, _("From the catalogue of services"), suggest_services)


@require_GET
def tags(request: HttpRequest) -> JsonResponse:
    """Tags that stand on pages already, for what was typed as ``q``; for members only."""
    pages = ExchangePage.objects.contributions().visible_to(request.user)
    return _suggested(request, _("Used already"), lambda text: suggest_tags(text, pages))


def _suggested(request: HttpRequest, label: str, suggest: Callable[[str], list[dict[str, str]]]) -> JsonResponse:
    """Suggestions as the script of search boxes takes them; Http404 for those who may not write."""
    if not getattr(request.user, "is_member", False):
        raise Http404
    group = {"label": label, "items": suggest(request.GET.get("q", "").replace("\0", ""))}
    return JsonResponse({"groups": [group]}, headers={"Cache-Control": "private, max-age=300"})


def _head(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": values["title"],
        "kind": ThreadKind(values["kind"]),
        "visibility": Visibility(values["visibility"]),
        "tags": values["tags"],
        "services": values["services"],
        "solution": values["solution"],
    }
