"""What pages of other kinds show of solutions: those on a service, and who uses them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Count, Q

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


def service_adopters(service_id: int, user: Any) -> list[dict[str, Any]]:
    """The municipalities that use such a solution, by name, with what they use and how: whom to ask."""
    solutions = SolutionPage.objects.visible_to(user).about_service(service_id)
    rows = (
        Adoption.objects.declared()
        .filter(solution__in=solutions.order_by().values("pk"))
        .order_by("municipality__sort_name", "municipality__ags", "solution__title")
        .values_list("municipality__name", "municipality__slug", "solution__title", "state")
    )
    adopters: dict[str, dict[str, Any]] = {}
    for name, slug, title, state in rows:
        entry = adopters.setdefault(slug, {"title": name, "url": f"/kommunen/{slug}/", "uses": []})
        entry["uses"].append(title if state == AdoptionState.RUNNING else f"{title} ({AdoptionState(state).label})")
    return [{**entry, "note": ", ".join(entry["uses"])} for entry in adopters.values()]
