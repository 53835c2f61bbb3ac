"""Who follows what an event is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from exchange.municipalities.models import Municipality
from exchange.notifications.enums import Reason, SubscriptionKind
from exchange.notifications.models import Subscription
from exchange.notifications.telling import Candidate
from exchange.pages.models import ExchangePage


@dataclass
class Topics:
    """What something is about: keys and names of the things that can be followed."""

    solutions: dict[int, str] = field(default_factory=dict)
    services: dict[int, str] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    municipalities: dict[int, str] = field(default_factory=dict)


def topics_of(page: ExchangePage, solutions: Mapping[int, str]) -> Topics:
    """What a page is about, in three queries; ``solutions`` are those that it names."""
    municipality = Municipality.objects.filter(pk=page.municipality_id).values_list("pk", "name")
    return Topics(
        solutions=dict(solutions),
        services=dict(page.service_links.order_by("sort_order").values_list("service", "service__name")),
        tags=dict(page.tagged_items.values_list("tag", "tag__name")),
        municipalities=dict(municipality) if page.municipality_id else {},
    )


def followers_of_page(page_id: int, reason: Reason) -> Iterator[Candidate]:
    """Those who follow this very page."""
    users = Subscription.objects.active().to(SubscriptionKind.PAGE, page_id).order_by("user")
    for user_id in users.values_list("user", flat=True).iterator():
        yield Candidate(user_id, reason)


def followers_of_topics(topics: Topics) -> Iterator[Candidate]:
    """Those who follow something that it is about, once for each such thing; one query."""
    kinds = (
        (SubscriptionKind.PAGE, Reason.SOLUTION, topics.solutions),
        (SubscriptionKind.SERVICE, Reason.SERVICE, topics.services),
        (SubscriptionKind.TAG, Reason.TAG, topics.tags),
        (SubscriptionKind.MUNICIPALITY, Reason.MUNICIPALITY, topics.municipalities),
    )
    condition = Q()
    names: dict[tuple[str, int], tuple[Reason, str]] = {}
    for kind, reason, things in kinds:
        if things:
            condition |= Q(kind=kind, target_id__in=things)
        for key, name in things.items():
            names[kind, key] = reason, name
    if not names:
        return
    rows = Subscription.objects.active().filter(condition).order_by("user").values_list("user", "kind", "target_id")
    for user_id, kind_name, target_id in rows.iterator():
        reason, name = names[kind_name, target_id]
        yield Candidate(user_id, reason, name[:250])
