"""Tables of the search."""

from search.models.attachments import AttachmentState, AttachmentText
from search.models.curation import PinnedPage, ShippedSynonyms, SynonymGroup
from search.models.engine import (
    MAX_TOKEN_LENGTH,
    MAX_VALUE_NAME_LENGTH,
    MAX_WORD_LENGTH,
    DocumentChunk,
    DocumentVector,
    FacetValue,
    IndexState,
    PostingChunk,
    SpellingKey,
)
from search.models.index import IndexedPage, Suggestion
from search.models.log import LoggedSearch, SearchClick
from search.models.objects import IndexedObject
from search.models.saved import SavedSearch

__all__ = [
    "MAX_TOKEN_LENGTH",
    "MAX_VALUE_NAME_LENGTH",
    "MAX_WORD_LENGTH",
    "AttachmentState",
    "AttachmentText",
    "DocumentChunk",
    "DocumentVector",
    "FacetValue",
    "IndexState",
    "IndexedObject",
    "IndexedPage",
    "LoggedSearch",
    "PinnedPage",
    "PostingChunk",
    "SavedSearch",
    "SearchClick",
    "ShippedSynonyms",
    "SpellingKey",
    "Suggestion",
    "SynonymGroup",
]
