"""Registration in Wagtail's editor."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from exchange.members.requests import MemberRequest
from exchange.spaces.views import join


@hooks.register("register_admin_urls")
def join_url() -> list[URLPattern]:
    """Address of the form."""
    return [path("kommune-aufnehmen/", join, name="join_municipality")]


class JoinMenuItem(MenuItem):
    """Only for those who may do it."""

    def is_shown(self, request: MemberRequest) -> bool:
        """Whether the person is an editor."""
        return bool(request.user.is_editor)


@hooks.register("register_settings_menu_item")
def join_menu_item() -> MenuItem:
    """Entry among the settings."""
    return JoinMenuItem(_("Let a municipality join"), reverse("join_municipality"), icon_name="group", order=600)
