"""Registration in Wagtail's editor."""

from __future__ import annotations

from wagtail import hooks

from exchange.members.viewsets import MembershipViewSet


@hooks.register("register_admin_viewset")
def register_memberships() -> MembershipViewSet:
    """The administration of memberships."""
    return MembershipViewSet("memberships")
