"""Tables of the search."""

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
    "ChunkLengths",
    "DocumentVector",
    "IndexState",
    "IndexedPage",
    "PostingChunk",
    "SpellingKey",
    "Suggestion",
]
