"""Which page types can be found, and what readers call them."""

from __future__ import annotations

from functools import cache

from django.contrib.contenttypes.models import ContentType
from wagtail.models import get_page_models

from exchange.pages.models import ExchangePage

# Besides what people write: the municipalities' spaces and the information pages.
OTHER_FINDABLE = ("pages.StandardPage", "spaces.MunicipalityPage")
_WITHOUT_ICON = "page"


@cache
def findable_models() -> dict[str, type[ExchangePage]]:
    """The page types that are indexed, by their kind, for example „report“."""
    return {
        kind_of(model): model
        for model in get_page_models()
        if getattr(model, "is_contribution", False) or model._meta.label in OTHER_FINDABLE
    }


def contribution_kinds() -> list[str]:
    """The kinds of what people write."""
    return [kind for kind, model in findable_models().items() if model.is_contribution]


def kind_of(model: type[ExchangePage]) -> str:
    """The word for a page type in addresses and in the index: the model's name without „page“."""
    name: str = model._meta.model_name or ""
    return name.removesuffix("page") or name


def kind_label(kind: str) -> str:
    """What readers call pages of this kind; empty for an unknown one."""
    model = findable_models().get(kind)
    return str(model._meta.verbose_name) if model else ""


def kind_icon(kind: str) -> str:
    """Name of the icon for a kind; information pages have the one for plain pages."""
    return _WITHOUT_ICON if kind == "standard" else kind


def findable_content_types() -> dict[int, type[ExchangePage]]:
    """The page types that are indexed, by the key of their content type (kept by Django, so no query as a rule)."""
    return {
        content_type.pk: model
        for model in findable_models().values()
        for content_type in (ContentType.objects.get_for_model(model),)
    }
