"""The services that a thread is about: typed as names or everyday words, or chosen while typing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.discussions.choosing import MOST_TYPED, SUGGESTIONS, ChoosingField
from exchange.ozg.finding import FoundService, services_called
from exchange.ozg.models import Service

MAX_SERVICES = 5
SHORTEST = 2  # characters
NAMED_INSTEAD = 3  # in the message about a word that the catalogue does not know


class ServicesField(ChoosingField):
    """Services of the catalogue, separated by semicolons: their names have commas in them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            suggestions=reverse_lazy("discussions:services"),
            separator=";",
            **{
                "label": gettext_lazy("Services"),
                "help_text": gettext_lazy(
                    "As the catalogue or everybody calls them, separated by semicolons. Authors of reports are told."
                ),
                **kwargs,
            },
        )

    def clean(self, value: Any) -> list[Service]:
        """The services; ValidationError names every word that is none, with what may be meant."""
        words = self.words(value)
        if len(words) > MAX_SERVICES:
            raise ValidationError(_("Please choose at most %(limit)d services."), params={"limit": MAX_SERVICES})
        keys: list[int] = []
        errors = []
        for word in words:
            found = services_called(word)
            meant = _meant(found)
            if meant is None:
                errors.append(_unknown(word, found))
            elif meant.pk not in keys:
                keys.append(meant.pk)
        if errors:
            raise ValidationError(errors)
        services = Service.objects.in_bulk(keys)
        return [services[key] for key in keys]


def suggest_services(text: str) -> list[dict[str, str]]:
    """Up to eight services for what was typed: ``title``, ``url`` and, where an everyday word matches, ``note``."""
    if not SHORTEST <= len(text.strip()) <= MOST_TYPED:
        return []
    return [
        {"title": service.name, "url": Service(slug=service.slug).get_absolute_url(), "note": service.word}
        for service in services_called(text)[:SUGGESTIONS]
    ]


def _meant(found: list[FoundService]) -> FoundService | None:
    """The service of just this name, or the only one with just this synonym."""
    exact = [service for service in found if service.is_exact]
    named = [service for service in exact if not service.word]
    if len(named or exact) == 1:
        return (named or exact)[0]
    return None


def _unknown(word: str, found: list[FoundService]) -> ValidationError:
    if not found:
        return ValidationError(_("“%(name)s” is not in the catalogue of services."), params={"name": word})
    names = ", ".join(service.name for service in found[:NAMED_INSTEAD])
    return ValidationError(
        _("“%(name)s” is not in the catalogue of services. Perhaps you mean: %(names)s."),
        params={"name": word, "names": names},
    )
