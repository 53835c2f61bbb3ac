"""Models of the pages app."""

from exchange.pages.models.base import ExchangePage, Visibility
from exchange.pages.models.files import ExchangeDocument, ExchangeImage, ExchangeRendition
from exchange.pages.models.services import ServiceLink
from exchange.pages.models.standard import StandardPage
from exchange.pages.models.tags import Tag, TaggedPage, tags_on

__all__ = [
    "ExchangeDocument",
    "ExchangeImage",
    "ExchangePage",
    "ExchangeRendition",
    "ServiceLink",
    "StandardPage",
    "Tag",
    "TaggedPage",
    "Visibility",
    "tags_on",
]
