"""Pages that editors recommend for a question."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from search.analysis import skeleton
from search.curation.kept import Kept
from search.hits import Hit, read_hits
from search.models import PinnedPage
from search.query import readable

MAX_PINNED = 3  # on one page of results


def _read_pins() -> dict[str, list[tuple[int, date | None]]]:
    """Keys of the pages and their last days by normalised question."""
    pins: dict[str, list[tuple[int, date | None]]] = defaultdict(list)
    for pin in PinnedPage.objects.order_by("sort_order", "pk").only("phrases", "page_id", "until"):
        for phrase in pin.phrase_list:
            pins[skeleton(phrase)].append((pin.page_id, pin.until))
    return dict(pins)


_pins = Kept("search:pins", _read_pins)


def pinned_pages(text: str, user: Any) -> tuple[Hit, ...]:
    """At most three pages recommended for exactly this question that the person may read, in the editors' order.

    Capitals, umlauts and punctuation do not matter. Costs no query where nothing is recommended.
    """
    today = timezone.localdate()
    pins = _pins.get().get(skeleton(readable(text)), ())
    page_ids = [page_id for page_id, until in pins if until is None or until >= today]
    return read_hits(list(dict.fromkeys(page_ids)), user)[:MAX_PINNED] if page_ids else ()


def forget_pins() -> None:
    """Have the recommendations read again."""
    _pins.forget()
