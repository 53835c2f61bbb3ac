"""The rows behind the suggestions: titles and names, cut at every word that somebody may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from exchange.ozg.models import Service
from exchange.pages.models import Tag
from search.analysis import fold, skeleton, storable
from search.models import IndexedPage, Suggestion
from search.models.rows import insert
from search.stopwords import STOP_WORDS

MAX_KEY_LENGTH = 120
MAX_STARTS = 8  # words of a title that can be begun with
MUNICIPALITY_KIND = "municipality"

_NAMES = (Suggestion.Rank.BEGINNING, Suggestion.Rank.WORD)
# The ranks that rows of each group can have.
RANKS: dict[Suggestion.Group, tuple[Suggestion.Rank, ...]] = {
    Suggestion.Group.PAGE: _NAMES,
    Suggestion.Group.SERVICE: tuple(Suggestion.Rank),
    Suggestion.Group.MUNICIPALITY: _NAMES,
    Suggestion.Group.TAG: _NAMES,
}

_COLUMNS = ("key", "group", "rank", "title", "synonym", "always_shown", "token", "entry_id", "is_public")
_WORD = re.compile(r"[^\W_]+")


def key_of(text: str) -> bytes:
    """What is compared of a text, in capitals or not, with umlauts in any spelling."""
    return skeleton(text)[:MAX_KEY_LENGTH].encode()


def keys_of(text: str) -> list[bytes]:
    """What can be typed to find a text: the text as a whole, then from each of its later words that says something."""
    starts = [
        match.start()
        for match in _WORD.finditer(text)
        if match.start() == 0 or (len(match.group()) > 1 and fold(match.group()) not in STOP_WORDS)
    ]
    keys = [key_of(text)] + [key_of(text[start:]) for start in starts[:MAX_STARTS] if start]
    return list(dict.fromkeys(key for key in keys if key))


def rows_for_page(entry: IndexedPage, title: str) -> Iterator[Suggestion]:
    """Rows for an indexed page."""
    group = Suggestion.Group.MUNICIPALITY if entry.kind == MUNICIPALITY_KIND else Suggestion.Group.PAGE
    for key, rank in _ranked(title, Suggestion.Rank.BEGINNING, Suggestion.Rank.WORD):
        yield Suggestion(
            key=key, group=group, rank=rank, title=title, entry_id=entry.page_id, is_public=entry.is_public
        )


def values_of(row: Suggestion) -> tuple[Any, ...]:
    """What is stored of a row."""
    return tuple(getattr(row, column) for column in _COLUMNS)


def write_suggestions(rows: Iterable[tuple[Any, ...]]) -> None:
    """Write new rows, given as their values."""
    insert(Suggestion, _COLUMNS, rows)


@transaction.atomic
def refresh_tags(tags: Iterable[Tag]) -> None:
    """Replace the rows of these tags."""
    rows = {f"schlagwort:{tag.slug}": list(_rows_for_tag(tag)) for tag in tags}
    _replace(rows)


@transaction.atomic
def refresh_services(services: Iterable[Service]) -> None:
    """Replace the rows of these services."""
    rows = {f"leistung:{service.slug}": list(_rows_for_service(service)) for service in services}
    _replace(rows)


def forget_token(token: str) -> None:
    """Drop the rows of a tag or service that is gone or has another address now."""
    Suggestion.objects.filter(token=token)._raw_delete(Suggestion.objects.db)


def refresh_all() -> int:
    """Write the rows of all tags and services anew; returns how many there are of both."""
    with transaction.atomic():
        Suggestion.objects.filter(entry=None)._raw_delete(Suggestion.objects.db)
        tags, services = list(Tag.objects.all()), list(Service.objects.all())
        rows = [row for tag in tags for row in _rows_for_tag(tag)]
        rows += [row for service in services for row in _rows_for_service(service)]
        write_suggestions(map(values_of, rows))
    return len(tags) + len(services)


def _replace(rows: dict[str, list[Suggestion]]) -> None:
    for token in rows:
        forget_token(token)
    write_suggestions(values_of(row) for token_rows in rows.values() for row in token_rows)


def _rows_for_tag(tag: Tag) -> Iterator[Suggestion]:
    for key, rank in _ranked(tag.name, Suggestion.Rank.BEGINNING, Suggestion.Rank.WORD):
        yield Suggestion(
            key=key,
            group=Suggestion.Group.TAG,
            rank=rank,
            title=tag.name,
            token=f"schlagwort:{tag.slug}",
            is_public=True,
        )


def _rows_for_service(service: Service) -> Iterator[Suggestion]:
    """By name and by what people call it. Those that municipalities do not carry out are shown once there are pages."""
    seen: set[bytes] = set()
    names = [("", Suggestion.Rank.BEGINNING, Suggestion.Rank.WORD)]
    names += [(str(synonym), Suggestion.Rank.SYNONYM, Suggestion.Rank.WORD_OF_SYNONYM) for synonym in service.synonyms]
    for synonym, whole, inside in names:
        for key, rank in _ranked(synonym or service.name, whole, inside):
            if key in seen:
                continue
            seen.add(key)
            yield Suggestion(
                key=key,
                group=Suggestion.Group.SERVICE,
                rank=rank,
                title=service.name,
                synonym=synonym,
                token=f"leistung:{service.slug}",
                always_shown=service.is_municipal,
                is_public=True,
            )


def _ranked(text: str, whole: Suggestion.Rank, inside: Suggestion.Rank) -> Iterator[tuple[bytes, Suggestion.Rank]]:
    for number, key in enumerate(keys_of(storable(text))):
        yield key, inside if number else whole
