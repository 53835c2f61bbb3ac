"""What the search box offers while somebody types."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.pages.models import ExchangePage
from search.analysis import skeleton
from search.curation.log import common_searches
from search.kinds import kind_label
from search.models import Suggestion
from search.query import readable
from search.ranking import count_tokens
from search.scope import in_scope, reads_public_only
from search.suggestion_rows import MAX_KEY_LENGTH

SHORTEST = 2  # characters
MOST = 8  # suggestions in all
MOST_OF_A_GROUP = 3  # as long as other groups have something to offer
_ROWS_READ = 80  # one title can have several rows, and tags without pages fall away
_LAST_CHARACTER = "\U0010ffff"
_ADDRESSES = {"schlagwort": "catalogue:tag", "leistung": "catalogue:service"}


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
    rows = in_scope(Suggestion.objects.filter(_begins_with(key)), user)
    rows = rows.select_related("entry").only(
        "group", "rank", "title", "synonym", "always_shown", "token", "entry__kind"
    )
    best: dict[tuple[str, str, int | None], Suggestion] = {}
    for row in rows.order_by("rank", Length("key"), "title", "pk")[:_ROWS_READ]:
        best.setdefault((row.group, row.token, row.entry_id), row)
    tokens = frozenset(row.token for row in best.values() if row.token)
    counts = count_tokens(tokens, public_only=reads_public_only(user))
    offered = [row for row in best.values() if row.entry_id or row.always_shown or row.token in counts]
    # Of what fits equally well first what there is something to read about.
    offered.sort(key=lambda row: (row.rank, not row.entry_id and row.token not in counts))
    chosen = _share(offered)
    pages = _pages([row.entry_id for row in chosen if row.entry_id], user)
    groups: dict[str, list[SuggestionItem]] = defaultdict(list)
    for row in chosen:
        if row.entry_id is None:
            groups[row.group].append(_catalogue_item(row, counts))
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


def _begins_with(key: str) -> Q:
    """Condition that an index answers. SQLite uses none for LIKE; its strings are in the order of their code points."""
    if connection.vendor == "sqlite":
        return Q(key__gte=key, key__lt=key + _LAST_CHARACTER)
    return Q(key__startswith=key)


def _share(offered: list[Suggestion]) -> list[Suggestion]:
    """The best eight, no group with more than three while others have something to show."""
    number: dict[str, int] = defaultdict(int)
    first: list[Suggestion] = []
    more: list[Suggestion] = []
    for row in offered:
        number[row.group] += 1
        (first if number[row.group] <= MOST_OF_A_GROUP else more).append(row)
    chosen = first[:MOST] + more[: max(0, MOST - len(first))]
    return sorted(chosen, key=offered.index)


def _pages(page_ids: list[int], user: Any) -> dict[int, ExchangePage]:
    """The pages as they are now: the address may have changed since they were indexed."""
    if not page_ids:
        return {}
    pages = ExchangePage.objects.visible_to(user).filter(pk__in=page_ids).order_by()
    return {page.pk: page for page in pages.select_related("municipality").only("url_path", "municipality__name")}


def _page_item(row: Suggestion, page: ExchangePage) -> SuggestionItem:
    if row.group == Suggestion.Group.MUNICIPALITY or row.entry is None:
        return SuggestionItem(row.title, page.list_url, "")
    about = [kind_label(row.entry.kind), page.municipality.name if page.municipality else ""]
    return SuggestionItem(row.title, page.list_url, " · ".join(filter(None, about)))


def _search_item(text: str) -> SuggestionItem:
    return SuggestionItem(text, f"{reverse('search:results')}?{urlencode({'q': text})}", "")


def _catalogue_item(row: Suggestion, counts: dict[str, int]) -> SuggestionItem:
    number = counts.get(row.token, 0)
    notes = [_("also: %(name)s") % {"name": row.synonym}] if row.synonym else []
    if number:
        notes.append(ngettext("%(number)d contribution", "%(number)d contributions", number) % {"number": number})
    return SuggestionItem(row.title, _address(row.token), " · ".join(notes))


@lru_cache(maxsize=2_000)
def _address(token: str) -> str:
    facet, _colon, slug = token.partition(":")
    return reverse(_ADDRESSES[facet], args=[slug])
