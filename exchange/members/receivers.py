"""Keeps the groups of a person equal to the memberships, wherever a membership is changed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from exchange.members.models import Membership, User
from exchange.members.roles import ROLE_GROUP_PREFIX, role_group_name


@receiver([post_save, post_delete], sender=Membership, dispatch_uid="membership_gives_groups")
def membership_gives_groups(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    """Put the person into the groups of all memberships and take them out of all others of that kind."""
    if raw:
        return
    user = User.objects.filter(pk=instance.user_id).first()
    if user is None:
        return
    wanted = {role_group_name(ags, role) for ags, role in user.memberships.values_list("municipality__ags", "role")}
    for name in wanted - set(Group.objects.filter(name__in=wanted).values_list("name", flat=True)):
        Group.objects.get_or_create(name=name)
    user.groups.remove(*user.groups.filter(name__startswith=ROLE_GROUP_PREFIX).exclude(name__in=wanted))
    user.groups.add(*Group.objects.filter(name__in=wanted))
