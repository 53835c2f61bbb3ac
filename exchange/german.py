"""German spelling in addresses and sort orders."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count

from django.utils.text import slugify

_TRANSCRIPTION = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "ẞ": "SS",
        "–": "-",
        "—": "-",
        "/": "-",
    }
)


def transcribe(text: str) -> str:
    """The text with umlauts and ß written out as German readers expect (DIN 5007-2: ä → ae)."""
    return text.translate(_TRANSCRIPTION)


def german_slug(text: str, max_length: int = 100) -> str:
    """An address part of lower-case ASCII letters, digits and hyphens, at most ``max_length`` characters.

    Empty when the text has no letter or digit.
    """
    return slugify(transcribe(text))[:max_length].strip("-")


def free_slug(base: str, taken: Collection[str]) -> str:
    """``base``, or with the first number from 2 on that makes it none of those taken."""
    return next(slug for slug in chain([base], (f"{base}-{number}" for number in count(2))) if slug not in taken)
