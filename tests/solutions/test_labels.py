"""What people call languages."""

from __future__ import annotations

import pytest

from exchange.solutions.labels import language_name, language_names


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("de", "Deutsch"),
        ("hu-HU", "Ungarisch (Ungarn)"),
        ("sr-Latn-ME", "Serbisch (Lateinisch, Montenegro)"),
        ("no-NO", "Norwegisch (Norwegen)"),
        ("qqq", "qqq"),
        ("de-x-einfach", "Deutsch (x, einfach)"),
    ],
)
def test_names(code: str, name: str) -> None:
    assert language_name(code) == name


def test_german_and_english_come_first() -> None:
    assert language_names(["ar", "en", "fr", "de", "et"]) == [
        "Deutsch",
        "Englisch",
        "Arabisch",
        "Estnisch",
        "Französisch",
    ]
