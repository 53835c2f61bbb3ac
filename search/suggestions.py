"""What the search box offers while somebody types."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.pages.breadcrumb import address_of
from exchange.pages.models import ExchangePage
from search.analysis import skeleton
from search.curation.log import common_searches
from search.kinds import kind_label
from search.models import Suggestion
from search.query import readable
from search.scope import reads_public_only
from search.state import current
from search.suggestion_rows import MAX_KEY_LENGTH, RANKS

SHORTEST = 2  # characters
MOST = 8  # suggestions in all
MOST_OF_A_GROUP = 3  # as long as other groups have something to offer
_ROWS_OF_A_PART = 20  # one title can have several rows, and tags without pages fall away
_LAST_BYTE = b"\xff"  # none in UTF-8
_ADDRESSES = {"schlagwort": "catalogue:tag", "leistung": "catalogue:service"}


class _Row(NamedTuple):
    """What is read of a ``Suggestion``."""

    group: str
    rank: int
    title: str
    synonym: str
    always_shown: bool
    token: str
    entry_id: int | None


class _Page(NamedTuple):
    """What is told of a page."""

    page_id: int
    url_path: str
    municipality: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class SuggestionItem:
    """One suggestion; ``note`` says what it is, where that is not plain."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    """Suggestions of one kind."""

    label: str
    items: tuple[SuggestionItem, ...]


def suggest(text: str, user: Any) -> tuple[SuggestionGroup, ...]:
    """At most eight pages, services, municipalities and tags that begin with the text, or one of whose words does.

    Upper and lower case and spellings of umlauts do not matter. Nothing for less than two characters.
    """
    key = skeleton(readable(text))[:MAX_KEY_LENGTH].strip()
    if len(key) < SHORTEST:
        return ()
    best: dict[tuple[str, str, int | None], _Row] = {}
    for row in _rows(key.encode(), user):
        best.setdefault((row.group, row.token, row.entry_id), row)
    state, public_only = current(), reads_public_only(user)
    tokens = {row.token for row in best.values() if row.token}
    counts = {token: state.number_holding(token, public_only=public_only) for token in tokens}
    offered = [row for row in best.values() if row.entry_id or row.always_shown or counts[row.token]]
    # Of what fits equally well first what there is something to read about.
    offered.sort(key=lambda row: (row.rank, not row.entry_id and not counts[row.token]))
    chosen = _share(offered)
    pages = _pages([row.entry_id for row in chosen if row.entry_id], user)
    groups: dict[str, list[SuggestionItem]] = defaultdict(list)
    for row in chosen:
        if row.entry_id is None:
            groups[row.group].append(_catalogue_item(row, counts[row.token]))
        elif row.entry_id in pages:
            groups[row.group].append(_page_item(row, pages[row.entry_id]))
    offers = [
        SuggestionGroup(label=str(group.label), items=tuple(groups[group]))
        for group in Suggestion.Group
        if group in groups
    ]
    if searches := common_searches(key, user)[: MOST - sum(len(offer.items) for offer in offers)]:
        offers.append(SuggestionGroup(label=_("Common searches"), items=tuple(map(_search_item, searches))))
    return tuple(offers)


def _rows(key: bytes, user: Any) -> list[_Row]:
    """The first rows of each group and rank that begin with the key, in the order of their keys; one query.

    Each of its parts reads a few rows of the index, however many begin with the same letters.
    """
    statement, parts = _statement(public_only=reads_public_only(user))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for part in parts for value in (*part, key, key + _LAST_BYTE)])
        rows = [_Row(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: (row.rank, len(row.title), row.title, row.entry_id or 0))


@lru_cache(maxsize=2)
def _statement(*, public_only: bool) -> tuple[str, tuple[tuple[str, int], ...]]:
    """The query, and the group and rank that each of its parts is for. Made once: putting it together takes longer."""
    quoted = connection.ops.quote_name
    conditions = [
        f"{quoted('group')} = %s",
        f"{quoted('rank')} = %s",
        f"{quoted('key')} >= %s",
        f"{quoted('key')} < %s",
    ]
    if public_only:
        conditions.append(quoted("is_public"))
    part = (
        f"SELECT {', '.join(map(quoted, _Row._fields))} FROM {quoted(Suggestion._meta.db_table)}"  # noqa: S608 - own names
        f" WHERE {' AND '.join(conditions)} ORDER BY {quoted('key')}, {quoted('id')} LIMIT {_ROWS_OF_A_PART}"
    )
    parts = tuple((str(group), int(rank)) for group, ranks in RANKS.items() for rank in ranks)
    # SQLite joins limited queries only where each is wrapped.
    return " UNION ALL ".join([f"SELECT * FROM ({part}) part"] * len(parts)), parts  # noqa: S608 - the same


def _share(offered: list[_Row]) -> list[_Row]:
    """The best eight, no group with more than three while others have something to show."""
    number: dict[str, int] = defaultdict(int)
    first: list[_Row] = []
    more: list[_Row] = []
    for row in offered:
        number[row.group] += 1
        (first if number[row.group] <= MOST_OF_A_GROUP else more).append(row)
    chosen = first[:MOST] + more[: max(0, MOST - len(first))]
    return sorted(chosen, key=offered.index)


def _pages(page_ids: list[int], user: Any) -> dict[int, _Page]:
    """The pages as they are now: the address may have changed since they were indexed."""
    if not page_ids:
        return {}
    pages = ExchangePage.objects.visible_to(user).filter(pk__in=page_ids, search_entry__isnull=False).order_by()
    return {
        row[0]: _Page(*row) for row in pages.values_list("pk", "url_path", "municipality__name", "search_entry__kind")
    }


def _page_item(row: _Row, page: _Page) -> SuggestionItem:
    about = [] if row.group == Suggestion.Group.MUNICIPALITY else [kind_label(page.kind), page.municipality or ""]
    return SuggestionItem(row.title, address_of(page.url_path), " · ".join(filter(None, about)))


def _search_item(text: str) -> SuggestionItem:
    return SuggestionItem(text, f"{reverse('search:results')}?{urlencode({'q': text})}", "")


def _catalogue_item(row: _Row, number: int) -> SuggestionItem:
    notes = [_("also: %(name)s") % {"name": row.synonym}] if row.synonym else []
    if number:
        notes.append(ngettext("%(number)d contribution", "%(number)d contributions", number) % {"number": number})
    return SuggestionItem(row.title, _address(row.token), " · ".join(notes))


@lru_cache(maxsize=2_000)
def _address(token: str) -> str:
    facet, _colon, slug = token.partition(":")
    return reverse(_ADDRESSES[facet], args=[slug])
