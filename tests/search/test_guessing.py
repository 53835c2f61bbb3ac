"""German words and compounds that somebody may have meant who made one typing error."""

from __future__ import annotations

import pytest

from search.guessing import edits, near_compounds, near_words


def test_one_error_is_a_letter_too_many_too_few_another_one_or_two_exchanged() -> None:
    near = edits("amt")
    assert {"amts", "armt", "at", "am", "art", "mat", "atm"} <= near
    # The word itself, another first letter, two errors.
    assert not {"amt", "bmt", "zamt", "armut", "a"} & near
    assert edits("") == set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rexntner", "rentner"), ("umziehn", "umziehen"), ("flücztlinge", "flüchtlinge"), ("wasserurh", "wasseruhr")],
)
def test_german_words_are_near_the_most_common_first(typed: str, meant: str) -> None:
    assert near_words(typed)[0] == meant


def test_words_of_synonyms_come_before_other_german_words() -> None:
    assert near_words("konuskrte") == ()
    assert near_words("konuskrte", {"konuskarte", "anderes"}) == ("konuskarte",)
    assert near_words("agler")[0] != "angler"
    assert near_words("agler", {"angler"})[0] == "angler"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hudnesteueranmeldung", "hundesteueranmeldung"),  # the error in the first part
        ("zählerstandsmeldugn", "zählerstandsmeldung"),  # in the last one
        ("satznugsbekanntmachung", "satzungsbekanntmachung"),  # before what links the parts
        ("funkwasserozähler", "funkwasserzähler"),  # between the parts
        ("rentenaxtragsaufnahme", "rentenantragsaufnahme"),  # in the middle one of three
        ("bestattungskalexder", "bestattungskalender"),
    ],
)
def test_compounds_are_near_with_an_error_in_any_part(typed: str, meant: str) -> None:
    assert meant in near_compounds(typed)


@pytest.mark.parametrize(
    "typed", ["vorsorgetermine", "außenstromversorgung", "mängelmelder", "qwrtzpqwrtzp", "kehl", ""]
)
def test_what_is_a_compound_itself_or_none_at_all_is_near_to_none(typed: str) -> None:
    assert near_compounds(typed) == ()


@pytest.mark.parametrize("typed", ["kita", "x" * 500, "landhaus" * 30, "12345678", "e-akte"])
def test_short_long_and_other_words_are_left_alone(typed: str) -> None:
    assert near_words(typed, {"kitas"}) == near_compounds(typed) == ()
