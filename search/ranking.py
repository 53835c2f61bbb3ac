"""Which pages answer a question, and how well: BM25 over the postings of its terms.

Nothing is kept between questions: how many pages hold a term is counted among the pages this person may read, so that
neither order nor number tells of other pages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from search.analysis import skeleton
from search.models import IndexedPage, Posting
from search.query import Query, QueryWord
from search.scope import in_scope

MAX_HITS = 10_000  # pages; what comes after is not counted either
MAX_POSTINGS = 20_000  # rows read for one question, the rarest terms first
FEW_HITS = 3  # with fewer, pages that hold only some of the words are shown as well
MANY_WORDS = 4  # from here on nobody means all of them
LEAST_SHARE = 0.25  # of what the words of the question weigh together
MAX_PHRASE_PAGES = 300  # the best pages, in which a phrase is looked for word by word

Postings = dict[str, dict[int, float]]


@dataclass(slots=True)
class Candidates:
    """Pages with their score; ``facets`` has more of them, with their facet values, the newest first.

    ``relaxed``: some hold only part of the words. ``missing``: words that stand nowhere. ``weights``: of the terms.
    """

    scores: dict[int, float]
    facets: dict[int, str]
    relaxed: bool = False
    missing: list[str] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)


def count_terms(terms: frozenset[str], user: Any) -> dict[str, int]:
    """How many pages this person may read hold each term; those on none are left out."""
    if not terms:
        return {}
    postings = in_scope(Posting.objects.filter(term__in=[Posting.EVERY_PAGE, *sorted(terms)]), user)
    return dict(postings.order_by().values_list("term").annotate(number=Count("term")))


def find_candidates(query: Query, counts: dict[str, int], user: Any) -> Candidates:
    """The pages that answer the question, at most ``MAX_HITS``; ``counts`` are those of its terms and of all pages.

    All words must stand on a page. Where that leaves fewer than three pages, or of four words on, some of them suffice.
    """
    pages = counts.get(Posting.EVERY_PAGE, 0)
    weights = {term: math.log(1 + pages / counts[term]) for term in query.terms if term in counts}
    postings, facets = _read_postings(query, counts, user)
    candidates = Candidates(scores={}, facets=facets, weights=weights)
    known: list[dict[int, float]] = []
    for word in query.words:
        if scores := _word_scores(word, postings, weights):
            known.append(scores)
        # Words that are too common to be read take no part; they are not missing.
        elif word.terms & counts.keys() <= postings.keys():
            candidates.missing.append(word.text)
    if known and not candidates.missing:
        candidates.scores = _all_words(known)
    if query.phrases:
        candidates.scores = _with_phrases(candidates.scores, query.phrases)
    elif len(candidates.scores) < FEW_HITS or len(query.words) >= MANY_WORDS:
        complete = len(candidates.scores)
        candidates.scores = _some_words(known)
        candidates.relaxed = len(candidates.scores) > complete and len(query.words) > 1
    for word in query.excluded:
        for entry_id in _holding(word, postings):
            candidates.scores.pop(entry_id, None)
    if len(candidates.scores) > MAX_HITS:
        best = sorted(candidates.scores, key=candidates.scores.__getitem__, reverse=True)[:MAX_HITS]
        candidates.scores = {entry_id: candidates.scores[entry_id] for entry_id in best}
    return candidates


def _read_postings(query: Query, counts: dict[str, int], user: Any) -> tuple[Postings, dict[int, str]]:
    """The postings of the question's terms, the rarest first, as far as one may read of them, and the pages' facets."""
    wanted: list[str] = []
    budget = MAX_POSTINGS
    excluded = {term for word in query.excluded for term in word.terms}
    for term in sorted((query.terms | excluded) & counts.keys(), key=counts.__getitem__):
        budget -= counts[term]
        if budget < 0 and wanted:
            break
        wanted.append(term)
    found: Postings = defaultdict(dict)
    facets: dict[int, str] = {}
    if wanted:
        rows = in_scope(Posting.objects.filter(term__in=wanted), user).order_by("-entry__published_at", "-entry")
        for term, entry_id, weight, entry_facets in rows.values_list("term", "entry", "weight", "entry__facets"):
            found[term][entry_id] = weight
            facets[entry_id] = entry_facets
    return found, facets


def _word_scores(word: QueryWord, postings: Postings, weights: dict[str, float]) -> dict[int, float]:
    """The pages on which one of the word's sets of terms stands, each with the score of the best set."""
    best: dict[int, float] = {}
    for terms in word.alternatives:
        if not all(term in postings for term in terms):
            continue
        for entry_id in set.intersection(*(set(postings[term]) for term in terms)):
            score = sum(weights[term] * postings[term][entry_id] for term in terms)
            if score > best.get(entry_id, 0.0):
                best[entry_id] = score
    return best


def _holding(word: QueryWord, postings: Postings) -> set[int]:
    return {
        entry_id
        for terms in word.alternatives
        if all(term in postings for term in terms)
        for entry_id in set.intersection(*(set(postings[term]) for term in terms))
    }


def _all_words(words: list[dict[int, float]]) -> dict[int, float]:
    rarest, *others = sorted(words, key=len)
    return {
        entry_id: score + sum(other[entry_id] for other in others)
        for entry_id, score in rarest.items()
        if all(entry_id in other for other in others)
    }


def _some_words(words: list[dict[int, float]]) -> dict[int, float]:
    """Pages with any of the words, better the more of them they hold; those with little of the question are dropped."""
    best = [max(scores.values()) for scores in words]
    least = LEAST_SHARE * sum(best)
    sums: dict[int, float] = defaultdict(float)
    held: dict[int, float] = defaultdict(float)
    number: dict[int, int] = defaultdict(int)
    for scores, most in zip(words, best, strict=True):
        for entry_id, score in scores.items():
            sums[entry_id] += score
            held[entry_id] += most
            number[entry_id] += 1
    return {
        entry_id: score * number[entry_id] / len(words) for entry_id, score in sums.items() if held[entry_id] >= least
    }


def _with_phrases(scores: dict[int, float], phrases: tuple[str, ...]) -> dict[int, float]:
    """Of the best pages, those that hold the phrases word by word, in whatever spelling of umlauts and case."""
    best = sorted(scores, key=scores.__getitem__, reverse=True)[:MAX_PHRASE_PAGES]
    texts = IndexedPage.objects.filter(pk__in=best).values_list("pk", "page__title", "text")
    return {
        entry_id: scores[entry_id]
        for entry_id, title, text in texts
        if all(phrase in f"{skeleton(title)} | {skeleton(text)}" for phrase in phrases)
    }
