"""Background work on the index."""

from __future__ import annotations

from django_tasks import task

from search.backend.objects import index_pages_for_editors
from search.index import index_pages


@task(backend="background")
def index_thread(thread_id: int) -> None:
    """Read a thread of the forum anew, with the posts that it has by then."""
    index_pages([thread_id])
    index_pages_for_editors([thread_id])
