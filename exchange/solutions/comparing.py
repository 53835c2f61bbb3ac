"""How the editor shows what has changed in a list of a solution between two versions."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel

from exchange.solutions.categories import category_label
from exchange.solutions.enums import Platform
from exchange.solutions.labels import language_name

_NAMES: dict[str, Callable[[str], str]] = {
    "platforms": lambda value: str(Platform(value).label) if value in Platform.values else value,
    "languages": language_name,
    "categories": category_label,
}


class ListComparison(FieldComparison):
    """The members of both versions, a line each, in the words of the page."""

    def htmldiff(self) -> SafeString:
        """Each member once, with what Wagtail puts around what went and what came."""
        name = _NAMES.get(self.field.name, str)
        before, after = list(self.val_a or []), list(self.val_b or [])
        kinds = {True: "addition", False: "deletion"}
        lines = [
            format_html("{}", name(each))
            if each in before and each in after
            else format_html('<span class="{}">{}</span>', kinds[each in after], name(each))
            for each in dict.fromkeys([*before, *after])
        ]
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


class ListPanel(FieldPanel):
    """A field with a list."""

    def get_comparison_class(self) -> type[ListComparison]:
        """How two versions of it are compared."""
        return ListComparison
