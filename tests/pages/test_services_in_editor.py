"""Services in the editor: choosing them, and keeping their synonyms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from exchange.ozg.models import Service
from exchange.pages.service_chooser import find_services
from tests.conftest import Cast
from tests.factories import make_service

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.mark.parametrize("text", ["Führerschein", "fuehrerschein", "FÜHRERSCH", "führer"])
def test_found_in_any_spelling(site: object, text: str) -> None:
    """Case and umlauts do not matter."""
    assert "Führerschein" in Service.objects.filter(pk__in=find_services(text)).values_list("name", flat=True)


def test_found_by_everyday_words_and_number(site: object) -> None:
    """By a synonym and by the OZG id."""
    service = make_service("Wohngeld")
    assert service.pk in find_services("Mietzuschuss")
    assert find_services(service.ozg_id) == [service.pk]


def test_an_author_searches_in_the_dialogue(cast: Cast, browser_of: Browser) -> None:
    """The dialogue lists what matches and nothing else."""
    address = reverse("wagtailsnippetchoosers_ozg_service:choose_results")
    content = browser_of(cast.author).get(address, {"q": "Mietzuschuss"}).content.decode()
    assert "Wohngeld" in content
    assert "Hundehaltung" not in content


def test_editors_keep_synonyms_line_by_line(cast: Cast, browser_of: Browser) -> None:
    """Blank lines and repetitions go; authors cannot change the catalogue."""
    service = make_service("Wohngeld")
    address = reverse("wagtailsnippets_ozg_service:edit", args=[service.pk])
    data = {
        "name": service.name,
        "topic_field": service.topic_field_id,
        "synonyms": "Mietzuschuss\n\n Lastenzuschuss \nMietzuschuss",
        "is_municipal": "on",
    }
    browser_of(cast.author).post(address, data)
    assert make_service("Wohngeld").synonyms == service.synonyms
    browser_of(cast.editor).post(address, data)
    assert make_service("Wohngeld").synonyms == ["Mietzuschuss", "Lastenzuschuss"]
