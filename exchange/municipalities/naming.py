"""How a municipality's name sorts and how it looks in an address."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from exchange.german import german_slug

# Polish and Sorbian ł has no decomposition in Unicode; the register has it in the bilingual names of the Lausitz.
_CROSSED_L = str.maketrans({"ł": "l", "Ł": "L"})
SLUG_LENGTH = 160


class NamedPlace(NamedTuple):
    """What an address part is made of."""

    ags: str
    name: str
    county: str


def sort_key(name: str) -> str:
    """The name as a key of [a-z0-9] that every database sorts the same way (DIN 5007-1: ä sorts as a, ß as ss).

    A gap between words becomes "0": it must sort before every letter, and the language collations of PostgreSQL
    skip blanks and hyphens altogether.
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_CROSSED_L))
    ascii_only = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "0", ascii_only).strip("0")


def slug_candidates(place: NamedPlace) -> Iterator[str]:
    """Address parts from the nicest to the certain one: the name, name with county, name with AGS."""
    # "Flensburg, Stadt": the part behind the comma says what the county is, not which.
    county = place.county.partition(",")[0]
    for text in (place.name, f"{place.name} {county}", f"{place.name} {place.ags}", place.ags):
        slug = german_slug(text.translate(_CROSSED_L), SLUG_LENGTH)
        if slug:
            yield slug


def assign_slugs(places: Iterable[NamedPlace], taken: Container[str]) -> dict[str, str]:
    """Address parts by AGS for new places, unique among themselves and beside those ``taken``.

    The result does not depend on the order of the places: of several new ones with one name none gets the plain
    name, each gets its county behind it, or its AGS where the county does not tell them apart either.
    """
    open_places = {place.ags: list(dict.fromkeys(slug_candidates(place))) for place in places}
    assigned: dict[str, str] = {}
    while open_places:
        wanted = Counter(candidates[0] for candidates in open_places.values())
        used = set(assigned.values())
        for ags in sorted(open_places):
            candidates = open_places[ags]
            slug = candidates[0]
            if len(candidates) > 1 and (wanted[slug] > 1 or slug in taken or slug in used):
                candidates.pop(0)
            else:
                assigned[ags] = slug
                del open_places[ags]
    return assigned
