"""A question with its typing errors put right, as far as what is meant stands on pages that the person may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from search.analysis import Asked, asked, bare, forms, replaced
from search.compounds import apart, frequency
from search.guessing import near_compounds, near_words
from search.postings import read_postings
from search.query import Query
from search.ranking import Ranking
from search.spelling import corrections, is_settled
from search.state import State
from search.synonyms import Groups, with_synonyms, words_of


@dataclass(frozen=True, slots=True)
class Corrector:
    """Corrects questions out of one state of the index; ``synonyms`` are groups of phrases that mean the same."""

    state: State
    synonyms: Groups
    public_only: bool

    def corrected(self, query: Query, ranking: Ranking) -> tuple[Query, str]:
        """The question with other words for those that stand nowhere and are no German ones, and its text.

        Words that are several written in one are cut. The text is empty where nothing is better.
        """
        missing = [word for word in query.words if word.text in ranking.missing]
        doubtful = [word for word in query.words if word not in query.required and _is_doubtful(word, ranking)]
        wrong = {bare(part): part for word in (*missing, *doubtful) for part in word.words if not is_settled(part)}
        meant = self._meant(wrong, {bare(word.text) for word in doubtful}, ranking)
        better: dict[str, str] = {}
        for word in (*missing, *doubtful):
            if any(bare(part) in meant for part in word.words):
                better[word.text] = "-".join(meant.get(bare(part), part) for part in word.words)
            elif word in missing and self._all_stand(pieces := _pieces(word)):
                better[word.text] = " ".join(pieces)
        if not better:
            return query, ""
        words: list[Asked] = []
        for word in query.words:
            words.extend(asked(better[word.text]) if word.text in better else [word])
        return replace(query, words=tuple(words)), replaced(query.text, better)

    def _meant(self, wrong: Mapping[str, str], doubtful: Iterable[str], ranking: Ranking) -> dict[str, str]:
        """What is meant by these words, given by their folded forms; for doubtful ones only what is very near.

        First comes a word of the index with one error, then a German one that stands for something on the pages, then
        one of the index with two errors, then a compound.
        """
        found = corrections(wrong, self.state, public_only=self.public_only, together=ranking.documents)
        meant: dict[str, str] = {}
        for letters, word in wrong.items():
            candidate = found.get(letters)
            offered = candidate.written if candidate is not None and candidate.word != letters else ""
            if candidate is None or candidate.distance > 1 or candidate.by_term:
                german = self._first_standing(near_words(word.lower(), words_of(self.synonyms)))
                # Where both are the same word it is written as on the page.
                if german and (candidate is None or forms(german).term != candidate.term):
                    offered = german
                elif letters in doubtful:
                    offered = offered if german else ""
                elif not offered:
                    offered = self._first_standing(near_compounds(word.lower()))
            if offered:
                meant[letters] = offered
        return meant

    def _first_standing(self, near: Iterable[str]) -> str:
        """The first of these words for which something stands on documents in scope: itself, its parts or a synonym."""
        read = {word: with_synonyms(tuple(asked(word)), self.synonyms) for word in near}
        standing = self._standing(term for words in read.values() for word in words for term in word.terms)
        for text, words in read.items():
            sets = [(*word.alternatives, *word.synonyms) for word in words]
            if sets and all(any(map(standing.issuperset, alternatives)) for alternatives in sets):
                return text
        return ""

    def _all_stand(self, pieces: Iterable[str]) -> bool:
        """Whether there are such words and each of them stands on a document in scope."""
        terms = {term for word in asked(" ".join(pieces)) for term in word.alternatives[0]}
        return bool(terms) and self._standing(terms) == terms

    def _standing(self, terms: Iterable[str]) -> set[str]:
        wanted = set(terms)
        return set(read_postings(wanted, self.state, public_only=self.public_only)) if wanted else set()


def _is_doubtful(word: Asked, ranking: Ranking) -> bool:
    """Whether a word that nobody writes was found only by the parts that it would have: „Hunde“, „teuer“."""
    return (
        len(word.words) == 1
        and word.text not in ranking.missing
        and word.alternatives[0][0] not in ranking.inverse_frequencies
        and not frequency(word.text.lower())
    )


def _pieces(word: Asked) -> tuple[str, ...]:
    """Words that no page joins, and those that nobody writes in one."""
    if len(word.words) > 1:
        return word.words
    return () if is_settled(word.text) else apart(word.text.lower())
