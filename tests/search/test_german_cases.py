"""What people type in German, against the sample reports and against pages: spelling, forms, names, numbers."""

from __future__ import annotations

import pytest

from exchange.ozg.models import Service
from exchange.spaces.models import MunicipalityPage
from search.asking import ask
from search.curation.synonyms import load_synonyms, read_shipped
from search.state import CHUNK_SIZE, current
from search.vectors import Document, Field, analyse
from search.writing import write
from tests.factories import make_report
from tests.search.collection.samples import demo_documents
from tests.search.conftest import Finder, titles

pytestmark = pytest.mark.django_db

FIRST = 50 * CHUNK_SIZE
SHIPPED = tuple(tuple(phrases) for phrases in read_shipped().values())

# The question, and the text that must be the first hit of those below.
CASES = (
    ("wohngeldantrag", "wohngeld"),
    ("wohngeld beantragen", "wohngeld"),
    ("Wohngeldanträge", "wohngeld"),
    ("wohngeldantraege", "wohngeld"),
    ("Wohngled", "wohngeld"),
    ("autoanmeldung", "kfz"),
    ("KFZ zulassen", "kfz"),
    ("Kfz Zulassung", "kfz"),
    ("kfzzulassung", "kfz"),
    ("strassenlampen", "licht"),
    ("Straßenlampe", "licht"),
    ("strassenbeleuchtung", "licht"),
    ("STRASSENBELEUCHTUNG", "licht"),
    ("Buergerbuero", "buero"),
    ("bürgerbüros", "buero"),
    ("Bürgerbüroo", "buero"),
    ("bürger büro", "buero"),
    ("Buerger-Buero", "buero"),
    ("Wie haben andere die Hundesteuer digitalisiert?", "hund"),
    ("hunde steuer", "hund"),
    ("hundesteuerdigital", "hund"),
    ("Strasbourg", "rhein"),
    ("Straßburg", "rhein"),
    ("strassburg", "rhein"),
    ("Eurodistrikt", "rhein"),
    ("eurodistrict", "rhein"),
    ("Eckbolsheim", "rhein"),
    ("Ekbolsheim", "rhein"),
    ("Sélestat", "rhein"),
    ("selestat", "rhein"),
    ("§ 35a SGB VIII", "hilfe"),
    ("§35 a", "hilfe"),
    ("paragraf 35a", "hilfe"),
    ("§ 24 Abs. 1", "rat"),
    ("§§ 24", "rat"),
    ("1.000", "zahl"),
    ("1000", "zahl"),
    ("E-Akte", "akte"),
    ("eAkte", "akte"),
    ("e-akte", "akte"),
    ("EAkte", "akte"),
    ("OZG", "ozg"),
    ("onlinezugangsgesetz", "ozg"),
    ("z. B. Ozg", "ozg"),
    ("online antrag", "ozg"),
    ("Onlineantrag", "ozg"),
    ("Kehrwoche", "kehren"),
    ("wasseruhr", "wasser"),
    ("Biergarten", "tische"),
    ("Rufbereitschaft", "edv"),
    ("Ticket-System", "edv"),
)
TEXTS = {
    "wohngeld": "Der Antrag auf Wohngeld",
    "kfz": "Die Kfz-Zulassung im Landratsamt",
    "licht": "Neue Straßenbeleuchtung im Ort",
    "buero": "Das Bürgerbüro zieht um",
    "hund": "Hundesteuer: digitalisiert in drei Wochen",
    "rhein": "Mit Strasbourg, Sélestat und Eckbolsheim im Eurodistrict",
    "hilfe": "Die Eingliederungshilfe nach § 35a SGB VIII",
    "rat": "Zuständig ist nach § 24 Abs. 1 der Gemeinderat",
    "zahl": "Es kamen 1.000 Briefe an",
    "akte": "Die E-Akte für alle Ämter",
    "ozg": "Das OZG verlangt den Online-Antrag",
    "kehren": "Die Straßenreinigung mit der Kehrmaschine",
    "wasser": "Den Wasserzähler selbst ablesen",
    "tische": "Außengastronomie auf dem Marktplatz",
    "edv": "Bereitschaftsdienst und Helpdesk der Verbandsgemeinde",
    "anders": "Der Rat, das Rad und 10 Blumen vor dem Haus",
}


def test_questions_find_what_they_mean() -> None:
    names = dict(enumerate(TEXTS, start=FIRST))
    vectors = [analyse(Document(number, True, (Field(1.0, TEXTS[name], 0),))) for number, name in names.items()]
    write(vectors, generation=current().generation)
    wrong = {}
    for text, name in CASES:
        ranked = ask(text, SHIPPED, public_only=True).ranking.best(1_000).tolist()
        first = next((names[number] for number in ranked if number in names), "")
        if first != name:
            wrong[text] = first
    assert wrong == {}


@pytest.mark.parametrize(
    ("typed", "report"),
    [
        ("wohngeldantrag", "kehl-wohngeld-online"),
        ("wohngeld beantragen", "kehl-wohngeld-online"),
        ("Wohngeldanträge", "kehl-wohngeld-online"),
        ("wohngled", "kehl-wohngeld-online"),
        ("Strassenlampen", "ohlsbach-laternen-mit-nummern"),
        ("strassenbeleuchtung", "ohlsbach-laternen-mit-nummern"),
        ("Wie haben andere die Hundesteuer digitalisiert?", "gutach-hundesteuer-formular"),
        ("Schankerlaubnis", "seelbach-feste-anzeigen"),
    ],
)
def test_sample_reports_are_among_the_first(typed: str, report: str) -> None:
    documents = demo_documents()
    vectors = [
        analyse(Document(number, True, (Field(2.0, text["title"]), Field(1.0, text["text"]))))
        for number, text in enumerate(documents, start=FIRST)
    ]
    write(vectors, generation=current().generation)
    ranked = ask(typed, SHIPPED, public_only=True).ranking.best(1_000).tolist()
    assert report in [documents[number - FIRST]["id"] for number in ranked if number >= FIRST][:3]


def test_tag_municipality_and_numbers_of_services_can_be_typed(
    kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder
) -> None:
    service = Service.objects.exclude(leika_keys=[]).get(ozg_id="10439")
    make_report(kehl, title="Eins", tags=["Kennzeichenreservierung"], services=[service])
    make_report(lahr, title="Zwei", approach="<p>Das Autohaus hilft, ohne Termin.</p>")
    key = str(service.leika_keys[0])
    for text in (
        "10439",
        "  10439",
        "-10439",
        "- 10439",
        "OZG 10439",
        "ozg-10439",
        key,
        f" - {key}",
        "kennzeichenreservierung",
        "Kennzeichen reservierung",
        "autoanmeldung",
        "KFZ zulassen",
    ):
        assert titles(found(text))[:1] == ["Eins"], text
    assert "Eins" in titles(found("kehl"))
    assert "Zwei" not in titles(found("kehl"))


def test_quoted_phrases_and_exclusions_are_meant_literally(kehl: MunicipalityPage, found: Finder) -> None:
    load_synonyms()
    make_report(kehl, title="Eins", approach="<p>Die neue Wasseruhr im Keller.</p>")
    make_report(kehl, title="Zwei", approach="<p>Der Wasserzähler ist neu.</p>")
    # Behind them may stand what holds a part of the word only: the privacy notice counts („zählen“) something.
    assert sorted(titles(found("wasseruhr"))[:2]) == ["Eins", "Zwei"]
    assert titles(found('"neue wasseruhr"')) == ["Eins"]
    without = titles(found("wasseruhr -keller"))
    assert without[0] == "Zwei"
    assert "Eins" not in without
