"""Tables of the search."""

from search.models.attachments import AttachmentState, AttachmentText
from search.models.engine import (
    MAX_TOKEN_LENGTH,
    MAX_WORD_LENGTH,
    ChunkLengths,
    DocumentVector,
    IndexState,
    PostingChunk,
    SpellingKey,
)
from search.models.index import IndexedPage, Suggestion

__all__ = [
    "MAX_TOKEN_LENGTH",
    "MAX_WORD_LENGTH",
    "AttachmentState",
    "AttachmentText",
    "ChunkLengths",
    "DocumentVector",
    "IndexState",
    "IndexedPage",
    "PostingChunk",
    "SpellingKey",
    "Suggestion",
]
