"""What the wiki does when municipalities join and registers change."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from exchange.members.roles import ROLE_GROUP_PREFIX
from exchange.solutions.logos import make_logo
from exchange.solutions.models import SolutionIndexPage, SolutionPage
from exchange.solutions.setup import grant_wiki_rights


@receiver(post_save, sender=Group, dispatch_uid="new_members_write_in_the_wiki")
def new_members_write_in_the_wiki(instance: Group, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Each group of a role in a municipality gets its rights below the page of all solutions."""
    if created and not raw and instance.name.startswith(ROLE_GROUP_PREFIX):
        index = SolutionIndexPage.objects.first()
        if index is not None:
            grant_wiki_rights(instance, index)


@receiver(page_published, sender=SolutionPage, dispatch_uid="logos_are_made_when_pages_are_published")
def make_logo_of_published_page(instance: SolutionPage, **kwargs: Any) -> None:
    """Lists show the logo from the beginning."""
    make_logo(instance)
