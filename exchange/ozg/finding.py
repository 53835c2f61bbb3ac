"""Services by what people call them."""

from __future__ import annotations

from dataclasses import dataclass

from exchange.german import transcribe
from exchange.ozg.models import Service


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service whose name, number or a synonym holds what was looked for; ``word`` is the synonym, if that was it."""

    pk: int
    name: str
    slug: str
    word: str
    is_exact: bool


def services_called(text: str) -> list[FoundService]:
    """All of them, however umlauts and case are spelt: those called just so, those whose name begins so, the rest.

    The catalogue has a few hundred entries, so they are compared here: databases fold umlauts differently.
    """
    wanted = _folded(text)
    found = []
    for pk, ozg_id, name, slug, synonyms in Service.objects.values_list("pk", "ozg_id", "name", "slug", "synonyms"):
        words = [(_folded(word), word) for word in (name, *synonyms, ozg_id)]
        matching = [(folded, word) for folded, word in words if wanted in folded]
        if not matching:
            continue
        exact = next((word for folded, word in matching if folded == wanted), None)
        word = exact or matching[0][1]
        rank = (exact is None, not _folded(name).startswith(wanted), word != name, _folded(name))
        found.append((rank, FoundService(pk, name, slug, "" if word == name else word, exact is not None)))
    return [service for _rank, service in sorted(found, key=lambda pair: pair[0])]


def _folded(text: str) -> str:
    return transcribe(text).casefold().strip()
