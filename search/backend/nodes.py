"""A question as a tree: what is looked for, and how it is put together. Each part tells the documents that match it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from search.analysis import Asked
from search.models import DocumentVector
from search.postings import Postings
from search.scoring import K1, damping, inverse_frequency
from search.state import State
from search.vectors import Array, Packed, term_code

Terms = tuple[str, ...]

_READ_AT_ONCE = 5_000  # documents


class Found(NamedTuple):
    """Which documents match, and what they are worth; both arrays have the documents' numbers for index."""

    matching: Array
    scores: Array


@dataclass(frozen=True)
class Index:
    """What is searched: the documents in scope, and the postings of all terms that the question needs."""

    state: State
    members: Array
    postings: Mapping[str, Postings]

    def inverse_frequency(self, term: str) -> float:
        """How telling a term is."""
        return inverse_frequency(len(self.postings[term].documents), self.state.everything.documents)

    def holding(self, choices: Iterable[Terms]) -> Array:
        """Which documents in scope hold one of these sets of terms completely."""
        holding = np.zeros(len(self.members), bool)
        for terms in choices:
            if terms and all(term in self.postings for term in terms):
                documents = self.postings[terms[0]].documents
                for term in terms[1:]:
                    documents = np.intersect1d(documents, self.postings[term].documents, assume_unique=True)
                holding[documents] = True
        return holding & self.members

    def scores(self, weights: Mapping[str, float]) -> Array:
        """BM25 of these terms, each with its weight."""
        scores = np.zeros(len(self.members))
        average = self.state.everything.average_length
        for term in sorted(weights):
            if term in self.postings:
                documents, counts = self.postings[term]
                damped = damping(self.state.lengths[documents], average)
                worth = weights[term] * self.inverse_frequency(term) * (K1 + 1)
                scores[documents] += worth * counts / (counts + damped)
        return scores


@dataclass(frozen=True, eq=False)
class Node:
    """A part of the tree, put together from others or a leaf."""

    parts: tuple[Node, ...] = ()

    def find(self, index: Index) -> Found:
        """The documents that match."""
        raise NotImplementedError

    def terms(self) -> Iterator[str]:
        """All terms whose postings are needed."""
        for part in self.parts:
            yield from part.terms()

    def words(self) -> Iterator[Word]:
        """All words that are looked for; not those that must not stand there."""
        for part in self.parts:
            yield from part.words()

    def with_others(self, others: Mapping[Node, Node]) -> Node:
        """The same with some leaves in place of others."""
        return replace(self, parts=tuple(part.with_others(others) for part in self.parts)) if self.parts else self


@dataclass(frozen=True, eq=False)
class Everything(Node):
    """All documents."""

    def find(self, index: Index) -> Found:
        """Without any order."""
        return Found(index.members.copy(), np.zeros(len(index.members)))


@dataclass(frozen=True, eq=False)
class All(Node):
    """What all parts match; nothing without any."""

    def find(self, index: Index) -> Found:
        """What one part is worth comes to the others."""
        found = [part.find(index) for part in self.parts]
        if not found:
            return Found(np.zeros_like(index.members), np.zeros(len(index.members)))
        matching = np.logical_and.reduce([one.matching for one in found])
        return Found(matching, np.sum([one.scores for one in found], axis=0))


@dataclass(frozen=True, eq=False)
class Some(Node):
    """What at least one part matches."""

    def find(self, index: Index) -> Found:
        """What one part is worth comes to the others."""
        found = [part.find(index) for part in self.parts]
        if not found:
            return Found(np.zeros_like(index.members), np.zeros(len(index.members)))
        matching = np.logical_or.reduce([one.matching for one in found])
        return Found(matching, np.sum([one.scores for one in found], axis=0))


@dataclass(frozen=True, eq=False)
class Without(Node):
    """What no part matches."""

    def find(self, index: Index) -> Found:
        """All of it is worth the same."""
        matching = index.members.copy()
        for part in self.parts:
            matching &= ~part.find(index).matching
        return Found(matching, np.zeros(len(matching)))

    def words(self) -> Iterator[Word]:
        """None of its words is looked for."""
        return iter(())


@dataclass(frozen=True, eq=False)
class Boosted(Node):
    """The only part, worth more or less."""

    factor: float = 1.0

    def find(self, index: Index) -> Found:
        """The same documents."""
        found = self.parts[0].find(index)
        return Found(found.matching, found.scores * self.factor)


@dataclass(frozen=True, eq=False)
class Word(Node):
    """One of these sets of terms must stand there. ``weights`` say what each term is worth.

    ``asked`` are the words behind them where texts as a whole are searched. ``spelled`` are those that may be a
    mistake, ``filed`` tells under which terms another word would stand, and ``reread`` what a text would stand for.
    """

    choices: tuple[Terms, ...] = ()
    weights: Mapping[str, float] | None = None
    asked: tuple[Asked, ...] = ()
    spelled: tuple[str, ...] = ()
    filed: Callable[[str], Terms] | None = None
    reread: Callable[[str], Node] | None = None

    def find(self, index: Index) -> Found:
        """The documents that hold it."""
        return Found(index.holding(self.choices), index.scores(self.weights or {}))

    def terms(self) -> Iterator[str]:
        """Those of the choices, and what else counts."""
        yield from self.weights or ()
        for terms in self.choices:
            yield from terms

    def words(self) -> Iterator[Word]:
        """Itself."""
        yield self

    def with_others(self, others: Mapping[Node, Node]) -> Node:
        """Another one in its place, if there is one."""
        return others.get(self, self)


@dataclass(frozen=True, eq=False)
class Sequence(Node):
    """Terms that stand side by side, in this order. ``candidates`` are the sets of which one must stand there at all.

    With ``fields`` only in these of a document's first fields, by the term of its model.
    """

    sequence: Terms = ()
    candidates: tuple[Terms, ...] = ()
    fields: Mapping[str, frozenset[int]] | None = None

    def terms(self) -> Iterator[str]:
        """Those of the sequence."""
        for terms in self.candidates:
            yield from terms

    def find(self, index: Index) -> Found:
        """The documents, out of the order of their words."""
        matching = np.zeros(len(index.members), bool)
        codes = np.array([term_code(term) for term in self.sequence], np.uint32)
        candidates = np.flatnonzero(index.holding(self.candidates))
        allowed = self._allowed(index)
        for start in range(0, len(candidates), _READ_AT_ONCE):
            numbers = candidates[start : start + _READ_AT_ONCE].tolist()
            rows = DocumentVector.objects.filter(generation=index.state.generation, document__in=numbers)
            for number, packed in rows.values_list("document", "sequence"):
                matching[number] = _holds(packed, codes, allowed.get(number))
        return Found(matching, index.scores(dict.fromkeys(self.terms(), 1.0)))

    def _allowed(self, index: Index) -> dict[int, frozenset[int]]:
        """For each document in which of its fields to look."""
        return {
            number: fields
            for model, fields in (self.fields or {}).items()
            if model in index.postings
            for number in index.postings[model].documents.tolist()
        }


def _holds(packed: Packed, codes: Array, fields: frozenset[int] | None) -> bool:
    """Whether the codes stand side by side in a document's sequence; 0 ends each field."""
    sequence = np.frombuffer(packed, np.uint32)
    if not len(codes) or len(sequence) < len(codes):
        return False
    windows = np.lib.stride_tricks.sliding_window_view(sequence, len(codes))
    starts = np.flatnonzero((windows == codes).all(axis=1))
    if fields is None:
        return bool(len(starts))
    field_of = np.cumsum(sequence == 0)
    return any(int(field_of[start]) in fields for start in starts)
