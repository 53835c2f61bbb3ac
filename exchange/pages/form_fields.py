"""Form fields: numbers as they are written in German offices, and lists of words."""

from __future__ import annotations

import re
from typing import Any

from django import forms

_GROUPED = re.compile(r"^-?\d{1,3}(\.\d{3})+$")
_DECORATION = re.compile(r"[\s\u202f€]|EUR", re.IGNORECASE)


def plain_number(text: str) -> str:
    """A number in the spelling of Python: „1.250,50 €“ → 1250.50, „1.250“ → 1250, „12,5“ and „12.5“ → 12.5.

    A single dot before exactly three digits groups thousands, as everywhere in German. Other text comes back as it is.
    """
    bare = _DECORATION.sub("", text)
    if "," in bare:
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(".", "") if _GROUPED.match(bare) else bare


class GermanDecimalField(forms.DecimalField):
    """A decimal number, typed and shown with a comma."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "localize": True, "widget": forms.TextInput({"inputmode": "decimal"})})

    def to_python(self, value: Any) -> Any:
        """The number; raises ValidationError for anything else."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class GermanIntegerField(forms.IntegerField):
    """A whole number, typed with or without dots between the thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "widget": forms.TextInput({"inputmode": "numeric"})})

    def to_python(self, value: Any) -> Any:
        """The number; raises ValidationError for anything else."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class LinesField(forms.CharField):
    """A list of texts, typed one a line; blank lines and repetitions are dropped."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        lines = (line.strip() for line in str(super().to_python(value)).splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the lines say something else than the list."""
        return bool(list(initial or []) != self.to_python(data))
