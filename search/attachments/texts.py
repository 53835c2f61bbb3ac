"""Which documents stand on which pages, and what can be found in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from exchange.pages.models import ExchangeDocument, ExchangePage
from search.models import AttachmentState, AttachmentText

PAGED = ("pdf",)
SLIDES = ("odp", "pptx")


@dataclass(frozen=True, slots=True)
class AttachmentPassage:
    """The text of one page, slide or sheet of a document, or of all of it where it has no parts."""

    document_id: int
    title: str  # of the document
    place: str  # name of the file and the part of it, as „Satzung.pdf, Seite 3“
    text: str  # with a line for each line or paragraph


def attachment_texts(page_ids: Collection[int]) -> dict[int, list[AttachmentPassage]]:
    """What stands in the documents of these pages, by page; pages without such texts are left out.

    Documents come in the order of their titles, their parts in the order of the file. The number of queries does not
    depend on that of the pages. Who asks must know that the pages are published: drafts hold documents too.
    """
    documents_of: dict[int, set[int]] = defaultdict(set)
    references = _references().filter(object_id__in=[str(page_id) for page_id in page_ids])
    for page_id, document_id in references.values_list("object_id", "to_object_id"):
        documents_of[int(page_id)].add(int(document_id))
    wanted = set().union(*documents_of.values())
    texts = AttachmentText.objects.filter(pk__in=wanted, state=AttachmentState.READ).select_related("document")
    passages = {text.pk: _passages(text) for text in texts.order_by("document__title", "pk")}
    return {
        page_id: [passage for document_id, found in passages.items() if document_id in own for passage in found]
        for page_id, own in sorted(documents_of.items())
        if not own.isdisjoint(passages)
    }


def pages_with(document_id: int) -> list[int]:
    """The published pages on which a document stands."""
    references = _references().filter(to_object_id=str(document_id))
    page_ids = {int(page_id) for page_id in references.values_list("object_id", flat=True)}
    return list(ExchangePage.objects.live().filter(pk__in=page_ids).order_by("pk").values_list("pk", flat=True))


def _references() -> Any:
    """Wagtail's notes of all documents on pages, in blocks, in texts and attached to reports."""
    return ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(ExchangePage),
        to_content_type=ContentType.objects.get_for_model(ExchangeDocument),
    )


def _passages(text: AttachmentText) -> list[AttachmentPassage]:
    document = text.document
    return [
        AttachmentPassage(document.pk, document.title, _place(document, label), content)
        for label, content in text.pages
    ]


def _place(document: ExchangeDocument, label: str) -> str:
    if not label:
        return document.filename
    kind = document.file_extension.lower()
    parts = {"file": document.filename, "part": label}
    if kind in PAGED:
        return _("%(file)s, page %(part)s") % parts
    if kind in SLIDES:
        return _("%(file)s, slide %(part)s") % parts
    return _("%(file)s, sheet “%(part)s”") % parts
