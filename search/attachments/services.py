"""Noting that a document's file is to be read, reading it, and telling the index."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from wagtail.utils.file import hash_filelike

from exchange import page_cache
from exchange.pages.models import ExchangeDocument
from search.attachments.reading import read_document
from search.attachments.texts import pages_with
from search.attachments.worker import Answer
from search.index import index_pages
from search.models import AttachmentState, AttachmentText


def unread_documents(*, again: bool = False) -> QuerySet[ExchangeDocument]:
    """Documents whose file has not been read or has changed since; with ``again`` also those without a text."""
    unread = Q(attachment_text=None) | Q(attachment_text__state=AttachmentState.WAITING)
    unread |= ~Q(attachment_text__file_hash=F("file_hash"))
    if again:
        unread |= ~Q(attachment_text__state=AttachmentState.READ)
    return ExchangeDocument.objects.filter(unread).order_by("pk")


def is_read(document: ExchangeDocument) -> bool:
    """Whether what is stored was made from the file that the document has now."""
    known = AttachmentText.objects.filter(document=document.pk, file_hash=document.file_hash)
    return known.exclude(file_hash="").exclude(state=AttachmentState.WAITING).exists()


@transaction.atomic
def await_text(document: ExchangeDocument) -> None:
    """The document has another file now: what stood in the old one is not to be found any more."""
    _store(document, "", Answer(AttachmentState.WAITING))


def update_text(document: ExchangeDocument) -> AttachmentState | None:
    """Read the document's file and store its text; returns what became of it.

    None where the document was changed or deleted meanwhile: then this text is out of date, and another one is coming.
    No transaction is open while the file is read.
    """
    answer = read_document(document)
    file_hash = document.file_hash
    if not file_hash and answer.state != AttachmentState.MISSING:
        # Set by Wagtail's forms only.
        with document.open_file() as file:
            file_hash = hash_filelike(file)
    with transaction.atomic():
        same: dict[str, Any] = {"pk": document.pk, "file": document.file.name, "file_hash": document.file_hash}
        if not ExchangeDocument.objects.select_for_update().filter(**same).exists():
            return None
        if file_hash != document.file_hash:
            ExchangeDocument.objects.filter(pk=document.pk).update(file_hash=file_hash)
        _store(document, file_hash, answer)
    return AttachmentState(answer.state)


def _store(document: ExchangeDocument, file_hash: str, answer: Answer) -> None:
    row, _is_new = AttachmentText.objects.get_or_create(document=document)
    had_text = bool(row.pages)
    row.file_hash = file_hash
    row.state = answer.state
    row.is_cut = answer.is_cut
    row.pages = list(answer.pages)
    row.save()
    if had_text or row.pages:
        index_pages(pages_with(document.pk))
        page_cache.forget_all()
