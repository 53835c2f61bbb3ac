"""What is looked for and opened, counted by day: without person, address, session or time of day, for 90 days.

A search is counted when the page of results is made, at its first page without filters. Answers that come out of the
cache of visitors' pages are not made and not counted: repetitions of one question within ten minutes are one. This
is accepted, since the numbers are to show what people look for, not how many people there are, and the cache must cost
nothing. The number is written when the answer has gone out, so that nobody waits for it.
"""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from typing import Any

from asgiref.local import Local
from django.core.cache import cache
from django.core.signals import request_finished
from django.db import DatabaseError
from django.db.models import Count, F, Sum
from django.utils import timezone

from exchange.pages.models import ExchangePage
from search.analysis import skeleton
from search.models import LoggedSearch, SearchClick
from search.models.log import MAX_LOGGED_LENGTH
from search.models.rows import count_up
from search.query import readable

KEPT_DAYS = 90
# Nobody asks so much by hand; beyond it the log would only grow.
MAX_SEARCHES_A_DAY = 20_000
MAX_CLICKS_A_MINUTE = 30  # on the hits of one search
MAX_POSITION = 10_000
# From here on a search counts as common.
COMMON_COUNT, COMMON_DAYS = 5, 3
MAX_COMMON = 500
COMMON_SECONDS = 600

# What may tell something about a person: such searches are not written down at all.
_TELLING = re.compile(
    r"""@
      | \d{5,}                                              # customer numbers, postcodes, telephone numbers
      | (?: \d [\s./()+-]* ){7,}                            # the same in groups; dates of birth
      | \b (?: herrn? | frau | familie | fam\. | dr\. ) \s+ \w
      | (?: stra(?:ß|ss)e | str\. | gasse | weg | allee | platz | ring ) \s* \d   # an address
      | https?: | www\.
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LEADING_SIGNS = re.compile(r"^[^\w§]+")  # also keeps formulas out of exported tables

_log = logging.getLogger(__name__)
_waiting = Local()


def loggable(text: str) -> tuple[str, str]:
    """Normalised form and text of a question as they may be written down; empty where it may tell of a person.

    Long ones are left out, too: they are pasted, and nobody can say what is in them.
    """
    plain = _LEADING_SIGNS.sub("", readable(text)).strip()
    key = skeleton(plain)
    if not key or len(plain) > MAX_LOGGED_LENGTH or len(key) > MAX_LOGGED_LENGTH or _TELLING.search(plain):
        return "", ""
    return key, plain


def note_search(text: str, hits: int, user: Any) -> None:
    """Have a search counted once the answer to the running request has gone out."""
    key, plain = loggable(text)
    if key:
        _waiting.search = (key, plain, hits, _is_member(user))


def write_after_answers() -> None:
    """Start to write down what was noted whenever a request has ended."""
    request_finished.connect(_write, dispatch_uid="search_log")


def _write(**kwargs: Any) -> None:
    search = getattr(_waiting, "search", None)
    if search is None:
        return
    del _waiting.search
    try:
        _count_search(*search)
    except DatabaseError:
        _log.warning("A search could not be counted.", exc_info=True)


def _count_search(key: str, text: str, hits: int, for_members: bool) -> None:
    today = timezone.localdate()
    same: dict[str, Any] = {"day": today.isoformat(), "for_members": for_members, "key": key}
    if count_up(LoggedSearch, "count", {"hits": hits}, **same):
        return
    if LoggedSearch.objects.filter(day=today).count() >= MAX_SEARCHES_A_DAY:
        return
    LoggedSearch.objects.get_or_create(**same, defaults={"text": text, "hits": hits})
    count_up(LoggedSearch, "count", {"hits": hits}, **same)


def count_click(text: str, page_id: int, position: int, user: Any) -> bool:
    """Count that this page was opened from the hits of this question; returns whether it was.

    Only for a question that was asked today or yesterday and a page that the person may read, and not too often.
    """
    key, _plain = loggable(text)
    since = timezone.localdate() - timedelta(days=1)
    asked = LoggedSearch.objects.filter(day__gte=since, for_members=_is_member(user), key=key).order_by("-day").first()
    if (
        asked is None
        or not 0 <= position <= MAX_POSITION
        or not _is_allowed(asked.pk)
        or not ExchangePage.objects.visible_to(user).filter(pk=page_id).exists()
    ):
        return False
    click, _created = SearchClick.objects.get_or_create(search=asked, page_id=page_id, position=position)
    SearchClick.objects.filter(pk=click.pk).update(count=F("count") + 1)
    LoggedSearch.objects.filter(pk=asked.pk).update(clicks=F("clicks") + 1)
    return True


def _is_allowed(search_id: int) -> bool:
    key = f"search-clicks:{search_id}:{int(time.time() // 60)}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= MAX_CLICKS_A_MINUTE
    except ValueError:  # emptied in between
        return True


def common_searches(prefix: str, user: Any) -> list[str]:
    """Questions often asked with success that begin with this text out of ``analysis.skeleton``, commonest first.

    At least five times on at least three days. Visitors are told only what visitors have asked.
    """
    return [text for key, text in _common(for_members=_is_member(user)) if key.startswith(prefix)]


def _common(*, for_members: bool) -> list[tuple[str, str]]:
    cache_key = f"search:common:{for_members:d}"
    kept: list[tuple[str, str]] | None = cache.get(cache_key)
    if kept is None:
        rows = LoggedSearch.objects.filter(hits__gt=0, day__gt=timezone.localdate() - timedelta(days=KEPT_DAYS))
        if not for_members:
            rows = rows.filter(for_members=False)
        common = (
            rows.values("key")
            .annotate(number=Sum("count"), days=Count("day", distinct=True))
            .filter(number__gte=COMMON_COUNT, days__gte=COMMON_DAYS)
            .order_by("-number", "key")
            .values_list("key", flat=True)[:MAX_COMMON]
        )
        keys = list(common)
        texts = dict(rows.filter(key__in=keys).order_by("day", "pk").values_list("key", "text"))
        kept = [(key, texts[key]) for key in keys]
        cache.set(cache_key, kept, COMMON_SECONDS)
    return kept


def clean_log() -> int:
    """Delete what is older than 90 days, with its clicks; returns the number of searches deleted."""
    oldest = timezone.localdate() - timedelta(days=KEPT_DAYS)
    _rows, numbers = LoggedSearch.objects.filter(day__lt=oldest).delete()
    return numbers.get(LoggedSearch._meta.label, 0)


def _is_member(user: Any) -> bool:
    return bool(getattr(user, "is_member", False))
