"""Tables of the search."""

from search.models.attachments import AttachmentState, AttachmentText
from search.models.index import MAX_TOKEN_LENGTH, IndexedPage, Posting, Suggestion

__all__ = ["MAX_TOKEN_LENGTH", "AttachmentState", "AttachmentText", "IndexedPage", "Posting", "Suggestion"]
