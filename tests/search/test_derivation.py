"""Verbs and the nouns that come of them."""

from __future__ import annotations

import pytest

from search.analysis import forms
from search.derivation import relatives, verb_of


@pytest.mark.parametrize(
    ("word", "verb"),
    [
        ("digitalisierung", "digitalisieren"),
        ("zahlung", "zahlen"),
        ("verlängerung", "verlängern"),
        ("entwicklung", "entwickeln"),
        ("förderung", "fördern"),
        ("entsorgt", "entsorgen"),
        ("abgeholte", "abholen"),
        ("gereinigt", "reinigen"),
    ],
)
def test_nouns_and_participles_have_their_verb(word: str, verb: str) -> None:
    assert verb_of(word) == verb


@pytest.mark.parametrize(
    "word",
    ["schulung", "satzung", "zeitung", "arbeit", "gebiet", "garten", "stadt", "ung", "te", "", "ieren"],
)
def test_words_of_their_own_stay_what_they_are(word: str) -> None:
    assert verb_of(word) == word


@pytest.mark.parametrize(
    ("noun", "verb"),
    [("Information", "informieren"), ("Kontrolle", "kontrollieren"), ("Protest", "protestieren")],
)
def test_relatives_are_parts_of_each_other(noun: str, verb: str) -> None:
    assert forms(noun).term in forms(verb).parts
    assert forms(verb).term in forms(noun).parts
    assert forms(noun).term != forms(verb).term


def test_most_words_have_no_relatives() -> None:
    assert [word for word in ("rathaus", "hund", "reparieren", "papieren", "", "e") if relatives(word)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Digitalisierung", "digitalisiert"),
        ("Zahlungen", "zahlen"),
        ("Verlängerung", "verlängert"),
        ("Reinigung", "gereinigt"),
        ("Veranstaltungen", "veranstalten"),
    ],
)
def test_either_finds_the_other(one: str, other: str) -> None:
    assert forms(one).term == forms(other).term
