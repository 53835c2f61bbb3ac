"""Registration in Wagtail's editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail import hooks

from exchange.members.models import User
from exchange.members.requests import MemberRequest
from exchange.members.viewsets import MembershipViewSet, may_manage


@hooks.register("register_admin_viewset")
def register_memberships() -> MembershipViewSet:
    """The administration of memberships."""
    return MembershipViewSet("memberships")


@hooks.register("before_bulk_action")
def spare_administrators(request: MemberRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """What one may not do to a single account cannot be done to many at once either."""
    if issubclass(action.model, User) and not may_manage(request.user, objects):
        raise PermissionDenied
