"""Tables of the search."""

from search.models.index import MAX_TOKEN_LENGTH, IndexedPage, Posting, Suggestion

__all__ = ["MAX_TOKEN_LENGTH", "IndexedPage", "Posting", "Suggestion"]
