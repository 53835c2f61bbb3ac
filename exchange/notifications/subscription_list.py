"""The list of what a member follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exchange.notifications.enums import SubscriptionKind
from exchange.notifications.models import Subscription
from exchange.notifications.sources import source_of


@dataclass(frozen=True)
class Followed:
    """One thing that is followed."""

    kind: SubscriptionKind
    target_id: int
    title: str
    url: str
    is_automatic: bool


def followed_things(user: Any, subscriptions: Iterable[Subscription]) -> list[Followed]:
    """These subscriptions with names and addresses; one query for each kind. What may not be seen now has none."""
    rows = list(subscriptions)
    things: dict[tuple[str, int], tuple[str, str]] = {}
    for kind in {row.kind for row in rows}:
        source = source_of(kind)
        if source is None:
            continue
        keys = [row.target_id for row in rows if row.kind == kind]
        for thing in source.visible_to(user).filter(pk__in=keys):
            things[kind, thing.pk] = source.title(thing), source.url(thing)
    hidden = ("", "")
    return [
        Followed(
            SubscriptionKind(row.kind),
            row.target_id,
            *things.get((row.kind, row.target_id), hidden),
            is_automatic=row.is_automatic,
        )
        for row in rows
    ]
