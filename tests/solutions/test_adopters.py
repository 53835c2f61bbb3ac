"""Adopters are kept by all that they show, and show visitors no address."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from exchange.solutions.adopters import Adopter, Coupled, render_adopter


def adopter(**values: Any) -> Adopter:
    given: dict[str, Any] = {
        "solution_slug": "alpha",
        "municipality": "Kehl",
        "municipality_slug": "kehl",
        "space_url": "/kommunen/kehl/",
        "population": 37_000,
        "state": "running",
        "state_label": "Im Einsatz",
        "is_alike": False,
        "use_case": "",
        "version": "",
        "since": None,
        "operated_by": "",
        "coupled": (),
        "contact_role": "Hauptamt",
        "contact_mail": "",
        "can_be_asked": True,
    }
    return Adopter(**(given | values))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"is_alike": True}, "eine Kommune wie Ihre"),
        ({"version": "2.1"}, "2.1"),
        ({"since": date(2024, 5, 1)}, "Mai 2024"),
        ({"coupled": (Coupled("Fachverfahren", True, "glatt"),)}, "(glatt)"),
        ({"contact_mail": "amt@kehl.example"}, "mailto:amt@kehl.example"),
        ({"use_case": "<b>Anträge</b>"}, "&lt;b&gt;Anträge&lt;/b&gt;"),
    ],
)
def test_an_adopter_is_made_anew_for_each_content(values: dict[str, Any], shown: str) -> None:
    plain = render_adopter(adopter())
    assert shown not in plain
    assert shown in render_adopter(adopter(**values))
    assert render_adopter(adopter()) is plain


def test_who_has_no_address_cannot_be_asked() -> None:
    assert "nofollow" in render_adopter(adopter())
    assert "nofollow" not in render_adopter(adopter(can_be_asked=False))
