"""What can be followed. Each kind is a source; apps above this one add theirs when they are ready (``register``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from exchange.notifications.enums import SubscriptionKind
from exchange.pages.models import ExchangePage


@dataclass(frozen=True)
class Source:
    """A kind of things that members follow.

    ``visible_to(user)`` are those that the person may follow, ``title`` and ``url`` what lists show of one.
    ``new_pages(target, user, since)`` are, of kinds that have to be asked, the keys of the pages that are new in it.
    """

    kind: SubscriptionKind
    model: type[Model]
    visible_to: Callable[[Any], QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    new_pages: Callable[[Any, Any, datetime], Iterable[int]] | None = None

    def find(self, user: Any, key: int) -> Any | None:
        """The thing with this key, where the person may follow it."""
        return self.visible_to(user).filter(pk=key).first()


_sources: dict[SubscriptionKind, Source] = {}


def register(source: Source) -> None:
    """Let members follow things of another kind."""
    _sources[source.kind] = source


def source_of(kind: str) -> Source | None:
    """The source of a kind, by its name in addresses and forms; None for any other text."""
    return _sources.get(SubscriptionKind(kind)) if kind in SubscriptionKind.values else None


def kind_of_model(model: type[Model]) -> SubscriptionKind | None:
    """As what objects of this class are followed."""
    for source in _sources.values():
        if issubclass(model, source.model):
            return source.kind
    return None


def register_own_sources() -> None:
    """The kinds whose models lie below this app."""
    from exchange.municipalities.models import Municipality
    from exchange.ozg.models import Service
    from exchange.pages.models import Tag

    register(
        Source(
            kind=SubscriptionKind.PAGE,
            model=ExchangePage,
            visible_to=lambda user: (
                ExchangePage.objects.contributions().visible_to(user).select_related("content_type")
            ),
            title=lambda page: str(page.title),
            url=lambda page: str(page.list_url),
        )
    )
    register(
        Source(
            kind=SubscriptionKind.TAG,
            model=Tag,
            visible_to=lambda user: Tag.objects.all(),
            title=lambda tag: str(tag.name),
            url=lambda tag: str(tag.get_absolute_url()),
        )
    )
    register(
        Source(
            kind=SubscriptionKind.SERVICE,
            model=Service,
            visible_to=lambda user: Service.objects.all(),
            title=lambda service: str(service.name),
            url=lambda service: str(service.get_absolute_url()),
        )
    )
    register(
        Source(
            kind=SubscriptionKind.MUNICIPALITY,
            model=Municipality,
            visible_to=lambda user: Municipality.objects.joined(),
            title=lambda municipality: str(municipality.name),
            url=lambda municipality: f"/kommunen/{municipality.slug}/",
        )
    )
