"""Who may have a file: it follows from the pages on which the file stands.

A file on at least one published public page is public. Every other file (on members' pages, in drafts, on no page yet)
is for members only.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex

from exchange.pages.models import ExchangeDocument, ExchangeImage, ExchangePage
from exchange.pages.models.querysets import public_q


def is_file_public(file: ExchangeDocument | ExchangeImage) -> bool:
    """Whether a published public page shows or offers the file; one query over Wagtail's reference index."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(ExchangePage),
        to_content_type=ContentType.objects.get_for_model(file, for_concrete_model=True),
        to_object_id=str(file.pk),
    ).values(page_id=Cast("object_id", output_field=BigIntegerField()))
    return ExchangePage.objects.filter(public_q(), pk__in=references).exists()


def may_have_file(user: Any, file: ExchangeDocument | ExchangeImage) -> bool:
    """Whether this person may have the file."""
    return bool(getattr(user, "is_member", False)) or is_file_public(file)
