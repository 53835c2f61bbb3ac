"""How good ranked lists are."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

DEPTH = 10
RECALLS = (1, 5, 10)


def measures(ranked: Mapping[str, Sequence[str]], relevant: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Means over all questions of nDCG@10, MRR@10 and recall at 1, 5 and 10, all from 0 to 1.

    ``ranked`` has the keys of the documents found for each question, the best first, ``relevant`` the judgements. The
    gain of a document is its relevance; recall is bounded by how many documents fit into the list.
    """
    rows = [_of_one(ranked.get(question, ()), judged) for question, judged in relevant.items()]
    return {name: statistics.fmean(row[name] for row in rows) for name in rows[0]}


def _of_one(found: Sequence[str], judged: Mapping[str, int]) -> dict[str, float]:
    gains = [judged.get(document, 0) for document in found[:DEPTH]]
    best = sorted(judged.values(), reverse=True)[:DEPTH]
    first = next((place for place, gain in enumerate(gains, start=1) if gain), 0)
    row = {"ndcg@10": _discounted(gains) / _discounted(best), "mrr@10": 1 / first if first else 0.0}
    for depth in RECALLS:
        row[f"recall@{depth}"] = sum(gain > 0 for gain in gains[:depth]) / min(len(judged), depth)
    return row


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))
