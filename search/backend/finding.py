"""Asking the engine: from a query of modelsearch to the numbers of objects with their scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelsearch.query import SearchQuery
from modelsearch.utils import get_descendant_models

from search.analysis import bare
from search.backend.nodes import Index, Node, Word
from search.backend.objects import OBJECTS
from search.backend.reading import Reader, TypedReader
from search.backend.terms import of_model
from search.backend.texts import searched_fields, typed_paths
from search.closeness import close_look
from search.curation.synonyms import synonym_groups
from search.postings import read_postings
from search.ranking import LOOKED_AT_CLOSELY
from search.spelling import is_settled, near
from search.state import State, current
from search.vectors import Array

# What can be distinguished; sums of the same numbers in another order differ beyond.
_DIGITS = 9


@dataclass(frozen=True)
class Answer:
    """The numbers of the objects that match, in ascending order, and the scores of all objects by number."""

    tree: Node
    index: Index
    numbers: Array
    scores: Array

    def ordered(self, among: Iterable[int]) -> list[tuple[int, float]]:
        """Some of the objects with their scores, the best first; of those that are worth the same the newest first."""
        numbers = np.array(sorted(among), np.int64)
        scores = np.round(self.scores[numbers], _DIGITS)
        order = np.lexsort((-numbers, -scores))
        numbers, scores = numbers[order], scores[order]
        words = [asked for word in self.tree.words() for asked in word.asked]
        if words and len(numbers):
            best = np.sort(numbers[:LOOKED_AT_CLOSELY])
            state = self.index.state
            worth = {term: self.index.inverse_frequency(term) for term in self.index.postings}
            close = np.round(self.scores[best] + close_look(best, words, state, state.everything, worth), _DIGITS)
            order = np.lexsort((-best, -close))
            numbers[: len(best)], scores[: len(best)] = best[order], close[order]
        return list(zip(numbers.tolist(), scores.tolist(), strict=True))


def find(query: SearchQuery, model: type[Model], fields: Collection[str] | None = None) -> Answer:
    """The objects of a model and its subclasses that match a query; ``fields`` are the only ones to search."""
    state = current(OBJECTS)
    models = _models(model)
    reader = Reader(state, synonym_groups(), fields, _places(models, fields or ()))
    return _answer(reader.read(query), state, map(of_model, models))


def find_typed(query: SearchQuery, model: type[Model], fields: Collection[str] | None = None) -> Answer:
    """The same while somebody types: each word may be the beginning of one."""
    state = current(OBJECTS)
    models = _models(model)
    fields = typed_paths(model) if fields is None else fields
    reader = TypedReader(state, (), fields, _places(models, fields))
    return _answer(reader.read(query), state, map(of_model, models))


def content_types(model: type[Model]) -> list[int]:
    """The keys of the content types of a model and its subclasses, as far as they are indexed."""
    return list(_models(model))


def _models(model: type[Model]) -> dict[int, Any]:
    models = [one for one in get_descendant_models(model) if hasattr(one, "get_search_fields")]
    found = ContentType.objects.get_for_models(*models)
    return {found[one].pk: one for one in models}


def _places(models: Mapping[int, Any], fields: Collection[str]) -> dict[str, frozenset[int]]:
    """Where the fields stand in the sequences of each model's objects."""
    return {
        of_model(content_type_id): frozenset(
            place for place, name in enumerate(searched_fields(model)) if name in fields
        )
        for content_type_id, model in models.items()
    }


def _answer(tree: Node, state: State, models: Iterable[str]) -> Answer:
    scope = set(models)
    postings = read_postings({*tree.terms(), *scope}, state, public_only=False)
    members = np.zeros(len(state.lengths), bool)
    for term in scope:
        if term in postings:
            members[postings[term].documents] = True
    index = Index(state, members, postings)
    corrections = _corrections([word for word in tree.words() if not index.holding(word.choices).any()], index)
    if corrections:
        tree = tree.with_others(corrections)
        more = read_postings({*tree.terms()} - postings.keys(), state, public_only=False)
        index = replace(index, postings={**postings, **more})
    found = tree.find(index)
    return Answer(tree, index, np.flatnonzero(found.matching), found.scores)


def _corrections(missing: Iterable[Word], index: Index) -> dict[Node, Node]:
    """Other words for those that no object in scope holds, where they are no German words either."""
    wrong = {part: bare(part) for word in missing for part in word.spelled if not is_settled(part)}
    candidates = near(wrong.values(), index.state)
    filed = {
        term: word.filed(term)
        for word in missing
        if word.filed is not None
        for part in word.spelled
        for term in {candidate.term for candidate in candidates.get(wrong.get(part, ""), ())}
    }
    if not filed:
        return {}
    postings = read_postings({term for terms in filed.values() for term in terms}, index.state, public_only=False)
    number = {
        term: sum(int(index.members[postings[place].documents].sum()) for place in terms if place in postings)
        for term, terms in filed.items()
    }
    meant: dict[str, str] = {}
    for part, letters in wrong.items():
        ranked = [
            (candidate.distance, candidate.by_term, -number[candidate.term], candidate.word, candidate.written)
            for candidate in candidates.get(letters, ())
            if number.get(candidate.term)
        ]
        if ranked:
            meant[part] = min(ranked)[-1]
    return {
        word: word.reread("-".join(meant.get(part, part) for part in word.spelled))
        for word in missing
        if word.reread is not None and any(part in meant for part in word.spelled)
    }
