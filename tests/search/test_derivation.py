"""Verbs and the nouns that come of them."""

from __future__ import annotations

import pytest

from search.analysis import forms
from search.compounds import frequency
from search.derivation import adjective, is_genitive, masculine, relatives, verb_of


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
    ("woman", "man"),
    [("ärztinnen", "ärzte"), ("kundin", "kund"), ("polizistin", "polizist"), ("hündin", "hund"), ("gattin", "gatte")],
)
def test_women_have_the_term_of_men(woman: str, man: str) -> None:
    assert masculine(woman) == man


@pytest.mark.parametrize("word", ["termin", "medizin", "berlin", "verein", "gewinnen", "entrinnen", "innen", "in", ""])
def test_other_words_in_in_are_no_women(word: str) -> None:
    assert masculine(word) == word


@pytest.mark.parametrize(
    ("word", "lemma", "of"),
    [
        ("betroffene", "betroffen", "betreffen"),
        ("geschlossenem", "geschlossen", "schließen"),
        ("betroffener", "betroffener", "betreffen"),
        ("angestellte", "angestellter", "angestellt"),
        ("offene", "offen", "offen"),
        # What is no declined participle stays what the dictionary says.
        ("gärten", "garten", "garten"),
        ("wäscht", "waschen", "waschen"),
        ("arbeiter", "arbeiter", "arbeiter"),
    ],
)
def test_declined_participles_come_of_verbs(word: str, lemma: str, of: str) -> None:
    assert adjective(word, lemma) == of


def test_genitives_of_names_are_told_from_names_in_s() -> None:
    assert all(map(is_genitive, ("chinas", "victorias", "lateinamerikas")))
    assert not any(map(is_genitive, ("texas", "paris", "mais", "kreis", "status", "china", "s", "")))


def test_sharp_s_counts_as_often_as_it_is_written() -> None:
    assert frequency("straße") == frequency("strasse") > 0


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
