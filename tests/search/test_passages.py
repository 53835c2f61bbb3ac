"""The passages that show why a page is a hit."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import forms, storable, tokens
from search.passages import excerpt


def passage(text: str, *terms: str) -> str:
    """The excerpt of a text for the terms, as the index would make it."""
    places = [(token.start, term) for token in tokens(text) for term in (token.term, *token.parts) if term in terms]
    return str(excerpt(text, places, dict.fromkeys(terms, 1.0)))


def test_every_form_of_the_word_is_marked_in_its_own_spelling() -> None:
    html = passage("Wir haben den Antrag geändert. Danach kamen mehr Anträge.", "antrag")
    assert html == "Wir haben den <mark>Antrag</mark> geändert. Danach kamen mehr <mark>Anträge</mark>."


def test_everything_else_is_escaped() -> None:
    html = passage('<script>alert("x")</script> & Antrag <mark>falsch</mark>', "antrag")
    assert "<script>" not in html
    assert html.count("<mark>") == 1
    assert "&lt;mark&gt;falsch" in html
    assert "&amp; <mark>Antrag</mark>" in html


def test_long_texts_are_cut_at_words() -> None:
    text = (
        "Davor steht viel Text ohne Bezug. " * 20
        + "Hier geht es um Wohngeld im Rathaus "
        + "und noch viel mehr davon " * 20
    )
    html = passage(text, "wohngeld")
    assert html.startswith("Hier geht es um <mark>Wohngeld</mark>")
    assert html.endswith(" …")
    assert len(html) < 300
    words = set(text.split())
    assert all(word in words for word in re.sub("</?mark>|…", "", html).split())


def test_words_that_stand_apart_give_two_passages() -> None:
    filler = "Das ist ein Satz ohne jeden Bezug zur Sache. " * 15
    html = passage(f"Alles begann mit Wohngeld. {filler}Am Ende half die Hundesteuer.", "wohngeld", "hundesteu")
    assert "<mark>Wohngeld</mark>" in html
    assert "<mark>Hundesteuer</mark>" in html
    assert " … " in html
    assert len(html) < 400


def test_names_in_lists_come_with_what_the_page_is_about() -> None:
    html = passage(
        "Die Stadt hat ihre Bauakten gescannt.\nGescannt wurde lange.\nNextcloud · Nextcloud GmbH",
        forms("Nextcloud").term,
    )
    assert html == "Die Stadt hat ihre Bauakten gescannt. … <mark>Nextcloud</mark> · <mark>Nextcloud</mark> GmbH"


def test_the_longer_of_two_words_at_one_place_is_marked() -> None:
    html = passage(
        "Gebucht wird seit dem Sommer bei Komm.ONE in Stuttgart, und zwar durch die Kasse selbst.",
        "kommon",
        "komm",
        "one",
    )
    assert "<mark>Komm.ONE</mark>" in html


def test_no_word_no_passage() -> None:
    assert passage("Ein Text.", "anders") == ""


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n")), min_size=1), st.data())
def test_any_text_gives_safe_html_of_its_own_words(lines: list[str], data: st.DataObject) -> None:
    text = "\n".join(" ".join(storable(line).split()) for line in lines)
    known = sorted({token.term for token in tokens(text)})
    terms = data.draw(st.sets(st.sampled_from(known), max_size=4)) if known else set()
    html = passage(text, *terms)
    assert bool(html) == bool(terms)
    bare = re.sub("</?mark>", "", html)
    assert "<" not in bare
    for piece in unescape(bare).split(" … "):
        assert piece.strip(" …") in text or "…" in text
