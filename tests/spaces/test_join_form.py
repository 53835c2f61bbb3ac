"""Letting a municipality join in the editor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.spaces.models import MunicipalityPage
from tests.conftest import OFFENBURG, Cast

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.mark.parametrize("text", [OFFENBURG, "offenburg", " Offenburg "])
def test_by_key_or_name(cast: Cast, browser_of: Browser, text: str) -> None:
    """One step makes the space."""
    response = browser_of(cast.editor).post(reverse("join_municipality"), {"municipality": text})
    space = MunicipalityPage.objects.get(municipality__ags=OFFENBURG)
    assert response.headers["Location"] == reverse("wagtailadmin_explore", args=[space.pk])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Atlantis", "kennt keine Kommune"),
        ("Kehl", "nimmt schon teil"),
        ("berg", "Mehrere Kommunen passen"),
        ("", "muss ausgefüllt werden"),
        ("\0", "Null"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(cast: Cast, browser_of: Browser, text: str, message: str) -> None:
    """And nothing is made; several candidates are named with their keys."""
    before = MunicipalityPage.objects.count()
    content = browser_of(cast.editor).post(reverse("join_municipality"), {"municipality": text}).content.decode()
    assert message in content
    assert MunicipalityPage.objects.count() == before
    if text == "berg":
        assert Municipality.objects.get(name="Hornberg").ags in content


@pytest.mark.parametrize("name", ["author", "trusted", "coordinator", "other", "outsider", "visitor"])
def test_closed_to_all_others(cast: Cast, browser_of: Browser, name: str) -> None:
    """Neither the form nor the step."""
    browser = browser_of(cast.everybody[name])
    assert browser.get(reverse("join_municipality")).status_code in (302, 403)
    browser.post(reverse("join_municipality"), {"municipality": OFFENBURG})
    assert not MunicipalityPage.objects.filter(municipality__ags=OFFENBURG).exists()
