"""Choices in the editor that are too many for one column."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

MANY = 20  # choices from which on one would rather type than look


class CompactChoices(forms.CheckboxSelectMultiple):
    """Check boxes in as many columns as there is room for, the chosen ones first; many can be narrowed down by typing.

    Without JavaScript the list is the same, and the field to type in is not there.
    """

    template_name = "solutions/editor/compact_choices.html"

    def __init__(self, *args: Any, filter_label: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filter_label = filter_label

    class Media:
        js = (forms.Script("interkommunal/js/filter-list.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the options, the chosen ones first, and what the field to narrow them down is called."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        options = [option for _group, members, _index in context["widget"]["optgroups"] for option in members]
        options.sort(key=lambda option: not option["selected"])
        chosen = sum(bool(option["selected"]) for option in options)
        filter_label = self.filter_label if len(options) > MANY else ""
        return {**context, "options": options, "chosen": chosen, "filter_label": filter_label}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The HTML, by the project's templates instead of Django's own for forms."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))
