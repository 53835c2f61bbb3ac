"""BM25, the formula by which words count: rare ones more, in short documents more, each further time less."""

from __future__ import annotations

import math
from typing import Any

# Measured on German collections, see docs/search.md.
K1 = 0.9
B = 0.5


def inverse_frequency(number: int, documents: int) -> float:
    """How telling a term is that stands on so many of all documents."""
    return math.log(1 + (documents - number + 0.5) / (number + 0.5))


def damping(lengths: Any, average_length: float) -> Any:
    """What keeps a term from counting too much in documents of these lengths; an array as ``lengths`` is one."""
    return K1 * (1 - B + B * lengths / average_length)
