"""The wiki in Wagtail's editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from exchange.solutions.models import SolutionPage


@hooks.register("construct_page_action_menu")
def publish_first(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """What members write in the wiki is meant to be read: publishing is the button, saving a draft in its menu."""
    if isinstance(context.get("page"), SolutionPage):
        menu_items.sort(key=lambda item: item.name != "action-publish")
