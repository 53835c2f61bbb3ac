"""Logos of solutions: one size for page and lists, made when the page is published.

So lists find the address of the file with the query that they make anyhow.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db.models import CharField, OuterRef, Subquery
from wagtail.images.models import SourceImageIOError

from exchange.pages.models import ExchangeRendition

if TYPE_CHECKING:
    from exchange.solutions.models import SolutionPage

SIZE = "max-240x96"
_log = logging.getLogger(__name__)


def logo_file() -> Subquery:
    """For queries of solutions: the file of the logo in that size; None without one."""
    renditions = ExchangeRendition.objects.filter(image=OuterRef("logo"), filter_spec=SIZE)
    return Subquery(renditions.values("file")[:1], output_field=CharField())


def logo_url(file: str | None) -> str:
    """The address of such a file; empty without one."""
    return default_storage.url(file) if file else ""


def make_logo(page: SolutionPage) -> str:
    """The address of the logo in that size, made where it is missing; empty without a logo that can be read."""
    if page.logo is None:
        return ""
    try:
        return str(page.logo.get_rendition(SIZE).url)
    except (SourceImageIOError, OSError):
        _log.warning("The logo of “%s” cannot be read.", page.slug)
        return ""
