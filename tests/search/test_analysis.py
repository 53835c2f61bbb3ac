"""Which words are one word to the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import alternatives, fold, skeleton, storable, terms_with_places, word_end
from search.query import MAX_TEXT_LENGTH, MAX_WORDS, parse_query


def terms(text: str) -> list[str]:
    return [term for term, _place in terms_with_places(storable(text))]


@pytest.mark.parametrize(
    ("words"),
    [
        "Straße Strasse STRASSE Straßen",
        "Bürgerbüro Buergerbuero Burgerburo Bürgerbüros BÜRGERBÜRO",
        "Antrag Anträge antraege Anträgen",
        "Größe groesse Größen",
        "Kita Kitas",
        "App Apps",
        "Workshop Workshops",
        "Pkw Pkws",
        "Rathaus Rathäuser Rathaeuser",
        "kostenlos kostenlose KOSTENLOSEN",
        "Café Cafe",
        "Bu\u0308rger Bürger",
    ],
)
def test_spellings_and_forms_are_one_term(words: str) -> None:
    assert len({tuple(terms(word)) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KI und IT im EMA", ["ki", "it", "ema"]),
        ("§ 35a SGB VIII", ["§35a", "35a", "sgb", "viii"]),
        ("§35 a und Paragraf 3", ["§35a", "35a", "§3", "3"]),
        ("12.500 Euro im Jahr 2024", ["12500", "euro", "jahr", "2024"]),
        ("der die das und", []),
        ("", []),
        ("😀 — …", []),
    ],
)
def test_abbreviations_numbers_and_sections_survive(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_words_with_hyphens_count_whole_and_by_their_parts() -> None:
    assert set(terms("Online-Antrag")) == {"onlin", "antrag", "onlineantrag"}
    assert terms("Onlineantrag") == ["onlineantrag"]
    assert terms("Komm.ONE") == ["komm", "one", "kommon"]


def test_a_question_for_a_hyphenated_word_takes_the_whole_or_all_parts() -> None:
    assert list(alternatives("Online-Antrag")) == [("Online-Antrag", (("onlineantrag",), ("onlin", "antrag")))]
    # An „E-Akte“ is more than any „Akte“.
    assert list(alternatives("E-Akte")) == [("E-Akte", (("eakt",),))]


def test_places_are_those_of_the_words_in_the_text() -> None:
    text = "Der Bürger stellt den Online-Antrag nach § 35a."
    marked = {text[place : word_end(text, place, term)] for term, place in terms_with_places(text)}
    assert marked == {"Bürger", "stellt", "Online", "Antrag", "Online-Antrag", "§ 35a", "35a"}


@pytest.mark.parametrize("typed", ["Bürgerbü", "buergerbue", "burgerbu", "BÜRGERBÜ"])
def test_skeletons_of_what_is_typed_begin_what_is_meant(typed: str) -> None:
    assert skeleton("Bürgerbüro der Stadt").startswith(skeleton(typed))


def test_folding_writes_umlauts_out() -> None:
    assert fold("Größe ÄÖÜ ß ẞ é") == "groesse aeoeue ss ss e"


def test_storable_text_has_nothing_a_database_refuses() -> None:
    assert storable("a\x00b\ud800c\udfff") == "abc"


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    query = parse_query('„Digitale Bauakte“ wohngeld -pilot -"zweiter faktor"')
    assert [word.text for word in query.words] == ["Digitale", "Bauakte", "wohngeld"]
    assert query.phrases == ("digitale bauakte",)
    assert [word.text for word in query.excluded] == ["pilot", "zweiter", "faktor"]


def test_only_an_exclusion_is_taken_for_a_search() -> None:
    assert [word.text for word in parse_query("-stelle").words] == ["stelle"]


def test_a_hyphen_between_words_excludes_nothing() -> None:
    assert not parse_query("Kita - Anmeldung An-/Abmeldung").excluded


def test_long_questions_are_cut() -> None:
    query = parse_query("wort" * 30_000)
    assert len(query.text) == MAX_TEXT_LENGTH
    assert len(parse_query(" ".join(f"w{number}" for number in range(60))).words) == MAX_WORDS


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    query = parse_query(text)
    assert len(query.text) <= MAX_TEXT_LENGTH
    for word in (*query.words, *query.excluded):
        assert word.alternatives
        assert all(term for terms in word.alternatives for term in terms)
    stored = storable(text)
    for term, place in terms_with_places(stored):
        assert place < word_end(stored, place, term) <= len(stored)
