"""Facet values of documents: which ones a document has, and how often each stands among many documents.

Kept by the process with the index as it is (see search.state), as numbers in arrays, so that counting the hits of all
facets needs no query.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.models import MAX_VALUE_NAME_LENGTH, FacetValue
from search.vectors import Array

SEPARATOR = ":"  # between a facet and a value of it
_MOST_KEPT_NAMES = 500_000


class ChunkValues(NamedTuple):
    """The facet values of a chunk's documents: their keys, how many each document has, and which of the keys."""

    keys: Array
    counts: Array
    places: Array


class Named(NamedTuple):
    """A facet value, „kommune:kehl“, and what people call it."""

    token: str
    name: str


@dataclass(frozen=True)
class Values:
    """The facet values of all documents. A value is known by its place in ``named``."""

    named: tuple[Named, ...]
    starts: Array  # where the values of a document begin among ``places``; one more than there are documents
    places: Array

    @cached_property
    def by_token(self) -> dict[str, int]:
        """The place of each value."""
        return {value.token: place for place, value in enumerate(self.named)}

    @cached_property
    def by_facet(self) -> dict[str, Array]:
        """The places of a facet's values in the order of their names."""
        found: dict[str, list[int]] = {}
        for place in sorted(range(len(self.named)), key=lambda place: _order(self.named[place])):
            found.setdefault(self.named[place].token.partition(SEPARATOR)[0], []).append(place)
        return {facet: np.array(places, np.int64) for facet, places in found.items()}

    def of(self, documents: Array) -> tuple[Array, Array]:
        """All values of these documents: their places, and for each the place of its document in ``documents``."""
        first = self.starts[documents]
        numbers = self.starts[documents + 1] - first
        ends = np.cumsum(numbers)
        begins = np.repeat(first - (ends - numbers), numbers)
        return self.places[begins + np.arange(len(begins))], np.repeat(np.arange(len(documents)), numbers)

    def named_of(self, document: int) -> list[Named]:
        """The values of one document; none for a number that is no document."""
        if document + 1 >= len(self.starts):
            return []
        return [self.named[place] for place in self.places[self.starts[document] : self.starts[document + 1]]]

    def count(self, places: Array) -> Array:
        """How often each value is among these, by its place."""
        return np.bincount(places, minlength=len(self.named))

    def holding(self, tokens: Collection[str], documents: Array) -> Array:
        """For each of the documents whether it has any of these values."""
        return self.marked(tokens, *self.of(documents), len(documents))

    def marked(self, tokens: Collection[str], places: Array, owners: Array, number: int) -> Array:
        """The same for so many documents of which ``of`` has told the values."""
        is_wanted = np.zeros(len(self.named), bool)
        is_wanted[[self.by_token[token] for token in tokens if token in self.by_token]] = True
        holds: Array = np.zeros(number, bool)
        holds[owners[is_wanted[places]]] = True
        return holds


def key_of(value: Named) -> int:
    """The number of 64 bits that a facet value is stored with."""
    digest = hashlib.blake2b(f"{value.token}\t{value.name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def cleaned(token: str, name: str) -> Named:
    """The value with its name on one line and short enough to be stored."""
    return Named(token, " ".join(name.split())[:MAX_VALUE_NAME_LENGTH])


def store(values: Iterable[Named]) -> None:
    """Write these values unless they are there."""
    rows = {key_of(value): value for value in values}
    known = set(FacetValue.objects.filter(pk__in=rows).values_list("pk", flat=True))
    FacetValue.objects.bulk_create(
        [
            FacetValue(pk=key, token=value.token, name=value.name)
            for key, value in sorted(rows.items())
            if key not in known
        ],
        ignore_conflicts=True,
    )


def pack(documents: Sequence[Collection[Named]]) -> ChunkValues:
    """The values of these documents as arrays."""
    keys = np.array([key_of(value) for values in documents for value in values], np.int64)
    distinct, places = np.unique(keys, return_inverse=True)
    counts = np.array([len(values) for values in documents], np.uint16)
    return ChunkValues(distinct, counts, places.astype(np.uint32))


def merge(kept: ChunkValues, stays: Array, added: ChunkValues, order: Array) -> ChunkValues:
    """The values of a chunk's documents after some went and others came.

    ``stays`` has a truth value for each document that was there, ``order`` sorts those that stayed and came.
    """
    counts = np.concatenate([kept.counts[stays], added.counts])
    keys = np.concatenate([kept.keys[kept.places[np.repeat(stays, kept.counts)]], added.keys[added.places]])
    begins = np.cumsum(counts, dtype=np.int64) - counts
    sorted_counts = counts[order].astype(np.int64)
    ends = np.cumsum(sorted_counts)
    reordered = np.repeat(begins[order] - (ends - sorted_counts), sorted_counts) + np.arange(len(keys))
    distinct, places = np.unique(keys[reordered], return_inverse=True)
    return ChunkValues(distinct, counts[order], places.astype(np.uint32))


def join(numbers: Sequence[Array], chunks: Sequence[ChunkValues], size: int, before: Values | None) -> Values:
    """The values of all chunks; ``numbers`` are the documents of each, ``size`` is how many numbers there can be.

    Takes names over from ``before`` where the values are still the same ones.
    """
    keys = np.unique(np.concatenate([chunk.keys for chunk in chunks])) if chunks else np.empty(0, np.int64)
    named, place_of = _named(keys.tolist())
    lengths = np.zeros(size, np.int64)
    pieces = []
    for documents, chunk in zip(numbers, chunks, strict=True):
        lengths[documents] = chunk.counts
        pieces.append(place_of[np.searchsorted(keys, chunk.keys)][chunk.places])
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    values = Values(named, starts, np.concatenate(pieces) if pieces else np.empty(0, np.int64))
    if before is not None and before.named == named:
        values.__dict__.update(by_token=before.by_token, by_facet=before.by_facet)
    return values


_names: dict[int, Named] = {}


def _named(keys: Sequence[int]) -> tuple[tuple[Named, ...], Array]:
    """The values with these keys, and the place of each; two names of one value, while it gets another, are one."""
    missing = [key for key in keys if key not in _names]
    if missing:
        if len(_names) > _MOST_KEPT_NAMES:
            _names.clear()
            missing = list(keys)
        _names.update(_read(missing))
    places: dict[str, int] = {}
    named: list[Named] = []
    place_of = np.zeros(len(keys), np.uint32)
    for number, key in enumerate(keys):
        value = _names.get(key, Named("", ""))
        if value.token not in places:
            places[value.token] = len(named)
            named.append(value)
        place_of[number] = places[value.token]
    return tuple(named), place_of


def _read(keys: Sequence[int]) -> Mapping[int, Named]:
    rows = FacetValue.objects.filter(pk__in=keys) if len(keys) < 500 else FacetValue.objects.all()
    return {key: Named(token, name) for key, token, name in rows.values_list("pk", "token", "name")}


def _order(value: Named) -> tuple[str, str]:
    return value.name.casefold(), value.token
