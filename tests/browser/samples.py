"""Addresses of pages that have what their type is about, out of the samples. Used inside the site's own process."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from exchange.citizens.asking import ask_question, askable_municipalities
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.tokens import confirmation_token
from exchange.discussions.models import ThreadPage
from exchange.members.models import User
from exchange.moderation.flags.models import Decision, FlagCase
from exchange.moderation.flags.tokens import objection_url
from exchange.municipalities.models import Municipality
from exchange.notifications.enums import SubscriptionKind
from exchange.notifications.events import tell_of_page
from exchange.notifications.following import follow
from exchange.notifications.unsubscribing import unsubscribe_url
from exchange.ozg.models import Service, TopicField
from exchange.pages.models import ExchangePage, Tag
from exchange.reports.enums import Status
from exchange.reports.models import ReportPage
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage


def addresses() -> dict[str, str]:
    """The address of one page by the name of its type; LookupError where the samples have none."""
    return _reports() | _solutions() | _forum() | _catalogue() | _members() | _flags() | _questions() | _notifications()


def _reports() -> dict[str, str]:
    public = ReportPage.objects.visible_to(AnonymousUser()).order_by("pk")
    with_all_parts = public.filter(
        cost_once__isnull=False, attachments__isnull=False, software__isnull=False
    ).distinct()
    # Of those the one with the most kinds of content.
    richest = max(with_all_parts, key=lambda report: len(_kinds(report)))
    return {
        "report": richest.list_url,
        **{
            f"report with {kind}": next(page.list_url for page in public if kind in _kinds(page))
            for kind in ("code", "heading", "video")
        },
        "abandoned report": _first(public.filter(status=Status.ABANDONED)),
        "overdue report": _first(public.overdue()),
        "report for members": _first(ReportPage.objects.live().exclude(pk__in=public.values("pk"))),
    }


def _forum() -> dict[str, str]:
    """The public thread with most answers that has an accepted one, and what is done with it."""
    public = ThreadPage.objects.visible_to(AnonymousUser()).filter(accepted_answer__isnull=False)
    thread = public.order_by("-reply_count", "pk")[0]
    quoted = thread.posts.shown().filter(is_opening=False).order_by("pk")[0]
    return {
        "thread": thread.list_url,
        "duplicate thread": _first(ThreadPage.objects.live().filter(duplicate_of__isnull=False)),
        "answer with a quote": f"{reverse('discussions:reply', args=[thread.slug])}?zitat={quoted.pk}",
        "thread to manage": reverse("discussions:manage", args=[thread.slug]),
        "posts to move": reverse("discussions:split", args=[thread.slug]),
    }


def _kinds(report: ReportPage) -> set[str]:
    return {block.block_type for block in report.body}


def _solutions() -> dict[str, str]:
    """The public solution that most municipalities use, and the form for it."""
    public = SolutionPage.objects.visible_to(AnonymousUser())
    solution = public.annotate(users=Count("adoptions")).order_by("-users", "pk").first()
    if solution is None:
        raise LookupError("No sample has a public solution.")
    adoption = solution.adoptions.select_related("municipality").order_by("pk")[0]
    return {
        "solution": solution.list_url,
        "adoption": reverse("solutions:adopt", args=[solution.slug]),
        "question to a contact": reverse("solutions:ask", args=[solution.slug, adoption.municipality.slug]),
    }


def _questions() -> dict[str, str]:
    """A question in each state; the samples have none that still is to be confirmed, so one is asked."""
    by_state = {state: CitizenQuestion.objects.filter(state=state).order_by("pk") for state in State}
    waiting, open_one, answered = (by_state[state][0] for state in (State.WAITING, State.PUBLISHED, State.ANSWERED))
    unconfirmed = by_state[State.UNCONFIRMED].first() or ask_question(
        page=waiting.page, municipality=waiting.municipality, email=waiting.email, text=waiting.text
    )
    public = SolutionPage.objects.visible_to(AnonymousUser()).order_by("pk")
    solution = next(page for page in public if len(askable_municipalities(page)) > 1)
    return {
        "report with questions of citizens": answered.page.list_url,
        "question about a report": reverse("citizens:ask", args=[answered.page_id]),
        "question about a solution": reverse("citizens:ask", args=[solution.pk]),
        "question to confirm": reverse("citizens:confirm", args=[confirmation_token(unconfirmed.pk)]),
        "question, confirmed": reverse("citizens:confirm", args=[confirmation_token(waiting.pk)]),
        "question to review": reverse("citizens:question", args=[waiting.pk]),
        "question to answer": reverse("citizens:question", args=[open_one.pk]),
        "answered question": reverse("citizens:question", args=[answered.pk]),
    }


def _catalogue() -> dict[str, str]:
    public = ExchangePage.objects.contributions().visible_to(AnonymousUser()).order_by()
    written = Count("page_links", filter=Q(page_links__page__in=public.values("pk")), distinct=True)
    services = Service.objects.filter(is_municipal=True).annotate(written=written)
    tags = Tag.objects.filter(tagged_pages__content_object__in=public.values("pk")).annotate(used=Count("pk"))
    return {
        "municipality": _first(MunicipalityPage.objects.filter(slug="kehl")),
        "service": _first(services.order_by("-written", "pk")),
        "empty service": _first(services.filter(written=0).order_by("pk")),
        "topic field": _first(
            TopicField.objects.filter(services__page_links__page__in=public.values("pk")).order_by("pk")
        ),
        "tag": _first(tags.order_by("-used", "pk")),
    }


def _members() -> dict[str, str]:
    # Somebody who does not sign in during the tests: a sign-in would void the link.
    user = User.objects.get(email="koordination@kehl.example")
    link = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    return {"new password": reverse("members:password_new", kwargs=link)}


def _flags() -> dict[str, str]:
    """For the page that was reported and waits, and for the decision about the other one."""
    case = FlagCase.objects.waiting().order_by("pk")[0]
    decision = Decision.objects.order_by("pk")[0]
    return {
        "form to report a page": reverse("moderation:flag_page", args=[case.page_id]),
        "thanks for a report": reverse("moderation:page_flagged", args=[case.page_id]),
        "objection": objection_url(decision, None),
    }


def _notifications() -> dict[str, str]:
    """Something that an author follows, and is told of; the address that ends somebody's mails."""
    user = User.objects.get(email="autorin@kehl.example")
    municipality = Municipality.objects.get(slug="lahr-schwarzwald")
    solution = SolutionPage.objects.order_by("pk")[0]
    service = Service.objects.order_by("pk")[0]
    for kind, key in (
        (SubscriptionKind.MUNICIPALITY, municipality.pk),
        (SubscriptionKind.PAGE, solution.pk),
        (SubscriptionKind.SERVICE, service.pk),
    ):
        follow(user=user, kind=kind, target_id=key)
    for report in ReportPage.objects.live().filter(municipality=municipality):
        tell_of_page(report.pk, actor_id=None, first=True, day="")
    path = unsubscribe_url(user).removeprefix(settings.WAGTAILADMIN_BASE_URL)
    return {"unsubscribing": path}


def _first(found: QuerySet[Any]) -> str:
    one = found.first()
    if one is None:
        raise LookupError(f"The samples have nothing for {found.query}")
    return str(one.list_url if isinstance(one, ExchangePage) else one.get_absolute_url())
