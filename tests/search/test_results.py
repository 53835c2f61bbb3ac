"""What is found, for whom, and how it is counted."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from exchange.pages.models import StandardPage, Visibility
from exchange.reports.enums import Status
from exchange.reports.models import SoftwareUse
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from search.api import SearchRequest, Sort, search
from search.ranking import FEW_HITS
from tests.conftest import Cast
from tests.factories import make_report, make_service
from tests.search.conftest import Finder, facet, new_service, offers, titles

pytestmark = pytest.mark.django_db


def test_all_forms_and_spellings_find_the_page(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Formblätter im Bürgerkontor", starting_point="<p>Die Straßenbeleuchtung nach § 35a.</p>")
    for text in (
        "formblatt",
        "BUERGERKONTOR",
        "Buergerkontore",
        "strassenbeleuchtung",
        "§35a",
        "formblatt bürgerkontor",
    ):
        assert titles(found(text))[0] == "Formblätter im Bürgerkontor", text


def test_every_part_of_a_page_is_searched(kehl: MunicipalityPage, found: Finder) -> None:
    service = new_service("Kraftfahrzeugzulassung", synonyms=["Auto anmelden"])
    report = make_report(
        kehl,
        title="Titelwort",
        summary="Kurzwort.",
        approach="<p>Wegwort</p>",
        lessons="<ul><li>Lehrwort</li></ul>",
        body=[("text", "<p>Blockwort</p>"), ("quote", {"text": "Zitatwort", "source": "Quellwort"})],
        contact_role="Rollenwort",
        tags=["Schlagwortwort"],
        services=[service],
        software=[SoftwareUse(name="Produktwort", vendor="Anbieterwort")],
    )
    words = (
        "titelwort kurzwort wegwort lehrwort blockwort zitatwort quellwort rollenwort schlagwortwort produktwort "
        "anbieterwort kraftfahrzeugzulassung anmelden kehl"
    )
    for word in words.split():
        assert [hit.page_id for hit in found(word).hits if hit.page_id == report.pk], word


def test_information_pages_and_spaces_are_found_drafts_and_the_frame_are_not(
    site: HomePage, kehl: MunicipalityPage, found: Finder
) -> None:
    page = StandardPage(title="Mitmachen", slug="mitmachen", summary="Wie das geht.")
    site.add_child(instance=page)
    page.save_revision().publish()
    make_report(kehl, live=False, title="Entwurf zum Mitmachen")
    assert titles(found("mitmachen")) == ["Mitmachen"]
    assert kehl.title in titles(found("kehl"))
    assert "Kommunen" not in titles(found("kommunen"))


def test_title_counts_more_than_body(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Anderes", approach="<p>Hier geht es auch um Wohngeld.</p>")
    make_report(kehl, title="Wohngeld digital")
    assert titles(found("wohngeld")) == ["Wohngeld digital", "Anderes"]


def test_all_words_are_needed_when_enough_pages_have_them(kehl: MunicipalityPage, found: Finder) -> None:
    for number in range(FEW_HITS):
        make_report(kehl, title=f"Wohngeld online {number}")
    make_report(kehl, title="Wohngeld auf Papier")
    results = found("wohngeld online")
    assert results.total == FEW_HITS
    assert not results.relaxed


def test_some_words_do_when_hardly_any_page_has_all(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Wohngeld auf Papier")
    make_report(kehl, title="Wohngeld vierteljährlich")
    results = found("wohngeld vierteljährlich amethyst")
    assert titles(results) == ["Wohngeld vierteljährlich", "Wohngeld auf Papier"]
    assert results.relaxed
    assert results.missing == ("amethyst",)


def test_a_sentence_finds_pages_with_some_of_its_words(kehl: MunicipalityPage, found: Finder) -> None:
    for number in range(4):
        make_report(kehl, title=f"Hundesteuer papierlos bezahlen im Rathaus {number}")
    make_report(kehl, title="Hundesteuer papierlos bezahlen")
    first = titles(found("Wie kann man Hundesteuer papierlos im Rathaus bezahlen?"))[:5]
    assert [title.startswith("Hundesteuer papierlos bezahlen") for title in first].count(True) == 5


def test_phrases_and_exclusions(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Eins", approach="<p>Der zweite Faktor für alle.</p>")
    make_report(kehl, title="Zwei", approach="<p>Der Faktor kam als zweite Maßnahme.</p>")
    assert titles(found("„zweite Faktor“")) == ["Eins"]
    assert titles(found("faktor -maßnahme")) == ["Eins"]
    assert found("„Faktor der zweite“").total == 0


def test_relevance_or_newest_first(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Wohngeld Wohngeld")
    make_report(kehl, title="Neues", approach="<p>Wohngeld</p>")
    visitor = AnonymousUser()
    assert titles(search(SearchRequest(text="wohngeld"), visitor)) == ["Wohngeld Wohngeld", "Neues"]
    newest = search(SearchRequest(text="wohngeld", sort=Sort.NEWEST), visitor)
    assert titles(newest) == ["Neues", "Wohngeld Wohngeld"]


def test_without_a_question_the_newest_contributions(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Alt")
    make_report(kehl, title="Neu")
    results = found()
    assert titles(results) == ["Neu", "Alt"]
    assert results.browsing
    assert facet(results, "kommune") == {"kehl": 2}


def test_pages_of_results(kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.api.PAGE_SIZE", 4)
    for number in range(7):
        make_report(kehl, title=f"Wohngeld {number}")
    visitor = AnonymousUser()
    first, second = (search(SearchRequest(text="wohngeld", page=page), visitor) for page in (1, 2))
    assert (first.total, len(first.hits), len(second.hits)) == (7, 4, 3)
    assert not {hit.page_id for hit in first.hits} & {hit.page_id for hit in second.hits}
    beyond = search(SearchRequest(text="wohngeld", page=999), visitor)
    assert beyond.page == 2
    assert search(SearchRequest(text="wohngeld", page=-5), visitor).page == 1


def test_facets_count_what_choosing_would_leave(kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder) -> None:
    service = make_service()
    make_report(kehl, title="Eins", status=Status.LIVE, tags=["Wohnen"], services=[service])
    make_report(kehl, title="Zwei", status=Status.PILOT, tags=["Wohnen", "Open Source"])
    make_report(lahr, title="Drei", status=Status.LIVE, tags=["Open Source"])
    results = found(kommune=["kehl"])
    assert sorted(titles(results)) == ["Eins", "Zwei"]
    # Its own choice does not count for a facet, that of others does.
    assert facet(results, "kommune") == {"kehl": 2, lahr.municipality.slug: 1}
    assert facet(results, "status") == {"live": 1, "pilot": 1}
    assert facet(results, "schlagwort") == {"wohnen": 2, "open-source": 1}
    assert facet(results, "leistung") == {service.slug: 1}
    assert facet(results, "thema") == {service.topic_field.slug: 1}
    assert facet(results, "art") == {"report": 2}


def test_values_of_a_facet_widen_and_facets_narrow(
    kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder
) -> None:
    make_report(kehl, title="Eins", tags=["Wohnen"])
    make_report(kehl, title="Zwei", tags=["Verkehr"])
    make_report(lahr, title="Drei", tags=["Klima"])
    assert sorted(titles(found(schlagwort=["wohnen", "klima"]))) == ["Drei", "Eins"]
    assert titles(found(schlagwort=["wohnen", "klima"], kommune=["kehl"])) == ["Eins"]
    results = found(schlagwort=["wohnen"], kommune=[lahr.municipality.slug])
    assert results.total == 0
    assert facet(results, "schlagwort") == {"wohnen": 0, "klima": 1}
    assert facet(results, "kommune") == {lahr.municipality.slug: 0, "kehl": 1}
    labels = {option.label for group in results.facets for option in group.options if option.selected}
    assert labels == {"Wohnen", lahr.municipality.name}


def test_chosen_values_stay_among_those_offered(
    kehl: MunicipalityPage, found: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.facets.MAX_OPTIONS", 3)
    for number in range(5):
        make_report(kehl, title=f"Bericht {number}", tags=["Häufig", f"Selten {number}"])
    options = next(group for group in found(schlagwort=["selten-4"]).facets if group.name == "schlagwort").options
    assert [(option.value, option.selected) for option in options] == [
        ("selten-4", True),
        ("haeufig", False),
        ("selten-0", False),
    ]


def test_unknown_filters_and_values_are_passed_over(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Eins")
    assert found(kommune=["atlantis"], farbe=["rot"], jahr=["0000", "x"]).total == 1


def test_members_words_do_not_surface_for_strangers(kehl: MunicipalityPage, cast: Cast, found: Finder) -> None:
    service = new_service("Granat")
    secret = make_report(
        kehl,
        title="Verschlossen Obsidian",
        summary="Quarzit",
        starting_point="<p>Basalt im Notbetrieb</p>",
        visibility=Visibility.MEMBERS,
        status=Status.ABANDONED,
        tags=["Gneis", "Offentag"],
        services=[service],
    )
    make_report(kehl, title="Offen", tags=["Offentag"], approach="<p>Der Notbetrieb ist bekannt.</p>")
    for user in cast.strangers.values():
        for word in ("obsidian", "quarzit", "basalt", "gneis", "granat"):
            results = found(word, user)
            assert (results.total, results.facets, results.missing) == (0, (), (word,))
        results = found("notbetrieb", user)
        assert titles(results) == ["Offen"]
        assert facet(results, "schlagwort") == {"offentag": 1}
        assert facet(results, "status") == {"live": 1}
        # A value that stands only on members' pages is like one that does not exist.
        chosen = found("", user, schlagwort=["gneis"])
        assert (chosen.total, facet(chosen, "schlagwort")) == (1, {"offentag": 1})
        assert not any(offers(word, user) for word in ("obsidian", "gneis", "granat"))
        assert offers("verschloss", user) == {}
        assert "2" not in str(offers("offen", user))
    for name, member in cast.members.items():
        results = found("basalt", member)
        assert [hit.page_id for hit in results.hits] == [secret.pk], name
        assert "<mark>Basalt</mark>" in results.hits[0].excerpt_html
        assert results.hits[0].is_members_only
        assert facet(results, "schlagwort") == {"gneis": 1, "offentag": 1}
        assert all(offers(word, member) for word in ("obsidian", "gneis", "granat"))


def test_ranking_does_not_tell_of_members_pages(kehl: MunicipalityPage, cast: Cast, found: Finder) -> None:
    """How rare a word is may only be counted among what one may read."""
    make_report(kehl, title="Erstes", approach="<p>Alphawort</p>")
    make_report(kehl, title="Zweites", approach="<p>Betawort</p>")
    before = titles(found("alphawort betawort"))
    for number in range(5):
        make_report(kehl, title=f"Intern {number}", approach="<p>Alphawort</p>", visibility=Visibility.MEMBERS)
    assert titles(found("alphawort betawort")) == before
    assert found("alphawort betawort", cast.other).total > 2
