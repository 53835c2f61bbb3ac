"""Browsing by service, topic field and tag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange import page_cache
from exchange.catalogue.comparison import MOST_COMPARED, PARAMETER, compare
from exchange.catalogue.whom_to_ask import authors_in_topic_field, planners
from exchange.german import transcribe
from exchange.ozg.models import Service, TopicField
from exchange.pages.breadcrumb import trail
from exchange.pages.cards import Card, CardPaginator
from exchange.pages.models import ExchangePage, tags_on
from exchange.reports import numbers
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState
from exchange.solutions.listing import SOLUTIONS_URL
from exchange.solutions.models import SolutionPage
from exchange.solutions.summary import service_adopters, service_solutions
from exchange.spaces.models import tags_of

PAGE_SIZE = 20
FREQUENT_TAGS = 24


def _visible(request: HttpRequest) -> Any:
    return ExchangePage.objects.contributions().visible_to(request.user)


def _reports(request: HttpRequest) -> Any:
    return ReportPage.objects.visible_to(request.user)


def _page_of(request: HttpRequest, pages: Any, known_count: int | None = None) -> Page[Card]:
    return CardPaginator(pages.newest_first(), PAGE_SIZE, known_count).get_page(request.GET.get("page"))


def _listed_services(request: HttpRequest) -> QuerySet[Service]:
    """The services that municipalities carry out, or that have reports which this person may read."""
    reported = list(numbers.by_service(request.user))
    return Service.objects.filter(Q(is_municipal=True) | Q(pk__in=reported)).order_by("name", "pk")


def _counted(services: Iterable[Service], request: HttpRequest) -> list[Service]:
    """The services, each with the ``number`` of reports about it that this person may read."""
    counts = numbers.by_service(request.user)
    counted = list(services)
    for service in counted:
        service.number = counts.get(service.pk, 0)  # type: ignore[attr-defined]
    return counted


def _services_step() -> tuple[Any, str]:
    return _("Services"), reverse("catalogue:services")


def services(request: HttpRequest) -> HttpResponse:
    """All services by topic field."""
    listed = Prefetch("services", queryset=_listed_services(request), to_attr="listed")
    topic_fields = list(TopicField.objects.prefetch_related(listed))
    for field in topic_fields:
        _counted(field.listed, request)
    context = {"topic_fields": topic_fields, "breadcrumb": trail(_services_step())}
    return render(request, "catalogue/services.html", context)


def _municipality_chips(pages: Any) -> list[dict[str, Any]]:
    """The municipalities of these pages with links to their spaces and the number of their pages."""
    rows = (
        pages.exclude(municipality=None)
        .order_by("municipality__sort_name")
        .values_list("municipality__name", "municipality__slug")
        .annotate(number=Count("pk"))
    )
    return [{"title": name, "url": f"/kommunen/{slug}/", "note": number} for name, slug, number in rows]


def service(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known about one service: reports, solutions, who uses these, what it is called."""
    found = get_object_or_404(Service.objects.select_related("topic_field"), slug=slug)
    pages = _reports(request).about_service(found.pk)
    field = found.topic_field
    page_obj = _page_of(request, pages)
    adopters = service_adopters(found.pk, request.user)
    uses = [(adopter, use) for adopter in adopters for use in adopter.uses]
    context = {
        "service": found,
        "breadcrumb": trail(
            _services_step(), (field.name, field.get_absolute_url()), (found.name, found.get_absolute_url())
        ),
        "page_obj": page_obj,
        "municipality_chips": _municipality_chips(pages),
        "tags": tags_of(pages, limit=12),
        "planners": planners(found, request.user),
        "authors": [] if page_obj.paginator.count else authors_in_topic_field(found, request.user),
        "solutions": service_solutions(found.pk, request.user),
        "adopters": adopters,
        "planned_uses": [(adopter, use) for adopter, use in uses if use.state == AdoptionState.PLANNED],
        "other_uses": [(adopter, use) for adopter, use in uses if use.state != AdoptionState.PLANNED],
        "neighbours": _counted(_neighbours(found, request), request),
    }
    return render(request, "catalogue/service.html", context)


def _neighbours(service: Service, request: HttpRequest) -> Iterable[Service]:
    services = _listed_services(request).exclude(pk=service.pk)
    return services.filter(topic_field=service.topic_field_id, life_situation=service.life_situation)[:8]


def topic_field(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic field: its services and what has been written about them."""
    found = get_object_or_404(TopicField, slug=slug)
    pages = _reports(request).about_topic(found.pk)
    context = {
        "topic_field": found,
        "breadcrumb": trail(_services_step(), (found.name, found.get_absolute_url())),
        "services": _counted(_listed_services(request).filter(topic_field=found), request),
        "page_obj": _page_of(request, pages, numbers.by_topic(request.user).get(found.pk, 0)),
        "tags": tags_of(pages, limit=12),
    }
    return render(request, "catalogue/topic_field.html", context)


def tags(request: HttpRequest) -> HttpResponse:
    """All tags with how often they are used: the most frequent ones, and all by their first letter."""
    found = page_cache.kept_for(request.user, "tags", lambda: tags_of(_visible(request), limit=None))
    by_letter: dict[str, list[Any]] = {}
    for entry in sorted(found, key=lambda entry: transcribe(entry.name).casefold()):
        initial = transcribe(entry.name)[:1].upper()
        by_letter.setdefault(initial if initial.isalpha() else "0–9", []).append(entry)
    context = {
        "frequent": found[:FREQUENT_TAGS] if len(found) > FREQUENT_TAGS else [],
        "by_letter": [{"letter": letter, "tags": entries} for letter, entries in by_letter.items()],
        "breadcrumb": trail(_tags_step()),
    }
    return render(request, "catalogue/tags.html", context)


def _tags_step() -> tuple[Any, str]:
    return _("Tags"), reverse("catalogue:tags")


def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """What carries one tag. A tag that stands only on pages this person may not see is not there for them."""
    visible = _visible(request)
    found = get_object_or_404(tags_on(visible), slug=slug)
    pages = visible.tagged(found.pk)
    context = {
        "tag": found,
        "page_obj": _page_of(request, pages),
        "municipality_chips": _municipality_chips(pages),
        "related": [other for other in tags_of(pages, limit=13) if other.pk != found.pk],
        "breadcrumb": trail(_tags_step(), (found.name, found.get_absolute_url())),
    }
    return render(request, "catalogue/tag.html", context)


def comparison(request: HttpRequest) -> HttpResponse:
    """Up to four solutions side by side; which ones stands in the address, so that it can be passed on."""
    compared = compare(request.GET.getlist(PARAMETER), request.user)
    chosen = {page.pk for page in compared["pages"]}
    others = SolutionPage.objects.visible_to(request.user).exclude(pk__in=chosen).order_by("title", "pk")
    context = {
        **compared,
        "others": list(others.values_list("slug", "title")) if len(chosen) < MOST_COMPARED else [],
        "breadcrumb": trail((_("Solutions"), SOLUTIONS_URL), (_("Compare"), request.path)),
    }
    return render(request, "catalogue/comparison.html", context)
