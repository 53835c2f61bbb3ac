"""The forum's place in the page tree."""

from __future__ import annotations

from exchange.discussions.models import ForumIndexPage
from exchange.pages.models import ExchangePage


def ensure_forum(home: ExchangePage) -> ForumIndexPage:
    """The page of all threads, made when it is missing; safe to repeat."""
    index = ForumIndexPage.objects.first()
    if index is None:
        index = ForumIndexPage(
            title="Austausch",
            slug="austausch",
            summary="Fragen Sie alle Rathäuser auf einmal: Wer hat das schon gelöst, wer plant es, wer macht mit?",
        )
        home.add_child(instance=index)
        index.save_revision().publish()
    return index
