"""What the wiki does when municipalities join and registers change."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.dispatch import receiver

from exchange.members.roles import ROLE_GROUP_PREFIX
from exchange.solutions.models import SolutionIndexPage
from exchange.solutions.setup import grant_wiki_rights


@receiver(post_save, sender=Group, dispatch_uid="new_members_write_in_the_wiki")
def new_members_write_in_the_wiki(instance: Group, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Each group of a role in a municipality gets its rights below the page of all solutions."""
    if created and not raw and instance.name.startswith(ROLE_GROUP_PREFIX):
        index = SolutionIndexPage.objects.first()
        if index is not None:
            grant_wiki_rights(instance, index)
