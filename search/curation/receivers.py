"""What editors change shows at once, in every process and to visitors, too."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from exchange import page_cache
from search.curation.pins import forget_pins
from search.curation.synonyms import forget_synonyms
from search.models import PinnedPage, SynonymGroup


@receiver([post_save, post_delete], sender=SynonymGroup, dispatch_uid="search_synonyms_changed")
def synonyms_changed(**kwargs: Any) -> None:
    """A group is new, has other phrases, or is gone."""
    forget_synonyms()
    page_cache.forget_all()


@receiver([post_save, post_delete], sender=PinnedPage, dispatch_uid="search_pins_changed")
def pins_changed(**kwargs: Any) -> None:
    """A page is recommended, or no longer; also when it was deleted itself."""
    forget_pins()
    page_cache.forget_all()
