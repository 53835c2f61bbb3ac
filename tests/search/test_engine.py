"""Documents in, ranked documents out: the engine without pages."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.asking import ask
from search.models import DocumentVector, PostingChunk
from search.postings import read_postings
from search.state import CHUNK_SIZE, current
from search.vectors import Document, Field, analyse, grams_of
from search.writing import start_generation, write

pytestmark = pytest.mark.django_db

# Far from the pages of the site that the tests start from.
FIRST = 50 * CHUNK_SIZE
ARRAYS = ("documents", "counts")


def put(*texts: str, public: bool = True, start: int = FIRST) -> None:
    generation = current().generation
    vectors = [
        analyse(Document(number, public, (Field(2.0, ""), Field(1.0, text, 0))))
        for number, text in enumerate(texts, start=start)
    ]
    write(vectors, generation=generation)


def found(text: str, *, public_only: bool = True, synonyms: tuple[tuple[str, ...], ...] = ()) -> list[int]:
    documents = ask(text, synonyms, public_only=public_only).ranking.best(1_000).tolist()
    return [number - FIRST for number in documents if number >= FIRST]


def test_documents_on_both_sides_of_a_chunk_are_found() -> None:
    put("Zinnober", "Zinnober", "Zinnober", start=FIRST + CHUNK_SIZE - 1)
    assert sorted(found("zinnober")) == [CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1]


def test_documents_put_behind_others_are_as_if_written_at_once() -> None:
    texts = [f"Zinnober und Wort{chr(97 + number % 26)} {'Ocker ' * (number % 3)}" for number in range(60)]
    put(*texts, start=FIRST)
    rows = PostingChunk.objects.filter(generation=current().generation, chunk=FIRST // CHUNK_SIZE).order_by("term")

    def stored() -> list[tuple[str, bytes, bytes]]:
        return [(term, bytes(places), bytes(counts)) for term, places, counts in rows.values_list("term", *ARRAYS)]

    at_once = stored()
    write([], range(FIRST, FIRST + 60), generation=current().generation)
    assert not stored()
    for start in (0, 1, 30):
        put(*texts[start : {0: 1, 1: 30, 30: 60}[start]], start=FIRST + start)
    assert stored() == at_once


def test_writing_again_and_removing_leave_what_was_before() -> None:
    before = current()
    put("Zinnober und Karmesin")
    put("Karmesin allein")
    assert (found("zinnober"), found("karmesin")) == ([], [0])
    assert not PostingChunk.objects.filter(term="zinnob").exists()
    write([], [FIRST], generation=before.generation)
    after = current()
    assert np.array_equal(before.all_grams, after.all_grams)
    assert np.array_equal(before.public_grams, after.public_grams)
    assert before.everything.documents == after.everything.documents
    assert not DocumentVector.objects.filter(generation=current().generation, document=FIRST).exists()


def test_what_visitors_are_told_does_not_depend_on_members_documents() -> None:
    put("Zinnober leuchtet", "Zinnober und Ocker")
    public = current().public
    put(*["Zinnober Geheimnis Xylophonmusik"] * 5, public=False, start=FIRST + 10)
    state = current()
    assert state.public.documents == public.documents
    assert state.public.average_length == public.average_length
    assert np.array_equal(state.public.gram_documents, public.gram_documents)
    assert len(read_postings(["zinnob"], state, public_only=True)["zinnob"].documents) == 2
    assert found("xylophonmusik") == []
    assert ask("xylophonmusick", (), public_only=True).meant == ""
    assert ask("xylophonmusick", (), public_only=False).meant == "Xylophonmusik"
    assert len(found("zinnober", public_only=False)) == 7


@pytest.mark.parametrize("typed", ["karmsin", "karmessin", "karmosin", "kamresin", "KARMSIN"])
def test_one_wrong_letter_is_corrected(typed: str) -> None:
    put("Das Karmesin leuchtet.")
    answer = ask(typed, (), public_only=True)
    assert answer.meant == "Karmesin"
    assert found(typed) == [0]


def test_german_words_are_not_corrected() -> None:
    put("Das Rathaus")
    assert ask("Rathausen Parkhaus", (), public_only=True).meant != "Rathaus Rathaus"
    assert ask("Parkhaus", (), public_only=True).meant == ""


def test_compounds_are_found_by_their_parts_and_the_other_way_round() -> None:
    put("Antrag auf Wohngeld", "Hundesteueranmeldung online", "Wohngeld ohne alles")
    assert found("wohngeldantrag")[0] == 0
    assert found("Wohngeldanträge")[0] == 0
    assert found("hundesteuer anmelden")[0] == 1


def test_parts_of_compounds_fill_up_few_hits_after_those_that_have_all() -> None:
    put("Antrag auf Wohngeld", "Wohngeld im Zinnober", "Nichts davon", "Die Wohngeldanträge")
    assert set(found("wohngeldantrag")[:2]) == {0, 3}
    assert found("wohngeldantrag")[2] == 1
    assert 2 not in found("wohngeldantrag")
    # Of words that a hyphen joins one is enough, of words in quotation marks none.
    put("Das Karmesin", start=FIRST + 4)
    assert found("Karmesin-Zinnoberamethyst leuchtet")[0] == 4
    assert found('"wohngeldantrag"') == [3, 0]


def test_synonyms_stand_for_words_phrases_and_parts_of_compounds() -> None:
    groups = (("Autoanmeldung", "Kfz-Zulassung"), ("Straßenlampe", "Straßenbeleuchtung"), ("Auto", "Kfz"))
    put("Die Kfz-Zulassung im Landratsamt", "Neue Straßenbeleuchtung")
    assert found("autoanmeldung", synonyms=groups) == [0]
    assert found("straßenlampen", synonyms=groups) == [1]
    assert found("autozulassung", synonyms=groups) == [0]
    assert found('"straßenlampen neu"', synonyms=groups) == []


def test_synonyms_that_are_compounds_stand_for_their_parts_too() -> None:
    put("Zähler für Wasser", "Ein Zähler allein")
    assert found("wasseruhr", synonyms=(("Wasseruhr", "Wasserzähler"),)) == [0]


def test_where_parts_suffice_those_of_synonyms_do_not() -> None:
    put("Die Karmesinkatze", "Der Ocker")
    groups = (("Zinnober", "Ocker Amethyst"),)
    assert found("zinnoberkatze", synonyms=groups) == [0]


def test_neighbours_come_before_words_that_stand_apart() -> None:
    filler = " ".join(f"Wort{number}" for number in range(30))
    put(f"Zinnober {filler} Karmesin", f"Zinnober Karmesin {filler}")
    assert found("zinnober karmesin") == [1, 0]


def test_words_of_one_passage_come_before_those_that_a_long_text_has_far_apart() -> None:
    filler = [f"Wort{number}" for number in range(200)]
    together = " ".join([*filler[:40], "Zinnober", *filler[40:60], "Karmesin", *filler[60:]])
    apart = " ".join(["Zinnober", *filler, "Karmesin"])
    put(together, apart)
    assert found("zinnober karmesin") == [0, 1]
    # In a short text nothing is far apart.
    put(together.replace("Wort", "Ort"), "Zinnober und zwanzig Worte dazwischen, danach erst Karmesin", start=FIRST + 2)
    assert found("zinnober karmesin")[0] == 3


def test_what_sounds_the_same_has_the_same_letters() -> None:
    assert grams_of("photodoctor") == grams_of("fotodoktor") != grams_of("chor")
    assert grams_of("chor") != grams_of("khor")


def test_of_equal_documents_the_newer_comes_first() -> None:
    put("Zinnober", "Zinnober", "Zinnober")
    assert found("zinnober") == [2, 1, 0]


def test_generations_do_not_mix() -> None:
    start_generation(current().generation + 1)
    write([analyse(Document(FIRST, True, (Field(1.0, "Zinnober", 0),)))], generation=current().generation + 1)
    assert found("zinnober") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4), st.text(max_size=60))
def test_any_documents_and_any_question_are_answered(texts: list[str], question: str) -> None:
    put(*[text.replace("\x00", "").encode("utf-8", "ignore").decode() for text in texts])
    assert len(set(found(question))) == len(found(question))
