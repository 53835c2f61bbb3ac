"""What keeps machines away: time, tokens, work, limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from exchange.citizens import proof
from exchange.citizens.limits import (
    MOST_BY_ONE_ADDRESS,
    MOST_FROM_ONE_PLACE,
    MOST_WITHOUT_WORK,
    count_question,
)
from exchange.citizens.models import CitizenQuestion
from exchange.guard import TooManyError, form_token, network_of, read_form_token
from exchange.members.models import User
from exchange.reports.models import ReportPage
from tests.citizens.values import QUESTION, filled_in, work_for

Browser = Callable[[User | None], Client]
Opened = Callable[..., str]
BITS = 8


@pytest.fixture(autouse=True)
def _little_work(settings: Any) -> None:
    settings.QUESTION_WORK_BITS = BITS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "works", "stored"), [(1, True, False), (5, True, True), (5, False, False), (20, False, True)]
)
def test_a_form_takes_its_time(
    seconds: float, works: bool, stored: bool, form: str, opened: Opened, browser_of: Browser
) -> None:
    """Less with the work done; one who was too quick sends the same form again a little later."""
    token = opened(seconds)
    page = browser_of(None).post(form, filled_in(token, work=work_for(token, BITS) if works else ""))
    assert (page.status_code == 302) is stored
    assert CitizenQuestion.objects.exists() is stored
    if not stored:
        assert "Das ging sehr schnell" in page.content.decode()
        assert QUESTION in page.content.decode()
        assert page.context["form"].token == token


@pytest.mark.django_db
def test_a_form_that_was_open_for_too_long_gets_a_new_token(
    form: str, opened: Opened, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so does one whose token was forged; the text stays."""
    token = opened()
    with monkeypatch.context() as patch:
        patch.setattr("exchange.citizens.forms.FORM_SECONDS", -1)
        expired = browser_of(None).post(form, filled_in(token))
    forged = browser_of(None).post(form, filled_in(token[:-3] + "xyz"))
    for page in (expired, forged):
        assert "war lange geöffnet" in page.content.decode()
        assert QUESTION in page.content.decode()
        assert page.context["form"].token != token
    assert not CitizenQuestion.objects.exists()


def test_tokens_hold_for_their_subject_and_time_only() -> None:
    token = form_token("sieben")
    assert read_form_token(token, "sieben", seconds=9) is not None
    assert read_form_token(token, "acht", seconds=9) is None
    assert read_form_token(token.swapcase(), "sieben", seconds=9) is None
    assert read_form_token(token, "sieben", seconds=-1) is None


def test_networks() -> None:
    """A household is one; IPv4 in the clothes of IPv6 is not one network for all."""
    assert network_of("2001:db8:1:2::7") == network_of("2001:db8:1:2:ffff::1") != network_of("2001:db8:1:3::7")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7") != network_of("::ffff:192.0.2.8")
    assert network_of("keine") == "keine"


@pytest.mark.django_db
def test_a_token_is_good_for_one_question(form: str, opened: Opened, browser_of: Browser) -> None:
    token = opened()
    assert browser_of(None).post(form, filled_in(token)).status_code == 302
    page = browser_of(None).post(form, filled_in(token, text="Noch etwas?"))
    assert "schon einmal abgesendet" in page.content.decode()
    assert "Noch etwas?" in page.content.decode()
    assert page.context["form"].token != token
    assert CitizenQuestion.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "-1", "²", "1" * 16, "12 ", "\0"])
def test_work_is_checked(wrong: str, settings: Any) -> None:
    token = form_token("eins")
    right = work_for(token, BITS)
    assert proof.is_done(token, right)
    assert not proof.is_done(token, wrong)
    assert not proof.is_done(token + "x", right) or work_for(token + "x", BITS) == right
    settings.QUESTION_WORK_BITS = 0
    assert not proof.is_done(token, right)


@pytest.mark.django_db
def test_the_site_may_ask_for_no_work(form: str, settings: Any, browser_of: Browser) -> None:
    settings.QUESTION_WORK_BITS = 0
    assert 'data-work="0"' in browser_of(None).get(form).content.decode()


def test_a_place_has_so_many_questions_an_hour() -> None:
    def ask(address: str, number: int, *, worked: bool = True) -> None:
        count_question(address=address, email=f"person{number}@privat.example", worked=worked)

    for number in range(MOST_FROM_ONE_PLACE):
        ask("192.0.2.1", number)
    with pytest.raises(TooManyError):
        ask("192.0.2.1", 99)
    ask("192.0.2.2", 100)
    for number in range(MOST_WITHOUT_WORK):
        ask("192.0.2.3", 200 + number, worked=False)
    with pytest.raises(TooManyError):
        ask("192.0.2.3", 299, worked=False)
    # A household with IPv6 chooses the second half of its address.
    for number in range(MOST_FROM_ONE_PLACE):
        ask(f"2001:db8:1:2::{number}", 300 + number)
    with pytest.raises(TooManyError):
        ask("2001:db8:1:2:ffff::1", 399)
    ask("kein Adresse", 400)


def test_a_mailbox_has_so_many_mails_a_day() -> None:
    """However its address is written, and wherever the questions come from."""
    for number, written in enumerate(("a@privat.example", "A@Privat.example", "a+b@privat.example")):
        count_question(address=f"192.0.2.{number}", email=written, worked=True)
    assert MOST_BY_ONE_ADDRESS == 3
    with pytest.raises(TooManyError):
        count_question(address="192.0.2.99", email="a+c@privat.example", worked=True)


def test_counters_name_nobody() -> None:
    count_question(address="192.0.2.7", email="frieda@privat.example", worked=False)
    keys = " ".join(str(key) for key in cache._cache)  # type: ignore[attr-defined]
    assert "guard:question" in keys
    assert "192.0.2.7" not in keys
    assert "frieda" not in keys


@pytest.mark.django_db
def test_one_too_many_is_told_and_can_be_sent_later(
    form: str, report: ReportPage, opened: Opened, browser_of: Browser
) -> None:
    for number in range(MOST_WITHOUT_WORK):
        assert browser_of(None).post(form, filled_in(opened(), email=f"p{number}@privat.example")).status_code == 302
    token = opened()
    page = browser_of(None).post(form, filled_in(token))
    assert "vorerst keine weiteren Fragen" in page.content.decode()
    assert QUESTION in page.content.decode()
    assert CitizenQuestion.objects.count() == MOST_WITHOUT_WORK
    cache.clear()
    assert browser_of(None).post(form, filled_in(page.context["form"].token)).status_code == 302
