"""Solutions side by side."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.members.models import User
from exchange.pages.models import Visibility
from exchange.reports.models import SoftwareUse
from exchange.solutions.adopting import adopt
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import adoption_values, make_report, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
ADDRESS = "/loesungen-vergleichen/"


def use(solution: SolutionPage, space: MunicipalityPage, cost: int, **fields: Any) -> None:
    """A report that names the solution and what it cost."""
    number = SoftwareUse.objects.count()
    make_report(
        space,
        slug=f"einsatz-{number}",
        title=f"Einsatz {number}",
        cost_once=Decimal(cost),
        software=[SoftwareUse(name=solution.title, solution=solution)],
        **fields,
    )


def test_what_is_compared(cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """Licence, use, size, connected software and the range of cost, in the order of the address."""
    alpha = make_solution(title="Alpha", slug="alpha", licence="EUPL-1.2", services=[make_service()])
    make_solution(title="Beta", slug="beta")
    adopt(
        municipality=kehl.member_municipality,
        solution=alpha,
        actor=cast.author,
        values=adoption_values(operated_by="vendor"),
        coupled=[{"name": "enaio", "worked": False, "note": ""}],
    )
    use(alpha, kehl, 1_000)
    use(alpha, kehl, 12_500)
    use(alpha, kehl, 99_000, visibility=Visibility.MEMBERS)
    page = browser_of(None).get(f"{ADDRESS}?loesung=beta&loesung=alpha&loesung=alpha&loesung=gibt-es-nicht")
    content = page.content.decode()
    for text in ("EUPL-1.2", "Quelloffen", "Im Einsatz: 1", ": gescheitert", "Wohngeld"):
        assert text in content
    assert "1.000\u00a0€ bis 12.500\u00a0€" in content
    assert content.index("Beta") < content.index("Alpha")
    assert "bis 99.000" in browser_of(cast.other).get(f"{ADDRESS}?loesung=alpha").content.decode()


def test_members_solutions_are_not_there_for_others(cast: Cast, browser_of: Browser) -> None:
    """Neither in the table nor in the choice."""
    make_solution(title="Zirkonpult", slug="zirkonpult", visibility=Visibility.MEMBERS)
    for name, user in cast.everybody.items():
        for address in (f"{ADDRESS}?loesung=zirkonpult", ADDRESS):
            found = "Zirkonpult" in browser_of(user).get(address).content.decode()
            assert found is (name in cast.members), name


def test_no_more_than_four(cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """And four cost no more queries than one."""
    slugs = [make_solution().slug for _number in range(6)]
    for solution in SolutionPage.objects.all():
        adopt(municipality=kehl.member_municipality, solution=solution, actor=cast.author, values=adoption_values())
    browser = browser_of(cast.other)

    def queries(number: int) -> int:
        address = ADDRESS + "?" + "&".join(f"loesung={slug}" for slug in slugs[:number])
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            content = browser.get(address).content.decode()
        assert content.count('<th scope="col">') == min(number, 4)
        return len(captured)

    assert queries(6) <= queries(1)


@pytest.mark.parametrize("query", ["", "?loesung=", "?loesung=%00", "?loesung=a&loesung=b", "?loesung=" + "x" * 3000])
def test_whatever_is_in_the_address(cast: Cast, browser_of: Browser, query: str) -> None:
    """It is a page."""
    assert browser_of(None).get(ADDRESS + query).status_code == 200


def test_report_and_solution_name_each_other(cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """Where the reader may see the other one."""
    hidden = make_solution(title="Zirkonpult", slug="zirkonpult", visibility=Visibility.MEMBERS)
    shown = make_solution(title="Alpha", slug="alpha")
    use(shown, kehl, 10)
    use(hidden, kehl, 10)
    use(shown, kehl, 10, visibility=Visibility.MEMBERS)
    visitor, member = browser_of(None), browser_of(cast.other)
    assert '<a href="/loesungen/alpha/">Alpha</a>' in visitor.get("/kommunen/kehl/einsatz-0/").content.decode()
    assert "/loesungen/zirkonpult/" not in visitor.get("/kommunen/kehl/einsatz-1/").content.decode()
    assert "/loesungen/zirkonpult/" in member.get("/kommunen/kehl/einsatz-1/").content.decode()
    assert "Einsatz 0" in visitor.get("/loesungen/alpha/").content.decode()
    assert "Einsatz 2" not in visitor.get("/loesungen/alpha/").content.decode()
    assert "Einsatz 2" in member.get("/loesungen/alpha/").content.decode()
