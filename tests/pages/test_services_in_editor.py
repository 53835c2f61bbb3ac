"""Services in the editor: choosing them, and keeping their synonyms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from tests.conftest import Cast
from tests.factories import make_service

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


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
