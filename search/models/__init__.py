"""Tables of the search."""

from search.models.curation import PinnedPage, ShippedSynonyms, SynonymGroup
from search.models.index import MAX_TOKEN_LENGTH, IndexedPage, Posting, Suggestion
from search.models.log import LoggedSearch, SearchClick
from search.models.saved import SavedSearch

__all__ = [
    "MAX_TOKEN_LENGTH",
    "IndexedPage",
    "LoggedSearch",
    "PinnedPage",
    "Posting",
    "SavedSearch",
    "SearchClick",
    "ShippedSynonyms",
    "Suggestion",
    "SynonymGroup",
]
