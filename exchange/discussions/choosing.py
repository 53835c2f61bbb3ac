"""Fields for several names that a script shows one by one and suggests while one types (choose.js)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

SUGGESTIONS = 8
MOST_TYPED = 100  # characters


class ChoosingField(forms.CharField):
    """Names in one line, which is all there is without a script.

    ``suggestions`` is the address that suggests names, ``separator`` stands between two; ``free``: others may be
    written as well.
    """

    widget = forms.TextInput

    def __init__(self, *, suggestions: Any, separator: str, free: bool = False, **kwargs: Any) -> None:
        self.suggestions = suggestions
        self.separator = separator
        self.free = free
        super().__init__(**{"required": False, "max_length": 500, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Where the script finds suggestions, and what it says."""
        attrs = {
            **super().widget_attrs(widget),
            "autocomplete": "off",
            "data-choose": self.suggestions,
            "data-separator": self.separator,
            "data-remove": gettext_lazy("Remove"),
            "data-chosen": gettext_lazy("Chosen"),
            "data-suggest-label": gettext_lazy("Suggestions"),
            "data-suggest-none": gettext_lazy("No suggestions"),
            "data-suggest-one": gettext_lazy("One suggestion. Use the arrow keys to choose."),
            "data-suggest-many": gettext_lazy("{n} suggestions. Use the arrow keys to choose."),
        }
        return {**attrs, "data-free": ""} if self.free else attrs

    def words(self, value: Any) -> list[str]:
        """The names that were typed, each once, without blanks around them."""
        typed = (" ".join(word.split()) for word in super().clean(value).split(self.separator))
        return list(dict.fromkeys(word for word in typed if word))
