"""Adopters on the page of a solution, made once for each content, as cards are (see ``exchange.pages.cards``)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from exchange.solutions.models import Adoption

KEPT = 2_000  # adopters in each process, about 1 kB each


class Coupled(NamedTuple):
    """Specialist software that is connected, or that could not be."""

    name: str
    worked: bool
    note: str


@dataclass(frozen=True, slots=True)
class Adopter:
    """All that is shown of an adoption. ``contact_mail`` is empty for visitors; ``can_be_asked`` is for everybody."""

    solution_slug: str
    municipality: str
    municipality_slug: str
    space_url: str
    population: int | None
    state: str
    state_label: str
    is_alike: bool
    use_case: str
    version: str
    since: date | None
    operated_by: str
    coupled: tuple[Coupled, ...]
    contact_role: str
    contact_mail: str
    can_be_asked: bool


def adopter_of(adoption: Adoption, solution_slug: str, *, is_member: bool) -> Adopter:
    """What a member or a visitor is shown of this adoption; no query where its relations have been fetched."""
    municipality = adoption.municipality
    return Adopter(
        solution_slug=solution_slug,
        municipality=municipality.name,
        municipality_slug=municipality.slug,
        space_url=adoption.space_url,
        population=municipality.population,
        state=adoption.state,
        state_label=adoption.get_state_display(),
        is_alike=adoption.is_alike,
        use_case=adoption.use_case,
        version=adoption.version,
        since=adoption.since,
        operated_by=adoption.get_operated_by_display() if adoption.operated_by else "",
        coupled=tuple(Coupled(each.name, each.worked, each.note) for each in adoption.coupled.all()),
        contact_role=adoption.contact_role,
        contact_mail=adoption.contact_mail if is_member else "",
        can_be_asked=bool(adoption.contact_mail),
    )


@lru_cache(maxsize=KEPT)
def render_adopter(adopter: Adopter) -> SafeString:
    """The HTML of an adopter, an item of a list."""
    return render_to_string("solutions/adopter.html", {"adopter": adopter})
