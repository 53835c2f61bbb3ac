"""The queue in the editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from exchange.citizens.handling import question_queue


@hooks.register("register_admin_urls")
def queue_url() -> list[URLPattern]:
    """Address of the queue."""
    return [path("rueckfragen/", question_queue, name="citizen_question_queue")]


class QueueMenuItem(MenuItem):
    """Only for those who answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person belongs to a municipality or is an editor."""
        return bool(getattr(request.user, "is_member", False))


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> Any:
    """Entry in the main menu."""
    return QueueMenuItem(_("Citizens ask"), reverse("citizen_question_queue"), icon_name="help", order=115)
