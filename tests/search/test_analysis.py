"""Which words are one word to the search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma import is_known as is_known_to_the_library

from search.analysis import asked, fold, forms, skeleton, storable, tokens, word_end
from search.compounds import LANGUAGE, is_known, split
from search.query import MAX_TEXT_LENGTH, MAX_WORDS, parse_query


def terms(text: str) -> list[str]:
    return [token.term for token in tokens(storable(text))]


def all_terms(text: str) -> set[str]:
    return {term for token in tokens(storable(text)) for term in (token.term, *token.parts)}


@pytest.mark.parametrize(
    "words",
    [
        "Straße Strasse STRASSE Straßen",
        "Bürgerbüro Buergerbuero Bürgerbüros BÜRGERBÜRO",
        "Antrag Anträge antraege Anträgen Antrags",
        "Größe groesse Größen",
        "Kita Kitas",
        "App Apps",
        "Workshop Workshops",
        "Pkw Pkws",
        "Rathaus Rathäuser Rathaeuser",
        "Gebühr Gebühren gebuehren",
        "Behörde Behörden",
        "Ausweis Ausweise Ausweises",
        "kostenlos kostenlose KOSTENLOSEN",
        "melden gemeldet meldet",
        "Zulassung zulassen zugelassen Zulassungen",
        "Wohngeldantrag Wohngeldanträge wohngeldantraege",
        "Maßnahme Massnahme Maßnahmen",
        "Café Cafés",
        "Berater Beraterin Beraterinnen Beratern",
        "Müll Muell",
        "Straßburg Strassburg",
        "Bu\u0308rger Bürger",
        "Gast Gäste Gästen gast",
        "Garten Gärten garten",
        "Aufgabe Aufgaben aufgaben",
        "Angebot Angebote angeboten",
        "betroffen betroffene Betroffene Betroffenen betroffener betreffen",
        "geschlossen geschlossene geschlossenen schließen schließt",
        "gefunden gefundene finden",
        "eingetragen eingetragene eintragen Eintragung",
        "angestellt Angestellte Angestellten Angestellter Anstellung",
        "Reisende Reisender Reisenden reisen",
        "waschen gewaschen wäscht",
        "Arzt Ärztin Ärzte Ärztinnen",
        "Kunde Kundin Kundinnen Kunden",
        "Beamter Beamtin Beamte",
        "China Chinas",
        "Victoria Victorias",
        "PC PCs",
        "GmbH GmbHs",
        "Paragraph Paragraf Paragraphen",
        "Foto Photos",
        "selbstständig selbständig Selbstständige Selbständigen",
        "Potential Potenzial Potentiale",
        "aufwendig aufwändige",
        "Club Klub Clubs",
        "Doctor Doktor",
        "Eurodistrict Eurodistrikt",
    ],
)
def test_spellings_and_forms_are_one_term(words: str) -> None:
    assert len({tuple(terms(word)) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Steuer Stör",
        "Meldung Meldeamt",
        "Bau Baum",
        "Wohnung Wohngeld",
        "Rat Rad",
        "mehr Meer",
        "Gast Gas",
        "Arbeit abarbeiten",
        "US U",
        "Termin Term",
        "Garten gären",
        "waschen wegwaschen",
        "Mais Mai",
        "Cent Kent",
        "Chor Kor",
    ],
)
def test_different_words_stay_apart(words: str) -> None:
    assert len({tuple(terms(word)) for word in words.split()}) > 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KI und IT im EMA", ["ki", "it", "ema"]),
        ("US und UN in den USA", ["us", "un", "usa"]),
        ("§ 35a SGB VIII", ["§35a", "35a", "sgb", "viii"]),
        ("§35 a und Paragraf 3", ["§35a", "35a", "§3", "3"]),
        ("12.500 Euro im Jahr 2024", ["12500", "euro", "jahr", "2024"]),
        ("Illkirch-Graffenstaden", ["illkirch", "graffenstad"]),
        ("Fête nationale à Sélestat", ["fete", "national", "a", "selestat"]),
        ("der die das und", []),
        ("", []),
        ("😀 — …", []),
    ],
)
def test_abbreviations_numbers_and_sections_survive(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("wohngeldantrag", ("wohngeld", "antrag")),
        ("hundesteuer", ("hunde", "steuer")),
        ("hundesteueranmeldung", ("hundesteuer", "anmeldung")),
        ("straßenbeleuchtung", ("straße", "beleuchtung")),
        ("gewerbeanmeldung", ("gewerbe", "anmeldung")),
        ("gesundheitsamt", ("gesundheit", "amt")),
        ("landesamt", ("landes", "amt")),
        ("jugendamt", ("jugend", "amt")),
        ("bauantrag", ("bau", "antrag")),
        ("bürgerbüro", ("bürger", "büro")),
        ("geburtsurkunde", ("geburt", "urkunde")),
        ("abfallentsorgungsgebühren", ("abfallentsorgung", "gebühren")),
        ("kraftfahrzeugzulassungsstelle", ("kraftfahrzeugzulassung", "stelle")),
        ("onlinedienst", ("online", "dienst")),
        ("grünschnitt", ("grün", "schnitt")),
        ("eheschließung", ("ehe", "schließung")),
        ("transport", ()),
        ("versicherung", ()),
        ("erziehung", ()),
        ("universität", ()),
        ("verfahren", ()),
        ("kehl", ()),
        ("x" * 80, ()),
    ],
)
def test_compounds_are_taken_apart(word: str, parts: tuple[str, ...]) -> None:
    assert split(word) == parts


def test_compounds_have_the_terms_of_their_parts() -> None:
    assert {"wohngeld", "antrag"} <= set(forms("Wohngeldanträge").parts)
    assert {"hundesteu", "anmeld", "hund", "steu"} <= set(forms("Hundesteueranmeldung").parts)


def test_words_with_hyphens_count_by_their_parts_and_whole() -> None:
    assert terms("Online-Antrag") == ["onlin", "antrag"]
    assert all_terms("Online-Antrag") >= all_terms("Onlineantrag")
    assert all_terms("Komm.ONE") == {"komm", "one", "kommon"}


def test_a_question_for_a_compound_takes_the_whole_or_all_parts() -> None:
    assert [word.alternatives for word in asked("Online-Antrag")] == [(("onlin", "antrag"), ("onlineantrag",))]
    assert [word.alternatives for word in asked("Onlineantrag")] == [(("onlineantrag",), ("onlin", "antrag"))]
    # An „E-Akte“ is more than any „Akte“.
    assert [word.alternatives for word in asked("E-Akte")] == [(("eakt",),)]


def test_places_are_those_of_the_words_in_the_text() -> None:
    text = "Der Bürger stellt den Online-Antrag nach § 35a."
    marked = {text[token.start : word_end(text, token.start, token.term)] for token in tokens(text)}
    assert marked == {"Bürger", "stellt", "Online", "Antrag", "§ 35a", "35a"}


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
    assert not parse_query("Bürgerinnen und -bürger").excluded


def test_quotation_marks_in_a_sentence_ask_for_no_phrase() -> None:
    assert not parse_query("Wer nutzt schon die „Digitale Bauakte“ im Landkreis?").phrases
    assert parse_query("„Digitale Bauakte“ Landkreis").required


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
    for token in tokens(stored):
        assert token.start < word_end(stored, token.start, token.term) <= len(stored)


@pytest.mark.parametrize(
    "word", ["haus", "Haus", "HAUS", "straße", "Übung", "übung", "gehen", "Gehen", "xyzq", "Kfz", "a"]
)
def test_the_dictionary_is_asked_as_the_library_asks_it(word: str) -> None:
    assert is_known(word) == is_known_to_the_library(word, lang=LANGUAGE)
