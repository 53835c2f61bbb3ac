"""A service on which nobody has reported: who plans it, and whom one can ask by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.pages.models import Visibility
from exchange.reports.enums import Status
from exchange.solutions.adopting import adopt
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import adoption_values, make_report, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.fixture
def service(cast: Cast) -> Service:
    """A service without any report, with a neighbour in its topic field."""
    return make_service()


def use(solution: SolutionPage, municipality: Municipality, editor: User, **values: str) -> None:
    """Say that the municipality uses it."""
    adopt(municipality=municipality, solution=solution, actor=editor, values=adoption_values(**values))


def page_of(service: Service, browser: Client) -> str:
    """The page of the service as this person sees it."""
    return browser.get(service.get_absolute_url()).content.decode()


def neighbour_of(service: Service) -> Service:
    """Another service of the same topic field."""
    return Service.objects.filter(topic_field=service.topic_field).exclude(pk=service.pk).order_by("pk")[0]


def test_it_names_roles_and_leads_to_them(
    service: Service, cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser
) -> None:
    """Users of a solution for it, those who plan with one, and authors in its topic field."""
    solution = make_solution(title="Wohngeldpult", slug="wohngeldpult", services=[service])
    use(solution, lahr.municipality, cast.editor, contact_role="Sozialamt Lahr")
    use(solution, kehl.municipality, cast.editor, state="planned", contact_role="IT in Kehl")
    make_report(
        kehl, title="Nebenan gelungen", slug="nebenan", contact_role="Hauptamt Kehl", services=[neighbour_of(service)]
    )
    page = page_of(service, browser_of(None))
    plans, asked = page[page.index('id="planung"') :], page[page.index('id="fragen"') :]
    plans = plans[: plans.index("</section>")]
    assert "IT in Kehl" in plans
    assert "Sozialamt Lahr" not in plans
    for text in ("Sozialamt Lahr", "Hauptamt Kehl", "Nebenan gelungen", "/kommunen/kehl/nebenan/", "/kommunen/kehl/"):
        assert text in asked
    assert "IT in Kehl" not in asked
    assert reverse("solutions:ask", args=["wohngeldpult", "lahr-schwarzwald"]) in asked
    assert reverse("solutions:ask", args=["wohngeldpult", "kehl"]) in plans


def test_a_planned_report_is_a_plan(service: Service, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """And where somebody has reported, nobody is told to ask elsewhere."""
    make_report(kehl, title="Noch ein Plan", status=Status.PLANNED, services=[service])
    page = page_of(service, browser_of(None))
    plans = page[page.index('id="planung"') :]
    assert "Noch ein Plan" in plans[: plans.index("</section>")]
    assert 'id="fragen"' not in page


def test_what_is_for_members_is_not_named_to_others(
    service: Service, cast: Cast, kehl: MunicipalityPage, browser_of: Browser
) -> None:
    """Neither the report nor its municipality, nor whoever uses a solution for members."""
    hidden = make_solution(title="Zirkonpult", services=[service], visibility=Visibility.MEMBERS)
    use(hidden, kehl.municipality, cast.editor, contact_role="Gneisamt")
    use(hidden, Municipality.objects.get(slug="lahr-schwarzwald"), cast.editor, state="planned")
    make_report(kehl, title="Zirkonbericht", services=[neighbour_of(service)], visibility=Visibility.MEMBERS)
    for name, user in cast.everybody.items():
        page = page_of(service, browser_of(user))
        for word in ("Zirkonpult", "Gneisamt", "Zirkonbericht", 'id="fragen"', 'id="planung"'):
            assert (word in page) is (name in cast.members), (name, word)


def test_it_costs_the_same_for_many(service: Service, cast: Cast, kehl: MunicipalityPage, browser_of: Browser) -> None:
    """The number of queries does not grow with those who can be asked, and not all of them are listed."""
    solution, neighbour, counts = make_solution(services=[service]), neighbour_of(service), []
    towns = iter(Municipality.objects.order_by("ags"))
    for _round in range(2):
        for _each in range(3):
            town = next(towns)
            use(solution, town, cast.editor)
            make_report(kehl, services=[neighbour], municipality=town)
        cache.clear()
        browser = browser_of(None)
        browser.get("/leistungen/")
        with CaptureQueriesContext(connection) as captured:
            page_of(service, browser)
        counts.append(len(captured))
    assert counts[0] == counts[1]
