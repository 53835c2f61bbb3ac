"""Inbox, settings and subscriptions of a member, and the way out of mails."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exchange.members.requests import MemberRequest
from exchange.notifications.enums import Rhythm, SubscriptionKind
from exchange.notifications.following import follow, unfollow
from exchange.notifications.forms import FollowForm, RhythmForm
from exchange.notifications.inbox import mark_read
from exchange.notifications.models import Delivery, Subscription
from exchange.notifications.preferences import choose_rhythm, rhythm_of
from exchange.notifications.presentation import line_of
from exchange.notifications.sources import source_of
from exchange.notifications.subscription_list import followed_things
from exchange.notifications.unsubscribing import user_of_token
from exchange.pages.breadcrumb import trail

PAGE_SIZE = 20
SUBSCRIPTIONS = 50
MAX_KEY = 2**63 - 1


def _members_only(request: HttpRequest) -> None:
    """Raises Http404 for accounts without membership."""
    if not getattr(request.user, "is_member", False):
        raise Http404


def _trail(title: str, name: str) -> list[dict[str, str]]:
    steps = [(_("My area"), reverse("moderation:my_area"))]
    if name != "inbox":
        steps.append((_("Notifications"), reverse("notifications:inbox")))
    return trail(*steps, (title, reverse(f"notifications:{name}")))


@login_required
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """What the member is told: what is new, or everything."""
    _members_only(request)
    mine = Delivery.objects.visible_to(request.user)
    counts = {"all": mine.count(), "unread": mine.unread().count()}
    everything = request.GET.get("ansicht") == "alle" or not counts["unread"]
    shown = mine if everything else mine.unread()
    page = Paginator(shown.with_targets().newest_first(), PAGE_SIZE).get_page(request.GET.get("page"))
    address = reverse("notifications:inbox")
    context = {
        "page_obj": page,
        "lines": [line_of(delivery) for delivery in page.object_list],
        "counts": counts,
        "tabs": [
            {"title": _("Unread"), "url": address, "current": not everything, "count": counts["unread"]},
            {"title": _("All"), "url": f"{address}?ansicht=alle", "current": everything, "count": counts["all"]},
        ],
        "breadcrumb": _trail(_("Notifications"), "inbox"),
    }
    return render(request, "notifications/inbox.html", context)


@login_required
@require_safe
def open_notification(request: MemberRequest, key: int) -> HttpResponse:
    """The way to what a notification tells of; from then on it is read."""
    _members_only(request)
    if key > MAX_KEY:
        raise Http404
    mine = Delivery.objects.visible_to(request.user)
    found = get_object_or_404(mine.select_related("page", "post", "adoption"), pk=key)
    mark_read(Delivery.objects.filter(pk=found.pk))
    return redirect(found.target_url)


@login_required
@require_POST
def mark_all_read(request: MemberRequest) -> HttpResponse:
    """Note that everything has been looked at."""
    _members_only(request)
    mark_read(Delivery.objects.filter(receiver=request.user))
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """How often, and where."""
    _members_only(request)
    form = RhythmForm(
        request.POST if request.method == "POST" else None, initial={"rhythm": rhythm_of(request.user).value}
    )
    if request.method == "POST" and form.is_valid():
        choose_rhythm(user=request.user, rhythm=Rhythm(form.cleaned_data["rhythm"]))
        messages.success(request, _("Your settings are saved."))
        return redirect("notifications:settings")
    context = {"form": form, "breadcrumb": _trail(_("Notification settings"), "settings")}
    return render(request, "notifications/settings.html", context)


@login_required
@require_safe
def subscriptions(request: MemberRequest) -> HttpResponse:
    """What the member follows; one kind of it, or everything."""
    _members_only(request)
    mine = Subscription.objects.active().filter(user=request.user)
    counts = dict(mine.order_by().values_list("kind").annotate(number=Count("pk")))
    wanted = request.GET.get("art", "")
    kind = wanted if wanted in counts else ""
    rows = mine.filter(kind=kind) if kind else mine
    page = Paginator(rows.order_by("-created_at", "-pk"), SUBSCRIPTIONS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "followed": followed_things(request.user, page.object_list),
        "tabs": _kind_tabs(counts, kind),
        "breadcrumb": _trail(_("Subscriptions"), "subscriptions"),
    }
    return render(request, "notifications/subscriptions.html", context)


def _kind_tabs(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    address = reverse("notifications:subscriptions")
    tabs = [{"title": _("All"), "url": address, "current": not current, "count": sum(counts.values())}]
    tabs += [
        {"title": kind.label, "url": f"{address}?art={kind}", "current": kind == current, "count": counts[kind]}
        for kind in SubscriptionKind
        if kind in counts
    ]
    return tabs if len(tabs) > 2 else []


@login_required
@require_POST
def follow_or_end(request: MemberRequest) -> HttpResponse:
    """Begin or end following, and back to where the button was. What one may not see is not there."""
    _members_only(request)
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind, key = SubscriptionKind(form.cleaned_data["art"]), form.cleaned_data["ziel"]
    source = source_of(kind)
    thing = source.find(request.user, key) if source else None
    if form.cleaned_data["ende"]:
        if thing is None and not Subscription.objects.to(kind, key).filter(user=request.user).exists():
            raise Http404
        unfollow(user=request.user, kind=kind, target_id=key)
        messages.success(request, _("You no longer follow this."))
    elif thing is None:
        raise Http404
    else:
        follow(user=request.user, kind=kind, target_id=key)
        messages.success(request, _("You are following this now. We tell you when there is something new."))
    default = source.url(thing) if source and thing else reverse("notifications:subscriptions")
    return redirect(_way_back(request, default))


def _way_back(request: HttpRequest, default: str) -> str:
    """The page with the button, if it is one of this site."""
    wanted = request.POST.get("zurueck", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else default


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End all mails out of one of them: POST does it at once, as mail programs do; GET asks first, for people.

    Without CSRF token and sign-in, as RFC 8058 wants it: the signed address says whose mails are meant.
    """
    user = user_of_token(token)
    if user is None:
        raise Http404
    done = request.method == "POST"
    if done and rhythm_of(user).has_mails:
        choose_rhythm(user=user, rhythm=Rhythm.SITE)
    context = {"address": user.email, "done": done, "without_mails": not rhythm_of(user).has_mails}
    response = render(request, "notifications/unsubscribe.html", context)
    # The address is a key: other sites must not learn it from links, search engines not keep it.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response
