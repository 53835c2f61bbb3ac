"""Keeps the index equal to what is published, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from exchange.citizens.signals import questions_changed
from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.signals import post_created, posts_changed, thread_merged
from exchange.municipalities.models import Municipality
from exchange.municipalities.signals import register_changed
from exchange.ozg.models import Service, TopicField
from exchange.ozg.signals import services_changed

# Imported for its effect: it connects its receivers first, so that a moved page has its new municipality when it comes
# here to be indexed.
from exchange.pages import receivers as _pages_receivers  # noqa: F401
from exchange.pages.models import ExchangePage, ServiceLink, Tag, TaggedPage
from search.backend.objects import index_pages_for_editors
from search.index import forget_documents, index_pages, remove_pages
from search.models import IndexedPage
from search.state import current
from search.suggestion_rows import forget_token, refresh_services, refresh_tags
from search.tasks import index_thread

_OF_REGISTER = ("kommune:", "groesse:")
FACET_OF: dict[type[Tag | Service], str] = {Tag: "schlagwort", Service: "leistung"}


@receiver(page_published, dispatch_uid="search_page_published")
def page_was_published(instance: ExchangePage, **kwargs: Any) -> None:
    """A page appeared or changed, its visibility included."""
    index_pages([instance.pk])
    index_pages_for_editors([instance.pk])


@receiver(page_unpublished, dispatch_uid="search_page_unpublished")
def page_was_unpublished(instance: ExchangePage, **kwargs: Any) -> None:
    """A page went."""
    remove_pages([instance.pk])


@receiver(pre_delete, sender=IndexedPage, dispatch_uid="search_entry_deleted")
def entry_is_deleted(instance: IndexedPage, **kwargs: Any) -> None:
    """A page is deleted for good, and its entry with it."""
    forget_documents([instance.pk])


@receiver(post_page_move, dispatch_uid="search_page_moved")
def page_was_moved(instance: ExchangePage, **kwargs: Any) -> None:
    """A page and all below it may belong to another municipality now."""
    moved = ExchangePage.objects.get(pk=instance.pk)
    _index_again(ExchangePage.objects.descendant_of(moved, inclusive=True).order_by().values_list("pk", flat=True))


@receiver(pre_save, sender=Tag, dispatch_uid="search_tag_address")
@receiver(pre_save, sender=Service, dispatch_uid="search_service_address")
def address_may_change(sender: Any, instance: Tag | Service, **kwargs: Any) -> None:
    """Nobody is to be sent to an address that a tag or service had before."""
    old = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if old is not None and old != instance.slug:
        forget_token(f"{FACET_OF[sender]}:{old}")


@receiver(post_save, sender=Tag, dispatch_uid="search_tag_saved")
def tag_was_saved(instance: Tag, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A tag is new or has another name."""
    if raw:
        return
    refresh_tags([instance])
    if not created:
        _tags_changed(list(_tagged(instance)))


@receiver(pre_delete, sender=Tag, dispatch_uid="search_tag_is_deleted")
def tag_is_deleted(instance: Tag, **kwargs: Any) -> None:
    """Note the pages while they can be told; they are written when the tag is gone."""
    instance._search_pages = list(_tagged(instance))


@receiver(post_delete, sender=Tag, dispatch_uid="search_tag_was_deleted")
def tag_was_deleted(instance: Tag, **kwargs: Any) -> None:
    """Its pages do not carry it any more."""
    forget_token(f"schlagwort:{instance.slug}")
    _tags_changed(instance._search_pages)


@receiver(post_save, sender=Service, dispatch_uid="search_service_saved")
def service_was_saved(instance: Service, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A service is new or has another name, other synonyms or another topic field."""
    if raw:
        return
    refresh_services([instance])
    if not created:
        _index_again(ServiceLink.objects.filter(service=instance).values_list("page", flat=True))


@receiver(services_changed, dispatch_uid="search_services_changed")
def services_were_changed(service_ids: Iterable[int], **kwargs: Any) -> None:
    """An import has changed services without telling of each."""
    keys = list(service_ids)
    refresh_services(Service.objects.filter(pk__in=keys))
    _index_again(ServiceLink.objects.filter(service__in=keys).values_list("page", flat=True))


@receiver(post_delete, sender=Service, dispatch_uid="search_service_deleted")
def service_was_deleted(instance: Service, **kwargs: Any) -> None:
    """A service without pages is gone; one with pages cannot be deleted."""
    forget_token(f"leistung:{instance.slug}")


@receiver(post_save, sender=TopicField, dispatch_uid="search_topic_saved")
def topic_was_saved(instance: TopicField, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A topic field has another name or address."""
    if not raw and not created:
        _index_again(ServiceLink.objects.filter(service__topic_field=instance).values_list("page", flat=True))


@receiver(post_save, sender=Municipality, dispatch_uid="search_municipality_saved")
def municipality_was_saved(instance: Municipality, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A municipality has another name or address; much else about it changes more often."""
    if raw or created:
        return
    _index_again(_outdated([(instance.pk, instance.slug, instance.name, instance.size_class)]))


@receiver(register_changed, dispatch_uid="search_register_changed")
def register_was_changed(**kwargs: Any) -> None:
    """An import has changed the register without telling of each municipality."""
    with_pages = Municipality.objects.filter(pages__search_entry__isnull=False).order_by("pk").distinct()
    _index_again(_outdated(with_pages.values_list("pk", "slug", "name", "size_class")))


@receiver(questions_changed, dispatch_uid="search_questions_changed")
def questions_were_changed(page_id: int, **kwargs: Any) -> None:
    """A citizen's question or its answer appeared under a page, or went."""
    _index_again([page_id])


def _outdated(municipalities: Iterable[tuple[int, str, str, str | None]]) -> list[int]:
    """The indexed pages on which one of these municipalities has another name, address or size."""
    wanted = {
        pk: {f"kommune:{slug}": name} | ({f"groesse:{size}": ""} if size else {})
        for pk, slug, name, size in municipalities
    }
    pages = dict(IndexedPage.objects.filter(page__municipality__in=wanted).values_list("pk", "page__municipality"))
    values = current().values
    found = {
        page_id: {value.token: value.name for value in values.named_of(page_id) if value.token.startswith(_OF_REGISTER)}
        for page_id in pages
    }
    return [page_id for page_id, municipality in pages.items() if found[page_id] != wanted[municipality]]


def _tagged(tag: Tag) -> Any:
    return TaggedPage.objects.filter(tag=tag).values_list("content_object", flat=True)


def _tags_changed(page_ids: list[int]) -> None:
    _index_again(page_ids)
    index_pages_for_editors(page_ids)


def _index_again(page_ids: Iterable[int]) -> None:
    """Write those of these pages that are in the index."""
    index_pages(list(IndexedPage.objects.filter(pk__in=list(page_ids)).values_list("pk", flat=True)))


@receiver(post_created, dispatch_uid="search_post_created")
def post_was_created(post: Post, **kwargs: Any) -> None:
    """An answer is found as part of its thread. Long threads take a while to read, so a task does it."""
    if not post.is_opening:
        index_thread.enqueue(post.thread_id)


@receiver([posts_changed, thread_merged], dispatch_uid="search_posts_changed")
def posts_were_changed(thread: ThreadPage, **kwargs: Any) -> None:
    """A text went or changed: it must not be found any longer, not even for a moment."""
    _index_again([thread.pk])
    index_pages_for_editors([thread.pk])
