"""From the query classes of modelsearch to the tree that the engine answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search.analysis import Asked, asked, bare, fold, skeleton, tokens
from search.backend.nodes import All, Boosted, Everything, Node, Sequence, Some, Terms, Without, Word
from search.backend.terms import beginning_in, in_field
from search.query import MAX_WORDS, readable
from search.ranking import SYNONYM_WEIGHT
from search.spelling import Candidate, near
from search.state import State
from search.stopwords import STOP_WORDS
from search.synonyms import Groups, with_synonyms
from search.vectors import PART_WEIGHT

NEAR_WEIGHT = 0.5  # of a word that is spelled otherwise, compared with the word itself


class Reader:
    """Reads questions. ``fields`` are the names of the only fields to search, ``places`` where they stand in the
    sequences of each model's documents."""

    def __init__(
        self,
        state: State,
        synonyms: Groups,
        fields: Iterable[str] | None = None,
        places: Mapping[str, frozenset[int]] | None = None,
    ) -> None:
        self.state = state
        self.synonyms = synonyms
        self.fields = None if fields is None else tuple(dict.fromkeys(fields))
        self.places = places

    def read(self, query: SearchQuery) -> Node:
        """The tree of a query. Raises NotImplementedError for a class of queries that modelsearch does not have."""
        match query:
            case MatchAll():
                return Everything()
            case And():
                return All(tuple(map(self.read, query.subqueries)))
            case Or():
                return Some(tuple(map(self.read, query.subqueries)))
            case Not():
                return Without((self.read(query.subquery),))
            case Boost():
                return Boosted((self.read(query.subquery),), factor=query.boost)
            case PlainText():
                return Boosted((self.plain(query.query_string, query.operator),), factor=query.boost)
            case Phrase():
                return self.phrase(query.query_string)
            case Fuzzy():
                return self.fuzzy(query.query_string, query.operator)
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")

    def plain(self, text: str, operator: str = PlainText.DEFAULT_OPERATOR) -> Node:
        """Words, all or any of them."""
        words = with_synonyms(list(asked(readable(text)))[:MAX_WORDS], self.synonyms)
        return _joined(map(self._word, words), operator)

    def phrase(self, text: str) -> Node:
        """Words side by side, in whatever form."""
        terms = tuple(token.term for token in tokens(readable(text)))
        return Sequence(
            sequence=terms,
            candidates=tuple(tuple(place) for place in zip(*map(self._filed, terms), strict=True)),
            fields=self.places if self.fields is not None else None,
        )

    def fuzzy(self, text: str, operator: str) -> Node:
        """Words, or others that are spelled nearly like them."""
        words = list(asked(readable(text)))[:MAX_WORDS]
        others = near([bare(part) for word in words for part in word.words], self.state)
        return _joined((self._word(word, self._near(word, others)) for word in words), operator)

    def _near(self, word: Asked, others: Mapping[str, list[Candidate]]) -> tuple[Terms, ...]:
        """Sets of terms, one for each word, of what is near to a word with hyphens or without."""
        candidates = [{candidate.term for candidate in others.get(bare(part), ())} for part in word.words]
        return tuple(product(*map(sorted, candidates))) if len(candidates) == 1 else ()

    def _word(self, word: Asked, others: tuple[Terms, ...] = ()) -> Word:
        weights: dict[str, float] = {}
        for terms, weight in (
            (word.alternatives[0], 1.0),
            (word.parts, PART_WEIGHT),
            *((terms, NEAR_WEIGHT) for terms in others),
            *((terms, SYNONYM_WEIGHT) for terms in word.synonyms),
        ):
            for term in terms:
                for filed in self._filed(term):
                    weights.setdefault(filed, weight)
        return Word(
            choices=self._everywhere((*word.alternatives, *word.synonyms, *others)),
            weights=weights,
            asked=(word,) if self.fields is None else (),
            spelled=word.words,
            filed=self._filed,
            reread=self.plain,
        )

    def _everywhere(self, choices: Iterable[Terms]) -> tuple[Terms, ...]:
        """The sets of terms, each for all the fields that are searched."""
        return tuple(filed for terms in choices for filed in zip(*map(self._filed, terms), strict=True))

    def _filed(self, term: str) -> Terms:
        """A term as it is filed for each of the fields."""
        return (term,) if self.fields is None else tuple(in_field(field, term) for field in self.fields)


class TypedReader(Reader):
    """Reads what somebody is typing: beginnings of words, in ``fields`` alone."""

    def plain(self, text: str, operator: str = PlainText.DEFAULT_OPERATOR) -> Node:
        """What stands between blanks, all or any of it.

        Stop words need not be there, unless they are all there is: „Antrag auf“ may go on with „auf Wohngeld“.
        """
        pieces = [piece for piece in readable(text).split() if skeleton(piece)][:MAX_WORDS]
        needed = [piece for piece in pieces if fold(piece) not in STOP_WORDS]
        words = _joined(map(self._piece, needed or pieces), operator)
        if needed and needed[-1] != pieces[-1]:
            return All((words, Some((self._piece(pieces[-1]), Everything()))))
        return words

    def fuzzy(self, text: str, operator: str) -> Node:
        """The same: beginnings and mistakes are both forgiven."""
        return self.plain(text, operator)

    def _piece(self, piece: str) -> Word:
        letters = skeleton(piece).split()
        words = list(asked(piece))
        weights: dict[str, float] = {}
        choices: list[Terms] = []
        for field in self.fields or ():
            choices.append(tuple(beginning_in(field, word) for word in letters))
            weights.update(dict.fromkeys(choices[-1], 1.0))
        for word in words:
            for terms, weight in ((word.alternatives[0], 1.0), (word.parts, PART_WEIGHT)):
                for term in terms:
                    for filed in self._filed(term):
                        weights.setdefault(filed, weight)
        for alternatives in product(*(word.alternatives for word in words)) if words else ():
            choices.extend(self._everywhere([tuple(dict.fromkeys(term for terms in alternatives for term in terms))]))
        return Word(
            choices=tuple(choices),
            weights=weights,
            spelled=tuple(part for word in words for part in word.words),
            filed=self._filed,
            reread=self.plain,
        )


def _joined(words: Iterable[Node], operator: str) -> Node:
    return All(tuple(words)) if operator == "and" else Some(tuple(words))
