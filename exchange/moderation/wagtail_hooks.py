"""The queues in the editor: pages that wait for a review, contributions that were reported."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from exchange.moderation.flags.editor_views import flag_case, flag_queue
from exchange.moderation.flags.queries import number_waiting
from exchange.moderation.queries import Stage, contribution_of, may_review_anything
from exchange.moderation.views import review_queue
from exchange.pages.models import ExchangePage


@hooks.register("register_admin_urls")
def queue_url() -> list[URLPattern]:
    """Addresses of the queues."""
    return [
        path("pruefung/", review_queue, name="review_queue"),
        path("meldungen/", flag_queue, name="flag_queue"),
        path("meldungen/<int:key>/", flag_case, name="flag_case"),
    ]


class QueueMenuItem(MenuItem):
    """Only for those who review something."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person reviews anything."""
        return may_review_anything(request.user)


@hooks.register("register_admin_menu_item")
def queue_menu_item() -> Any:
    """Entry in the main menu."""
    return QueueMenuItem(_("Review"), reverse("review_queue"), icon_name="tasks", order=110)


class FlagMenuItem(MenuItem):
    """For editors, with the number of what waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person decides about reports."""
        return bool(getattr(request.user, "is_editor", False))

    def render_component(self, request: HttpRequest) -> Any:
        """The entry; Wagtail has no place for a number but the label."""
        component = super().render_component(request)
        number = number_waiting()
        if number:
            component.label = f"{self.label} ({number})"
        return component


@hooks.register("register_admin_menu_item")
def flag_menu_item() -> Any:
    """Entry in the main menu."""
    return FlagMenuItem(_("Reported"), reverse("flag_queue"), name="reported", icon_name="warning", order=111)


@hooks.register("before_edit_page")
def tell_the_reason(request: HttpRequest, page: ExchangePage) -> None:
    """Who opens a returned page reads above the form what is to be done."""
    if request.method != "GET" or not page.is_contribution:
        return
    contribution = contribution_of(page)
    if contribution.stage == Stage.RETURNED and contribution.reason:
        messages.warning(request, gettext("Returned with this reason: %(reason)s") % {"reason": contribution.reason})
