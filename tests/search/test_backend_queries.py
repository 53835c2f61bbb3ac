"""Wagtail's search API on our own engine: all kinds of queries, fields, filters, order, numbers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from modelsearch.backends.base import FilterFieldError, OrderByFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.search.backends import get_search_backend

from exchange.pages.models import ExchangeDocument, ExchangeImage, ExchangePage, StandardPage
from exchange.reports.models import ReportPage, SoftwareUse
from exchange.spaces.models import MunicipalityPage
from search.backend import SearchBackend
from search.curation.synonyms import forget_synonyms
from search.models import SynonymGroup
from tests.factories import make_image, make_report

pytestmark = pytest.mark.django_db

BACKEND = get_search_backend()

REPORTS = {
    "Wohngeldantrag im Netz": "Das Formular liegt jetzt beim Land.",
    "Straßenbeleuchtung auf LED umgestellt": "Die Stadtwerke sparen die Hälfte des Stroms.",
    "Hundesteuer": "Anmeldung und Abmeldung der Hunde, auch der Antrag auf Ermäßigung für Wohngeld.",
    "Bürgerbüro mit Terminen": "Niemand wartet mehr im Flur des Bürgerbüros.",
}
WOHNGELD, LAMPEN, HUNDE, TERMINE = REPORTS


@pytest.fixture
def reports(kehl: MunicipalityPage) -> dict[str, ReportPage]:
    """A few reports by their titles, one of which is a draft."""
    return {
        title: make_report(
            kehl, title=title, result=f"<p>{text}</p>", slug=f"bericht-{number}", live=title != LAMPEN, tags=["Amt"]
        )
        for number, (title, text) in enumerate(REPORTS.items())
    }


def asked(query: str | SearchQuery, rows: Any = ReportPage, **options: Any) -> list[str]:
    """The titles that a search finds, the best first."""
    return [found.title for found in BACKEND.search(query, rows, **options)]


def typed(query: str | SearchQuery, rows: Any = ReportPage, **options: Any) -> list[str]:
    """The titles that are found while somebody types."""
    return [found.title for found in BACKEND.autocomplete(query, rows, **options)]


def test_it_is_what_wagtail_uses() -> None:
    assert isinstance(BACKEND, SearchBackend)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Wohngeldantrag", {WOHNGELD, HUNDE}),
        ("Antrag auf Wohngeld", {WOHNGELD, HUNDE}),
        ("Wohngeldanträge", {WOHNGELD, HUNDE}),
        ("Wohngled", {WOHNGELD, HUNDE}),
        ("strassenbeleuchtung", {LAMPEN}),
        ("Straßen", {LAMPEN}),
        ("Buergerbuero", {TERMINE}),
        ("Hunde Anmeldung", {HUNDE}),
        ("Hunde Formular", set()),
        ("Amt", set(REPORTS)),
        ("das", set()),
    ],
)
def test_german(reports: dict[str, ReportPage], query: str, titles: set[str]) -> None:
    """Inflection, compounds, umlauts, typing errors; drafts are found, too; all words must match."""
    assert set(asked(query)) == titles


def test_synonyms(reports: dict[str, ReportPage]) -> None:
    SynonymGroup.objects.create(phrases="Laternen\nStraßenbeleuchtung")
    forget_synonyms()
    assert asked("Laternen") == [LAMPEN]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (PlainText("Hunde Formular", operator="or"), {HUNDE, WOHNGELD}),
        (PlainText("Hunde Formular", operator="and"), set()),
        (Phrase("Antrag auf Ermäßigung"), {HUNDE}),
        (Phrase("Ermäßigung Antrag"), set()),
        (Phrase("Bürgerbüros"), {TERMINE}),
        (Phrase("das"), set()),
        (And([PlainText("Antrag"), PlainText("Hunde")]), {HUNDE}),
        (Or([PlainText("Formular"), PlainText("Hunde")]), {HUNDE, WOHNGELD}),
        (PlainText("Antrag") & ~PlainText("Hunde"), {WOHNGELD}),
        (~PlainText("Antrag"), {LAMPEN, TERMINE}),
        (Not(Phrase("Antrag auf Ermäßigung")), {WOHNGELD, LAMPEN, TERMINE}),
        (Boost(PlainText("Formular"), 3.0), {WOHNGELD}),
        (Fuzzy("Formulat"), {WOHNGELD}),
        (Fuzzy("Formulat Hunte", operator="and"), set()),
        (Fuzzy("Formulat Hunte", operator="or"), {WOHNGELD, HUNDE}),
        (MATCH_ALL, set(REPORTS)),
        (MATCH_NONE, set()),
        (And([MATCH_ALL, PlainText("Hunde")]), {HUNDE}),
        (Or([MATCH_ALL, PlainText("Hunde")]), set(REPORTS)),
        (Or([MATCH_NONE, PlainText("Hunde")]), {HUNDE}),
    ],
    ids=repr,
)
def test_classes_of_queries(reports: dict[str, ReportPage], query: SearchQuery, titles: set[str]) -> None:
    assert set(asked(query)) == titles


def test_an_unknown_class_is_refused(reports: dict[str, ReportPage]) -> None:
    class Other(SearchQuery):
        def __repr__(self) -> str:
            return "<Other>"

    with pytest.raises(NotImplementedError, match="Other"):
        asked(Other())


def test_fuzzy_finds_what_is_spelled_nearly_like_a_known_word(kehl: MunicipalityPage) -> None:
    for number, title in enumerate(("Meier", "Maier", "Müller")):
        make_report(kehl, title=title, slug=f"name-{number}")
    assert set(asked(Fuzzy("Meier"))) == {"Meier", "Maier"}
    assert asked("Meier") == ["Meier"]
    assert asked(Fuzzy("Meier"))[0] == "Meier"


def test_boost_changes_the_order(reports: dict[str, ReportPage]) -> None:
    words = [PlainText("Formular"), PlainText("Flur")]
    for favourite, title in ((0, WOHNGELD), (1, TERMINE)):
        query = Or([Boost(word, 5.0 if number == favourite else 1.0) for number, word in enumerate(words)])
        assert asked(query)[0] == title
        assert (
            asked(Or([PlainText(word.query_string, boost=5.0 if word is words[favourite] else 1.0) for word in words]))[
                0
            ]
            == title
        )


def test_titles_count_more_than_texts(reports: dict[str, ReportPage]) -> None:
    assert asked("Wohngeld") == [WOHNGELD, HUNDE]


def test_fields(reports: dict[str, ReportPage]) -> None:
    """Only what stands in one of them; errors are forgiven by what stands there as well."""
    assert asked("Wohngeld", fields=["title"]) == [WOHNGELD]
    assert asked("Wohngeld", fields=["result"]) == [HUNDE]
    assert set(asked("Wohngeld", fields=["title", "result"])) == {WOHNGELD, HUNDE}
    assert asked("Wohngled", fields=["title"]) == [WOHNGELD]
    assert asked("Stadtwerke", fields=["title"]) == []
    assert asked("Wohngeld Formular", fields=["title"]) == []
    assert asked(Phrase("Bürgerbüro mit Terminen"), fields=["title"]) == [TERMINE]
    assert asked(Phrase("Anmeldung und Abmeldung"), fields=["title"]) == []
    assert asked(Phrase("Anmeldung und Abmeldung"), fields=["title", "result"]) == [HUNDE]
    assert asked("Wohngeld", fields=[]) == []
    with pytest.raises(SearchFieldError):
        asked("Wohngeld", fields=["slug"])


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Buergerbü", [TERMINE]),
        ("bürgerb ter", [TERMINE]),
        ("Burgerburo", [TERMINE]),
        ("w", [WOHNGELD]),
        ("Straße", [LAMPEN]),
        ("led", [LAMPEN]),
        ("Beleuchtung der Straßen", [LAMPEN]),
        ("Bürgerbüro mit", [TERMINE]),
        ("Bürgerbüro der", [TERMINE]),
        ("im", [WOHNGELD]),
        ("Beleuchtung der Straßen e", []),
        ("Wohngled", [WOHNGELD]),
        ("Stadtwerke", []),
        ("geldantrag", [WOHNGELD]),
        ("Bürgerbüro xyz", []),
        ("-", []),
    ],
)
def test_while_somebody_types(reports: dict[str, ReportPage], text: str, titles: list[str]) -> None:
    """Beginnings of words in titles, in any spelling; German as everywhere."""
    assert typed(text) == titles


def test_typing_with_other_queries(reports: dict[str, ReportPage]) -> None:
    assert set(typed("Hund Termin", operator="or")) == {HUNDE, TERMINE}
    assert typed(PlainText("Bürger") & Phrase("mit Terminen")) == [TERMINE]
    assert typed(Phrase("Anmeldung und Abmeldung")) == []
    assert typed(Fuzzy("Hundesteur")) == [HUNDE]
    assert set(typed(MATCH_ALL)) == set(REPORTS)
    assert typed("Hunde", fields=["title"]) == [HUNDE]


def test_descriptions_of_images_are_found_while_somebody_types() -> None:
    image = make_image("Bild 17", description="Das neue Rathaus")
    assert list(BACKEND.autocomplete("Rath", ExchangeImage)) == [image]
    assert list(BACKEND.autocomplete("Rath", ExchangeImage, fields=["title"])) == []


def test_only_what_the_queryset_has(reports: dict[str, ReportPage]) -> None:
    rows = ReportPage.objects.exclude(title=WOHNGELD)
    assert asked("Wohngeld", rows) == [HUNDE]
    assert asked("Amt", ReportPage.objects.filter(live=False)) == [LAMPEN]
    assert asked("Amt", ReportPage.objects.none()) == []
    assert asked(MATCH_ALL, rows.filter(live=True, title__startswith="B")) == [TERMINE]
    assert typed("w", rows) == []
    below = ExchangePage.objects.descendant_of(reports[HUNDE].get_parent())
    assert asked("Hundesteuer", below) == [HUNDE]


def test_one_model_does_not_find_another(reports: dict[str, ReportPage]) -> None:
    image = make_image("Hundesteuer")
    assert list(BACKEND.search("Hundesteuer", ExchangeImage)) == [image]
    assert asked("Hundesteuer", ReportPage) == [HUNDE]
    assert asked("Hundesteuer", ExchangeDocument) == []
    assert asked("Hundesteuer", StandardPage) == []


def test_all_pages_find_those_of_each_type(reports: dict[str, ReportPage], kehl: MunicipalityPage) -> None:
    """Also by words that stand in fields of a type alone; specific pages come when they are asked for."""
    assert asked("Kehl", ExchangePage) == [kehl.title]
    assert asked("Ermäßigung", ExchangePage) == [HUNDE]
    (found,) = BACKEND.search("Ermäßigung", ExchangePage)
    assert type(found) is ExchangePage
    (specific,) = BACKEND.search("Ermäßigung", ExchangePage.objects.specific())
    assert type(specific) is ReportPage


def test_what_is_no_page_is_found_by_its_own_fields(kehl: MunicipalityPage) -> None:
    make_report(kehl, software=[SoftwareUse(name="Fachverfahren Zinnober", vendor="Farbwerk")])
    (software,) = BACKEND.search("Zinnober Farbwerk", SoftwareUse)
    assert software.name == "Fachverfahren Zinnober"
    assert len(BACKEND.search("Zinnober", ReportPage)) == 1


def test_order(reports: dict[str, ReportPage]) -> None:
    rows = ReportPage.objects.order_by("title")
    assert asked("Amt", rows, order_by_relevance=False) == sorted(REPORTS)
    assert asked("Amt", rows.reverse(), order_by_relevance=False) == sorted(REPORTS, reverse=True)
    assert asked("Wohngeld", rows.reverse()) == [WOHNGELD, HUNDE]
    assert asked("Amt", rows.order_by(F("title").desc(nulls_last=True)), order_by_relevance=False) == sorted(
        REPORTS, reverse=True
    )
    by_key = sorted(reports.values(), key=lambda report: -report.pk)
    assert asked("Amt", ReportPage.objects.order_by(), order_by_relevance=False) == [page.title for page in by_key]
    assert [page.title for page in ReportPage.objects.search("Amt", order_by="title")] == sorted(REPORTS)


def test_undeclared_fields_are_refused_as_by_wagtail(reports: dict[str, ReportPage]) -> None:
    with pytest.raises(FilterFieldError):
        asked("Amt", ReportPage.objects.filter(contact_role=""))
    with pytest.raises(FilterFieldError):
        asked("Amt", ReportPage.objects.filter(Q(live=True) | Q(slug="x")))
    with pytest.raises(OrderByFieldError):
        asked("Amt", ReportPage.objects.order_by("contact_role"), order_by_relevance=False)
    with pytest.raises(FilterFieldError):
        BACKEND.search("Amt", ReportPage).facet("contact_role")


def test_slices_and_numbers(reports: dict[str, ReportPage]) -> None:
    results = BACKEND.search("Amt", ReportPage)
    whole = list(results)
    assert (len(results), results.count(), results.model) == (4, 4, ReportPage)
    assert [list(results[place : place + 1]) for place in range(4)] == [[page] for page in whole]
    fresh = BACKEND.search("Amt", ReportPage)
    assert (list(fresh[1:3]), fresh[1:3].count(), fresh[3:9].count(), fresh[2]) == (whole[1:3], 2, 1, whole[2])
    assert (list(fresh[1:][1:2]), list(fresh[9:])) == (whole[2:3], [])
    assert (BACKEND.search(MATCH_ALL, ReportPage)[1:3].count(), BACKEND.search("", ReportPage).count()) == (2, 0)


def test_scores(reports: dict[str, ReportPage]) -> None:
    results = BACKEND.search("Wohngeld", ReportPage).annotate_score("worth")
    scores = [page.worth for page in results]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > 0
    assert [page.worth for page in results[1:]] == scores[1:]
    by_title = BACKEND.search("Wohngeld", ReportPage.objects.order_by("title"), order_by_relevance=False)
    assert all(page.worth > 0 for page in by_title.annotate_score("worth"))
    assert {page.worth for page in BACKEND.search(MATCH_ALL, ReportPage).annotate_score("worth")} == {0.0}


def test_facets(reports: dict[str, ReportPage]) -> None:
    """Numbers of all results, whatever slice is shown."""
    assert BACKEND.search("Amt", ReportPage)[:1].facet("live") == {True: 3, False: 1}
    assert list(BACKEND.search("Amt", ReportPage).facet("live")) == [True, False]
    types = BACKEND.autocomplete("h", ExchangePage).facet("content_type_id")
    assert types[reports[HUNDE].content_type_id] == 1
    assert BACKEND.search(MATCH_ALL, ReportPage).facet("live") == {True: 3, False: 1}
    assert BACKEND.search("Zinnober", ReportPage).facet("live") == {}


def test_numbers_of_queries_do_not_grow(kehl: MunicipalityPage) -> None:
    def queries(text: str) -> list[int]:
        list(BACKEND.search(text, ExchangePage))  # what belongs to the process is read once
        counted = []
        for search in (BACKEND.search, BACKEND.autocomplete):
            with CaptureQueriesContext(connection) as captured:
                list(search(text, ExchangePage)[:20])
            counted.append(len(captured))
        return counted

    make_report(kehl, title="Wohngeld", slug="wohngeld", tags=["Antrag"])
    before = {text: queries(text) for text in ("Wohngeld", "Wohngled", "Antrag auf Wohngeld")}
    for number in range(4):
        make_report(kehl, title=f"Wohngeld {number}", slug=f"wohngeld-{number}", tags=[f"Antrag {number}"])
    assert {text: queries(text) for text in before} == before
    assert max(before["Wohngeld"]) <= 6


@pytest.fixture
def something(kehl: MunicipalityPage) -> ReportPage:
    """Something to be found."""
    return make_report(kehl, title="Etwas „Besonderes“ 'mit' \"Zeichen\" § 35 a")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), operator=st.sampled_from(["and", "or"]))
@example(text="\x00", operator="and")
@example(text="\ud800 '\" %_\\", operator="or")
@example(text="wohngeld " * 500, operator="and")
@example(text="^ = : model:1 title=etwas title^e", operator="and")
def test_any_text_has_an_answer(something: ReportPage, text: str, operator: str) -> None:
    for query in (PlainText(text, operator=operator), Phrase(text), Fuzzy(text, operator=operator)):
        for rows in (BACKEND.search(query, ReportPage), BACKEND.autocomplete(query, ReportPage)):
            assert set(rows) <= {something}
        assert set(BACKEND.search(query, ReportPage, fields=["title"])) <= {something}
