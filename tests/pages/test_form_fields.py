"""Numbers as people in German offices type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from exchange.pages.form_fields import GermanDecimalField, GermanIntegerField


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200,50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1200.50", "1200.50"),
        ("1.200", "1200"),
        ("12.500.000", "12500000"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0", "0"),
        ("3.500,00 €", "3500.00"),
        ("3 500 EUR", "3500"),
    ],
)
def test_amounts(typed: str, number: str) -> None:
    """Comma and dots as usual here; a forgotten comma never makes an amount a thousand times smaller."""
    assert GermanDecimalField(max_digits=12, decimal_places=2).clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["etwa 3000", "1,2,3", "NaN", "Infinity", "1e400", "-", "€"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    """With a message, never with an error."""
    with pytest.raises(ValidationError):
        GermanDecimalField(max_digits=12, decimal_places=2).clean(typed)


def test_whole_numbers() -> None:
    """Dots between thousands are fine, decimals are not."""
    assert GermanIntegerField().clean("1.200") == 1200
    with pytest.raises(ValidationError):
        GermanIntegerField().clean("1,5")
