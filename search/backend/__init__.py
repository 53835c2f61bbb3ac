"""Wagtail's search API on our own engine: ``WAGTAILSEARCH_BACKENDS`` names this package.

An object is written under a number of its own (search.models.IndexedObject) into the collection „objects“ of the
engine; see docs/search.md.
"""

from search.backend.backend import SearchBackend

__all__ = ["SearchBackend"]
