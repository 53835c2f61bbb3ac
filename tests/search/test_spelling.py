"""Words that are not written as the index has them, and what of it a person is told."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from exchange.pages.models import Visibility
from exchange.spaces.models import MunicipalityPage
from search.analysis import replaced
from search.api import SearchRequest, search
from search.asking import ask
from search.compounds import apart
from search.models import PostingChunk
from search.spelling import keys_of, sound_of
from search.state import CHUNK_SIZE, current
from search.vectors import Document, Field, analyse
from search.writing import write
from tests.conftest import Cast
from tests.factories import make_report
from tests.search.conftest import Finder, titles

pytestmark = pytest.mark.django_db

FIRST = 50 * CHUNK_SIZE


def put(*texts: str, public: bool = True, start: int = FIRST) -> None:
    vectors = [
        analyse(Document(number, public, (Field(1.0, text, 0),))) for number, text in enumerate(texts, start=start)
    ]
    write(vectors, generation=current().generation)


def meant(text: str, *synonyms: tuple[str, ...], public_only: bool = True) -> str:
    return ask(text, synonyms, public_only=public_only).meant


def found(text: str) -> list[int]:
    documents = ask(text, (), public_only=True).ranking.best(1_000).tolist()
    return [number - FIRST for number in documents if number >= FIRST]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("kurtakse", "kurtaxe"),
        ("forfahrt", "vorfahrt"),
        ("ferwaltung", "verwaltung"),
        ("rathauss", "rathaus"),
        ("lieferrung", "lieferung"),
        ("filosofie", "philosophie"),
    ],
)
def test_what_sounds_the_same_has_one_sound(typed: str, right: str) -> None:
    assert sound_of(typed) == sound_of(right)
    assert keys_of(typed) & keys_of(right)


def test_different_sounds_stay_apart() -> None:
    assert len({sound_of(word) for word in ("rat", "hund", "kind", "feld", "amt", "steuer", "stiel")}) == 7


def test_words_are_replaced_at_their_own_place() -> None:
    assert replaced("kamille und amille", {"amille": "Familie"}) == "kamille und Familie"
    put("Die Kamille blüht")
    assert meant("kamille amille") == "kamille Kamille"


def test_words_by_ear_are_corrected() -> None:
    put("Die Kurtaxe im Ort", "Ein Hurrikan zieht auf")
    assert meant("kurtakse") == "Kurtaxe"
    assert found("kurtakse") == [0]
    assert meant("hurirkanen") == "Hurrikan"


def test_abbreviations_are_not_corrected() -> None:
    put("Die Kita am Wald")
    assert (meant("kit"), meant("kta")) == ("", "")


def test_of_equally_near_words_the_one_beside_the_others_is_meant() -> None:
    put("Parkol Zinnober", "Barkol", "Barkol", "Barkol")
    assert meant("zarkol") == "Barkol"
    assert meant("zinnober zarkol") == "zinnober Parkol"


def test_after_a_correction_parts_are_better_than_nothing() -> None:
    put("Das Karmesin leuchtet")
    answer = ask("karmsin-amethyst", (), public_only=True)
    assert answer.meant == "Karmesin-amethyst"
    assert found("karmsin-amethyst") == [0]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("antragaufwohngeld", ("antrag", "auf", "wohngeld")),
        ("hundesteueronlinebezahlen", ("hundesteuer", "online", "bezahlen")),
        ("wiemeldeichmeinenhundan", ("wie", "melde", "ich", "meinen", "hund", "an")),
        ("qwrtzp", ()),
        ("kehl", ()),
        ("", ()),
        ("x" * 500, ()),
    ],
)
def test_words_that_are_run_together_come_apart(word: str, pieces: tuple[str, ...]) -> None:
    assert apart(word) == pieces


def test_joined_and_split_words_are_found() -> None:
    put("Antrag auf Wohngeld online", "Die Hundesteuer im Bürgerbüro", "Der Rollstuhl am Eingang")
    assert found("wohngeldantragonline")[0] == 0
    assert meant("antragaufwohngeldonline") == "antrag auf wohngeld online"
    assert found("antragaufwohngeldonline")[0] == 0
    assert found("Hunde steuer")[0] == 1
    assert found("buerger buero")[0] == 1
    assert found("Roll stuhl") == [2]


def test_compounds_that_no_page_has_are_corrected_in_their_parts() -> None:
    put("Die Hundesteuer: so geht die Anmeldung", "Die Wartung der Laternen, ihre Reparatur")
    assert meant("hudnesteueranmeldung") == "hundesteueranmeldung"
    assert found("hudnesteueranmeldung") == [0]
    assert meant("neue laternenrueparatur") == "neue laternenreparatur"
    # Nothing on these pages stands for it.
    assert meant("satznugsbekanntmachung") == ""


def test_words_of_synonyms_are_corrected_where_they_stand_for_something() -> None:
    put("Der Fischereischein im Rathaus")
    fishing = ("Angelschein", "Fischereischein")
    assert meant("angebschein", fishing) == "angelschein"
    assert meant("angebschein") == ""
    assert meant("rexntner", fishing, ("Rentner", "Rathaus")) == "rentner"


def test_german_words_with_one_error_are_likelier_than_those_of_pages_with_two() -> None:
    put("Ein Fest bei den Nachbarn", "Der Termin beim Bürgerbüro")
    assert meant("nachbaqrn") == "Nachbarn"
    put("Die Laternen leuchten", "Im Lateran", start=FIRST + 2)
    assert meant("laternnen") == "Laternen"


def test_parts_that_stand_together_by_chance_do_not_hide_an_error() -> None:
    put("Hunde sind teuer", "Die Hundesteuer steigt")
    assert meant("hundeteuer") == "Hundesteuer"
    assert found("hundeteuer")[0] == 1
    # Meant literally, and a word that people write.
    assert meant('"hundeteuer"') == ""
    put("Der Lohn und seine Zahlung", "Die Lohnzählung", start=FIRST + 2)
    assert meant("lohnzahlung") == ""


def test_words_of_members_pages_are_no_reason_to_correct_for_visitors() -> None:
    put("Die Hundesteuer: so geht die Anmeldung", public=False)
    assert meant("hudnesteueranmeldung") == ""
    assert meant("hudnesteueranmeldung", public_only=False) == "hundesteueranmeldung"


def test_visitors_are_offered_words_only_as_they_stand_on_public_documents() -> None:
    put("Ein Obsidian")
    put("Viele Obsidiane OBSIDIAN", public=False, start=FIRST + 1)
    assert meant("obsidianne", public_only=False) == "Obsidiane"
    assert meant("obsidianne") == "Obsidian"
    # The same document, made public and withdrawn again.
    put("Viele Obsidiane OBSIDIAN", start=FIRST + 1)
    assert meant("obsidianne") == "Obsidiane"
    put("Viele Obsidiane OBSIDIAN", public=False, start=FIRST + 1)
    assert meant("obsidianne") == "Obsidian"
    write([], [FIRST, FIRST + 1], generation=current().generation)
    assert meant("obsidianne", public_only=False) == ""
    assert not PostingChunk.objects.filter(term__in=["=Obsidian", "=Obsidiane"]).exists()


def test_members_spellings_do_not_surface_for_strangers(kehl: MunicipalityPage, cast: Cast, found: Finder) -> None:
    make_report(kehl, title="Der Quarzit im Rathaus")
    secret = make_report(kehl, title="Die Quarzite bei McQuarzit", visibility=Visibility.MEMBERS)
    for name, user in cast.strangers.items():
        assert found("quarzitte", user).meant == "Quarzit", name
        assert titles(found("quarzitte", user)) == ["Der Quarzit im Rathaus"], name
        assert found("mcquarzzit", user).meant == "", name
    for name, user in cast.members.items():
        assert found("quarzitte", user).meant == "Quarzite", name
        assert found("mcquarzzit", user).meant == "McQuarzit", name
    secret.visibility = Visibility.PUBLIC
    secret.save_revision().publish()
    assert search(SearchRequest(text="mcquarzzit"), AnonymousUser()).meant == "McQuarzit"
    secret.unpublish()
    assert search(SearchRequest(text="mcquarzzit"), AnonymousUser()).meant == ""
    assert search(SearchRequest(text="quarzitte"), AnonymousUser()).meant == "Quarzit"


def test_words_that_no_page_joins_are_looked_for_one_by_one() -> None:
    put("Zinnober", "Karmesin")
    answer = ask("Zinnober-Karmesin", (), public_only=True)
    assert answer.meant == "Zinnober Karmesin"
    assert sorted(found("Zinnober-Karmesin")) == [0, 1]
