"""Keeps the texts of documents equal to their files, and the index equal to those texts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from exchange.pages.models import ExchangeDocument
from search.attachments.services import await_text, is_read
from search.attachments.tasks import read_attachment
from search.attachments.texts import pages_with
from search.index import index_pages

# Of a document; others do not change what is found.
FIELDS = {"title", "file", "file_hash"}


@receiver(post_save, sender=ExchangeDocument, dispatch_uid="search_document_saved")
def document_was_saved(
    instance: ExchangeDocument, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """A document is new, or has another file or title."""
    if raw or (update_fields is not None and FIELDS.isdisjoint(update_fields)):
        return
    if is_read(instance):
        index_pages(pages_with(instance.pk))
        return
    await_text(instance)

    def enqueue() -> None:
        read_attachment.enqueue(instance.pk)

    # Lost where the queue cannot be reached; manage.py read_attachments makes up for it.
    transaction.on_commit(enqueue, robust=True)


@receiver(pre_delete, sender=ExchangeDocument, dispatch_uid="search_document_is_deleted")
def document_is_deleted(instance: ExchangeDocument, **kwargs: Any) -> None:
    """Note the pages while they can be told; they are written when the document is gone."""
    instance._search_pages = pages_with(instance.pk)


@receiver(post_delete, sender=ExchangeDocument, dispatch_uid="search_document_was_deleted")
def document_was_deleted(instance: ExchangeDocument, **kwargs: Any) -> None:
    """Nothing of it is to be found any more."""
    index_pages(instance._search_pages)
