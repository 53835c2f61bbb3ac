"""The form: who may ask whom about what, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from exchange.citizens.asking import ask_question, askable_municipalities
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from exchange.solutions.adopting import adopt, withdraw
from exchange.solutions.models import Adoption, SolutionPage
from exchange.spaces.models import MunicipalityPage
from tests.citizens.values import MAIL, QUESTION, filled_in
from tests.conftest import OFFENBURG, Cast
from tests.factories import adoption_values, make_report, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
Opened = Callable[..., str]


@pytest.fixture
def solution(cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage) -> SolutionPage:
    """Kehl and Lahr use it, and Offenburg, which has no space."""
    page = make_solution(title="Zammad", slug="zammad")
    for municipality in (kehl.municipality, lahr.municipality, Municipality.objects.get(ags=OFFENBURG)):
        adopt(municipality=municipality, solution=page, actor=cast.administrator, values=adoption_values())
    return page


def test_everybody_may_ask(cast: Cast, form: str, opened: Opened, browser_of: Browser) -> None:
    """The whole cast, with or without an account; the question is stored and shows nowhere."""
    for name, user in cast.everybody.items():
        browser = browser_of(user)
        assert browser.get(form).status_code == 200, name
        answer = browser.post(
            form, filled_in(opened(), email=f"{name}@privat.example"), REMOTE_ADDR=f"10.0.0.{len(name)}"
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, "/rueckfrage/gesendet/"), name
    assert CitizenQuestion.objects.filter(state=State.UNCONFIRMED).count() == len(cast.everybody)
    assert not CitizenQuestion.objects.visible_to(AnonymousUser()).exists()


def test_the_form_is_never_kept(form: str, report: ReportPage, browser_of: Browser) -> None:
    """Each visitor gets a token of their own; the page of the report stays one that is kept."""
    first, second = browser_of(None).get(form), browser_of(None).get(form)
    assert first.context["form"].token != second.context["form"].token
    assert "no-store" in first.headers["Cache-Control"]
    shown = browser_of(None).get(report.list_url)
    assert form in shown.content.decode()
    assert not shown.cookies


def test_a_link_goes_to_the_asker(
    form: str, opened: Opened, browser_of: Browser, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    """One mail, which cannot be answered and repeats nothing that was typed: the address may be anybody's."""
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        browser_of(None).post(form, filled_in(opened(), name="Kaufen Sie jetzt", show_name="on"))
    (sent,) = mail.outbox
    assert sent.to == [MAIL]
    assert sent.reply_to == []
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.subject == "Bitte bestätigen Sie Ihre Rückfrage an Kehl"
    assert "http://testserver/rueckfrage/bestaetigen/" in sent.body
    assert "Wohngeld online" in sent.body
    assert QUESTION not in sent.body
    assert "Kaufen" not in sent.body


def test_what_is_wrong_is_told_and_nothing_is_lost(form: str, opened: Opened, browser_of: Browser) -> None:
    sent = {"token": opened(), "text": "", "email": "keine Adresse", "name": "", "show_name": "on"}
    page = browser_of(None).post(form, sent)
    assert page.status_code == 200
    text = page.content.decode()
    for message in ("Bitte schreiben Sie Ihre Frage auf.", "gültige E-Mail-Adresse", "Bitte geben Sie den Namen an"):
        assert message in text
    assert "keine Adresse" in text
    assert sent["token"] in text
    assert not CitizenQuestion.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "x" * 2_001),
        ("text", "mit\0Null"),
        ("text", "   \r\n \u2028 "),
        ("email", "a@b.example\r\nBcc: c@d.example"),
        ("email", "x" * 250 + "@privat.example"),
        ("email", "\ud800@privat.example".encode("utf-8", "surrogatepass")),
        ("name", "n" * 81),
        ("website", "https://spam.example"),
        ("token", ""),
        ("token", "\0"),
        ("token", "a:b:c"),
        ("token", "ä" * 5_000),
    ],
)
def test_hostile_input_is_answered_with_the_form(
    field: str, value: str, form: str, opened: Opened, browser_of: Browser
) -> None:
    page = browser_of(None).post(form, filled_in(opened()) | {field: value})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not CitizenQuestion.objects.exists()


def test_texts_are_plain(form: str, opened: Opened, browser_of: Browser) -> None:
    """Line ends of browsers count once, signs that turn the writing direction go, mark-up stays text."""
    text = "a" * 1_000 + "\r\n\r\n\r\n\r\n" + "b" * 990 + "\u202e<b>"
    assert browser_of(None).post(form, filled_in(opened(), text=text)).status_code == 302
    stored = CitizenQuestion.objects.get()
    assert stored.text == "a" * 1_000 + "\n\n" + "b" * 990 + "<b>"
    assert not stored.show_name
    assert stored.asker == "Bürgerin oder Bürger"


@pytest.mark.parametrize("page_id", [0, 999_999_999, 10**30])
def test_pages_that_are_not_there(page_id: int, site: object, browser_of: Browser) -> None:
    assert browser_of(None).get(f"/rueckfrage/{page_id}/").status_code == 404


def test_only_public_pages_have_questions(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """Members-only and unpublished ones answer 404 to everybody, and so do pages of other kinds."""
    hidden = make_report(kehl, visibility=Visibility.MEMBERS)
    draft = make_report(kehl, live=False)
    for page in (hidden, draft, kehl, kehl.get_parent()):
        address = reverse("citizens:ask", args=[page.pk])
        for user in (cast.editor, cast.author, None):
            assert browser_of(user).get(address).status_code == 404
            assert browser_of(user).post(address, {"text": "?"}).status_code == 404
    assert (
        reverse("citizens:ask", args=[hidden.pk]) not in browser_of(cast.author).get(hidden.list_url).content.decode()
    )
    with pytest.raises(PermissionDenied):
        ask_question(page=hidden, municipality=kehl.municipality, email=MAIL, text=QUESTION)


def test_of_a_solution_one_asks_those_who_use_it(
    solution: SolutionPage, kehl: MunicipalityPage, lahr: MunicipalityPage, opened: Opened, browser_of: Browser
) -> None:
    """The visitor chooses among those that have a space; the address may name one."""
    address = reverse("citizens:ask", args=[solution.pk])
    assert address in browser_of(None).get(solution.list_url).content.decode()
    page = browser_of(None).get(f"{address}?kommune={lahr.slug}")
    assert [slug for slug, _name in page.context["form"].fields["municipality"].choices] == ["", "kehl", lahr.slug]
    assert f'<option value="{lahr.slug}" selected>' in page.content.decode()
    token = opened(page_id=solution.pk)
    for wrong in ({}, {"municipality": "offenburg"}, {"municipality": "\0"}):
        answer = browser_of(None).post(address, filled_in(token, **wrong))
        assert "municipality" in answer.context["form"].errors
        assert QUESTION in answer.content.decode()
    assert browser_of(None).post(address, filled_in(token, municipality=lahr.slug)).status_code == 302
    assert CitizenQuestion.objects.get().municipality == lahr.municipality
    Adoption.objects.filter(municipality=lahr.municipality).update(withdrawn_on="2026-01-01")
    assert askable_municipalities(solution) == [kehl.municipality]


def test_a_solution_that_nobody_uses(solution: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    for adoption in solution.adoptions.all():
        withdraw(adoption=adoption, actor=cast.administrator)
    address = reverse("citizens:ask", args=[solution.pk])
    assert browser_of(None).get(address).status_code == 404
    assert address not in browser_of(None).get(solution.list_url).content.decode()
