"""Addresses for answers: signed, short, whatever the case of their letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from exchange.notifications.incoming.addresses import LIFETIME, read_token, reply_address

KEYS = st.integers(min_value=1, max_value=2**40 - 1)


@given(thread_id=KEYS, user_id=KEYS)
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_says_who_answers_where(thread_id: int, user_id: int) -> None:
    address = reply_address(thread_id, user_id)
    assert len(address.partition("@")[0]) <= 64
    for written in (address, address.upper(), address.title(), f" {address} "):
        token = read_token(written)
        assert (token.thread_id, token.user_id, token.is_expired) == (thread_id, user_id, False)


def test_every_changed_letter_is_seen() -> None:
    address = reply_address(17, 4)
    start = address.index("+") + 1
    for place in range(start, address.index("@")):
        for letter in "a7":
            if address[place] != letter:
                assert read_token(address[:place] + letter + address[place + 1 :]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "antwort@austausch.example.org",
        "antwort+@austausch.example.org",
        "antwort+{token}@woanders.example.org",
        "fragen+{token}@austausch.example.org",
        "antwort+{token}a@austausch.example.org",
        "antwort+0000000000000000000000000000000000000000@austausch.example.org",
        "antwort+ääääääääääääääääääääääääääääääääääääääää@austausch.example.org",
    ],
)
def test_others_say_nothing(wrong: str) -> None:
    token = reply_address(1, 2).partition("+")[2].partition("@")[0]
    assert read_token(wrong.format(token=token)) is None


@given(address=st.text(max_size=120))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_no_address(address: str) -> None:
    assert read_token(address) is None


def test_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda: today - LIFETIME)
    last, older = reply_address(1, 2), None
    monkeypatch.setattr(timezone, "localdate", lambda: today - LIFETIME - timedelta(days=1))
    older = reply_address(1, 2)
    monkeypatch.undo()
    assert read_token(last).is_expired is False
    assert read_token(older).is_expired is True


def test_a_new_key_keeps_what_was_sent(settings: Any) -> None:
    address = reply_address(1, 2)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "1" * 50
    assert read_token(address) is not None
    settings.SECRET_KEY_FALLBACKS = []
    assert read_token(address) is None


def test_without_a_domain_there_are_none(settings: Any) -> None:
    address = reply_address(1, 2)
    settings.REPLY_DOMAIN = ""
    assert reply_address(1, 2) is None
    assert read_token(address) is None
