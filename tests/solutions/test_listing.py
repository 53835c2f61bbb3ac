"""The list of solutions: facets, numbers, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from exchange.members.models import User
from exchange.solutions.adopting import adopt
from exchange.solutions.listing import PAGE_SIZE, solution_list
from exchange.solutions.models import SolutionPage
from tests.conftest import Cast
from tests.factories import adoption_values, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.fixture
def solutions(cast: Cast) -> list[SolutionPage]:
    """An open one, a proprietary one, one that says nothing; Lahr uses the second."""
    found = [
        make_solution(title="Alpha", licence="EUPL-1.2", categories=["help-desk"], services=[make_service()]),
        make_solution(title="Beta", licence="BUSL-1.1", categories=["help-desk", "survey"]),
        make_solution(title="Gamma"),
    ]
    adopt(
        municipality=cast.other.memberships.get().municipality,
        solution=found[1],
        actor=cast.other,
        values=adoption_values(operated_by="vendor"),
    )
    return found


def titles(address: str) -> list[str]:
    """The titles that the list shows at this address."""
    return [card.title for card in listed(address)["cards"]]


def listed(address: str) -> dict[str, Any]:
    """What the list shows at this address."""
    return solution_list(SolutionPage.objects.live(), QueryDict(address))


def numbers(address: str, name: str) -> dict[str, int]:
    """The numbers of a facet's values."""
    facet = next(facet for facet in listed(address)["facets"] if facet["name"] == name)
    return {option["value"]: option["count"] for option in facet["options"]}


def test_the_most_used_comes_first(solutions: list[SolutionPage]) -> None:
    """Then by name."""
    assert titles("") == ["Beta", "Alpha", "Gamma"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("quelloffen=open", ["Alpha"]),
        ("quelloffen=open&quelloffen=unknown", ["Alpha", "Gamma"]),
        ("kategorie=help-desk&betrieb=vendor", ["Beta"]),
        ("leistung=wohngeld", ["Alpha"]),
        ("kommune=lahr-schwarzwald", ["Beta"]),
        ("lizenz=EUPL-1.2&kommune=lahr-schwarzwald", []),
        ("kommune=gibt-es-nicht&page=99&unbekannt=1", ["Beta", "Alpha", "Gamma"]),
    ],
)
def test_facets_narrow(solutions: list[SolutionPage], address: str, expected: list[str]) -> None:
    """Values of one widen, different ones narrow; what does not exist counts as not given."""
    assert titles(address) == expected


def test_numbers_say_what_a_choice_would_leave(solutions: list[SolutionPage]) -> None:
    """A facet's own choice does not count in its numbers, that of others does."""
    assert numbers("", "kategorie") == {"help-desk": 2, "survey": 1}
    assert numbers("kategorie=survey", "kategorie") == {"survey": 1, "help-desk": 2}
    assert numbers("quelloffen=open", "kategorie") == {"help-desk": 1}


def test_pages(cast: Cast, browser_of: Browser) -> None:
    """Twenty on each."""
    for _number in range(PAGE_SIZE + 1):
        make_solution()
    assert len(titles("")) == PAGE_SIZE
    assert len(titles("page=2")) == 1
    assert browser_of(None).get("/loesungen/?page=2").status_code == 200
