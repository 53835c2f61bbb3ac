"""„Nutzen wir auch“: declaring, changing, withdrawing, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.members.models import Membership, User
from exchange.members.roles import Role
from exchange.municipalities.models import Municipality
from exchange.solutions.adopting import adopt, withdraw
from exchange.solutions.models import Adoption, SolutionPage
from exchange.solutions.presentation import adopters_of, distance_km
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from tests.conftest import KEHL, LAHR, OFFENBURG, Cast
from tests.factories import adoption_values, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


@pytest.fixture
def solution(site: HomePage) -> SolutionPage:
    """A solution that nobody uses yet."""
    return make_solution(title="Zammad", slug="zammad")


def town(ags: str) -> Municipality:
    """The municipality with this key."""
    return Municipality.objects.get(ags=ags)


def posted(**values: Any) -> dict[str, Any]:
    """What a browser sends."""
    rows = {"fachverfahren-TOTAL_FORMS": "2", "fachverfahren-INITIAL_FORMS": "0"}
    empty = {f"fachverfahren-{row}-{name}": "" for row in range(2) for name in ("name", "note")}
    worked = {f"fachverfahren-{row}-worked": "True" for row in range(2)}
    form = {name: value if value is not None else "" for name, value in adoption_values().items()}
    return {**rows, **empty, **worked, **form, **values}


def test_a_member_declares_with_one_form(solution: SolutionPage, author: User, browser_of: Browser) -> None:
    """What was typed stands on the page; the history has it."""
    address = reverse("solutions:adopt", args=["zammad"])
    browser = browser_of(author)
    assert browser.get(address).status_code == 200
    row = {"fachverfahren-0-name": "enaio", "fachverfahren-0-worked": "False", "fachverfahren-0-note": "Nur per Export"}
    answer = browser.post(address, posted(use_case="Sammelpostfach des Bürgerbüros", version="6.4", **row))
    assert answer.status_code == 302
    page = browser_of(None).get(solution.list_url).content.decode()
    for text in ("Kehl", "Sammelpostfach des Bürgerbüros", "Version 6.4", "enaio: Anbindung gescheitert"):
        assert text in page
    adoption = Adoption.objects.get()
    assert [change.by for change in adoption.changes.all()] == [author]


def test_it_can_be_changed_and_withdrawn(solution: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """By every member of the municipality; the history stays, and so does the entry for another time."""
    address = reverse("solutions:adopt", args=["zammad"])
    browser_of(cast.author).post(address, posted())
    colleague = browser_of(cast.colleague)
    colleague.post(address, posted(state="given_up", use_case="Zu aufwendig für uns"))
    assert Adoption.objects.get().state == "given_up"
    colleague.post(reverse("solutions:withdraw", args=["zammad"]), {"kommune": "kehl"})
    adoption = Adoption.objects.get()
    assert adoption.withdrawn_on == timezone.localdate()
    assert [change.withdrawn for change in adoption.changes.all()] == [True, False, False]
    assert "Zu aufwendig für uns" not in browser_of(None).get(solution.list_url).content.decode()
    colleague.post(address, posted())
    assert Adoption.objects.get().withdrawn_on is None


def test_whom_the_form_is_for(solution: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """Members of a municipality; an editor without one and outsiders get 404, visitors the sign-in."""
    address = reverse("solutions:adopt", args=["zammad"])
    for name, user in cast.everybody.items():
        expected = {"visitor": 302, "outsider": 404, "editor": 404, "administrator": 404}.get(name, 200)
        assert browser_of(user).get(address).status_code == expected, name
        withdrawn = browser_of(user).post(reverse("solutions:withdraw", args=["zammad"]), {"kommune": "kehl"})
        assert withdrawn.status_code == (302 if name == "visitor" else 404), name


def test_nobody_speaks_for_another_municipality(solution: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """Neither by the form nor by the services behind it."""
    address = reverse("solutions:adopt", args=["zammad"])
    assert browser_of(cast.author).post(address, posted(kommune="lahr-schwarzwald")).status_code == 404
    browser_of(cast.author).post(address, posted(kommune="kehl"))
    assert Adoption.objects.get().municipality == town(KEHL)
    with pytest.raises(PermissionDenied):
        adopt(municipality=town(LAHR), solution=solution, actor=cast.author, values=adoption_values())
    with pytest.raises(PermissionDenied):
        withdraw(adoption=Adoption.objects.get(), actor=cast.other)
    answer = browser_of(cast.other).post(reverse("solutions:withdraw", args=["zammad"]), {"kommune": "kehl"})
    assert answer.status_code == 404
    assert Adoption.objects.declared().count() == 1


def test_who_belongs_to_two_chooses(solution: SolutionPage, author: User, browser_of: Browser) -> None:
    """A member of two municipalities says for which one."""
    Membership.objects.create(user=author, municipality=town(LAHR), role=Role.AUTHOR)
    browser = browser_of(author)
    address = reverse("solutions:adopt", args=["zammad"])
    assert "Lahr/Schwarzwald und Zammad" in browser.get(f"{address}?kommune=lahr-schwarzwald").content.decode()
    browser.post(address, posted(kommune="lahr-schwarzwald"))
    assert Adoption.objects.get().municipality == town(LAHR)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"state": "erfunden"}, "erfunden"),
        ({"contact_role": ""}, "Dieses Feld muss ausgefüllt werden"),
        ({"contact_mail": "keine-adresse"}, "gültige E-Mail-Adresse"),
        ({"since": "gestern"}, "gültiges Datum"),
        ({"since": (timezone.localdate() + timedelta(days=40)).isoformat()}, "liegt in der Zukunft"),
        ({"version": "x" * 51}, "50"),
        ({"fachverfahren-TOTAL_FORMS": "viele"}, "Nicht alle Zeilen sind angekommen"),
        ({"fachverfahren-0-note": "Nur per Export"}, "Zu welchem Fachverfahren gehört die Anmerkung"),
        ({"fachverfahren-1-name": "enaio", "fachverfahren-1-worked": "vielleicht"}, "vielleicht"),
        ({"use_case": "a\0b"}, "Null"),
    ],
)
def test_what_is_wrong_is_told_beside_it(
    solution: SolutionPage, author: User, browser_of: Browser, values: dict[str, str], message: str
) -> None:
    """And what was typed stays."""
    sent = posted(use_case="Das bleibt stehen") | values
    answer = browser_of(author).post(reverse("solutions:adopt", args=["zammad"]), sent)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert "use_case" in values or "Das bleibt stehen" in answer.content.decode()
    assert not Adoption.objects.exists()


def test_the_database_keeps_one_for_each_pair(solution: SolutionPage, cast: Cast) -> None:
    """Also against whoever writes past the services."""
    values = {"municipality": town(KEHL), "solution": solution, "state": "running"}
    Adoption.objects.create(**values)
    for wrong in (values, {**values, "municipality": town(LAHR), "state": "erfunden"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adoption.objects.create(**wrong)


def test_municipalities_like_mine_come_first(solution: SolutionPage, offenburg: MunicipalityPage, cast: Cast) -> None:
    """For Kehl a town of its size before a village; for visitors those that run it before those that plan it."""
    village = Municipality.objects.filter(population__lt=3_000).order_by("ags")[0]
    for municipality, state in ((village, "running"), (town(LAHR), "planned"), (town(OFFENBURG), "given_up")):
        adopt(municipality=municipality, solution=solution, actor=cast.editor, values=adoption_values(state=state))
    mine = [adoption.municipality.name for adoption in adopters_of(solution, [town(KEHL).pk])]
    assert mine.index(town(LAHR).name) < mine.index(village.name)
    assert [adoption.state for adoption in adopters_of(solution, [])] == ["running", "planned", "given_up"]


def test_a_long_list_is_shown_on_demand(solution: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """Twelve at first, all by a link, the number always."""
    for municipality in Municipality.objects.order_by("ags")[:15]:
        adopt(municipality=municipality, solution=solution, actor=cast.editor, values=adoption_values())
    first = browser_of(None).get(solution.list_url).content.decode()
    everything = browser_of(None).get(f"{solution.list_url}?alle=1").content.decode()
    assert (first.count('class="adopter"'), everything.count('class="adopter"')) == (12, 15)
    assert '<span class="count">15</span>' in first


def test_distance() -> None:
    """Kehl and Offenburg lie some 17 km apart."""
    assert 14 < distance_km(town(KEHL), town(OFFENBURG)) < 20
    nowhere = Municipality(name="Irgendwo")
    assert distance_km(town(KEHL), nowhere) > 10_000


def test_as_many_rows_as_one_needs(solution: SolutionPage, author: User, browser_of: Browser) -> None:
    """The button gives one more, keeps what was typed, and says nothing yet about what is missing."""
    address = reverse("solutions:adopt", args=["zammad"])
    browser = browser_of(author)
    sent = posted(contact_role="", use_case="Halb fertig", since="gestern")
    for number in range(3):
        sent |= {f"fachverfahren-{number}-name": f"Verfahren {number}", f"fachverfahren-{number}-worked": "False"}
        sent |= {"fachverfahren-TOTAL_FORMS": str(number + 1), "weitere": "1"}
        answer = browser.post(address, sent)
        content = answer.content.decode()
        assert answer.context["formset"].total_form_count() == number + 2
        for text in ("Halb fertig", "gestern", *(f"Verfahren {each}" for each in range(number + 1))):
            assert text in content
        assert content.count('<option value="False" selected>') == number + 1
        assert 'role="alert"' not in content
    assert not Adoption.objects.exists()
    del sent["weitere"]
    browser.post(address, sent | {"contact_role": "Hauptamt", "since": ""})
    names = [each.name for each in Adoption.objects.get().coupled.all()]
    assert names == ["Verfahren 0", "Verfahren 1", "Verfahren 2"]
    assert "Verfahren 2" in browser.get(address).content.decode()


def test_an_endless_form_is_refused(solution: SolutionPage, author: User, browser_of: Browser) -> None:
    """More rows than anybody needs are neither stored nor given."""
    address = reverse("solutions:adopt", args=["zammad"])
    rows = {f"fachverfahren-{row}-name": f"Verfahren {row}" for row in range(60)}
    rows |= {f"fachverfahren-{row}-worked": "True" for row in range(60)}
    sent = posted(**rows, **{"fachverfahren-TOTAL_FORMS": "100000"})
    for button in ({}, {"weitere": "1"}):
        answer = browser_of(author).post(address, sent | button)
        assert answer.status_code == 200
        assert answer.context["formset"].total_form_count() <= 41
    assert not Adoption.objects.exists()
