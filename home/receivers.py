"""Changed settings show at once."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from exchange import page_cache
from home.context_processors import FRAME_KEY
from home.models import ExchangeSettings


@receiver(post_save, sender=ExchangeSettings, dispatch_uid="settings_changed")
def settings_changed(**kwargs: Any) -> None:
    """Another name, contact or legal page."""
    cache.delete(FRAME_KEY)
    page_cache.forget_all()


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move], dispatch_uid="linked_page_changed")
def linked_page_changed(**kwargs: Any) -> None:
    """A page linked at the foot may have another address now."""
    cache.delete(FRAME_KEY)
