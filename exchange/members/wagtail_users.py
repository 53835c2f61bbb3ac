"""Wagtail's user administration, for the accounts of this project."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Puts the forms with the fields of this project in place of Wagtail's own."""

    user_viewset = "exchange.members.viewsets.AccountViewSet"
