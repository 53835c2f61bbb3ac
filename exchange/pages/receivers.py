"""What happens when content changes: visitors' kept pages are dropped; moved pages change their municipality."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from exchange import page_cache
from exchange.municipalities.models import Municipality
from exchange.municipalities.signals import register_changed
from exchange.ozg.models import Service, TopicField
from exchange.ozg.signals import services_changed
from exchange.pages.models import ExchangeDocument, ExchangeImage, ExchangePage, Tag


@receiver([page_published, page_unpublished, page_slug_changed], dispatch_uid="content_changed")
def content_changed(**kwargs: Any) -> None:
    """A page appeared, changed or went."""
    page_cache.forget_all()


@receiver(post_delete, dispatch_uid="page_deleted")
def page_deleted(sender: type, **kwargs: Any) -> None:
    """A page was deleted for good; also one that was never published may have held an address."""
    if issubclass(sender, ExchangePage):
        page_cache.forget_all()


@receiver([post_save, post_delete], dispatch_uid="shown_fact_changed")
def shown_fact_changed(sender: type, **kwargs: Any) -> None:
    """Something that pages show changed without a page being published."""
    if sender in (Municipality, Service, TopicField, Tag, Site, ExchangeImage, ExchangeDocument):
        page_cache.forget_all()


@receiver([register_changed, services_changed], dispatch_uid="facts_imported")
def facts_imported(**kwargs: Any) -> None:
    """An import wrote many municipalities or services at once."""
    page_cache.forget_all()


@receiver(post_page_move, dispatch_uid="moved_page_changes_municipality")
def moved_page_changes_municipality(instance: ExchangePage, parent_page_after: Any, **kwargs: Any) -> None:
    """A page below another municipality's space belongs to that municipality, and so does all below it."""
    page_cache.forget_all()
    municipality_id = ExchangePage.objects.values_list("municipality_id", flat=True).get(pk=parent_page_after.pk)
    if municipality_id is not None:
        moved = ExchangePage.objects.get(pk=instance.pk)
        ExchangePage.objects.descendant_of(moved, inclusive=True).update(municipality_id=municipality_id)
