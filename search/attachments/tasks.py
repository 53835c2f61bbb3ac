"""Background work on documents."""

from __future__ import annotations

from django_tasks import task

from exchange.pages.models import ExchangeDocument
from search.attachments.services import is_read, update_text


@task(backend="background")
def read_attachment(document_id: int) -> None:
    """Read the file of a document that was uploaded or changed; nothing where that has been done or it is gone."""
    document = ExchangeDocument.objects.filter(pk=document_id).first()
    if document is not None and not is_read(document):
        update_text(document)
