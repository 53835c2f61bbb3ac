"""What pages of other kinds show of solutions: those on a service, and who uses them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from exchange.pages.cards import Card, read_cards
from exchange.solutions.enums import AdoptionState
from exchange.solutions.listing import adopters_note
from exchange.solutions.logos import logo_file, logo_url
from exchange.solutions.models import Adoption, SolutionPage


def service_solutions(service_id: int, user: Any) -> list[Card]:
    """The solutions on a service that this person may read, the most used first, with how many use each."""
    solutions = (
        SolutionPage.objects.visible_to(user)
        .about_service(service_id)
        .annotate(users=Count("adoptions", filter=Q(adoptions__withdrawn_on=None)))
        .order_by("-users", "title", "pk")
    )
    rows = list(solutions.annotate(logo_file=logo_file()).values_list("users", "logo_file"))
    cards = read_cards(solutions)
    return [
        replace(card, published_on=None, note=adopters_note(users), picture=logo_url(logo))
        for card, (users, logo) in zip(cards, rows, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Use:
    """That a municipality uses a solution, how, and whom to ask there; ``ask_url`` is empty where nobody is named."""

    solution: str
    solution_url: str
    state: AdoptionState
    contact_role: str
    ask_url: str

    def __str__(self) -> str:
        return self.solution if self.state == AdoptionState.RUNNING else f"{self.solution} ({self.state.label})"


@dataclass(frozen=True, slots=True)
class Adopter:
    """A municipality with its uses of solutions on a service; title, url and note as lists of chips want them."""

    title: str
    url: str
    uses: list[Use] = field(default_factory=list)

    @property
    def note(self) -> str:
        """What it uses and how."""
        return ", ".join(map(str, self.uses))


def service_adopters(service_id: int, user: Any) -> list[Adopter]:
    """The municipalities that use a solution on the service, by name, with what they use and how: whom to ask."""
    solutions = SolutionPage.objects.visible_to(user).about_service(service_id)
    rows = (
        Adoption.objects.declared()
        .filter(solution__in=solutions.order_by().values("pk"))
        .select_related("municipality", "solution")
        .order_by("municipality__sort_name", "municipality__ags", "solution__title")
    )
    adopters: dict[str, Adopter] = {}
    for each in rows:
        town, solution = each.municipality, each.solution
        adopter = adopters.setdefault(town.slug, Adopter(town.name, each.space_url))
        ask_url = reverse("solutions:ask", args=[solution.slug, town.slug]) if each.contact_mail else ""
        state = AdoptionState(each.state)
        adopter.uses.append(Use(solution.title, solution.list_url, state, each.contact_role, ask_url))
    return list(adopters.values())
