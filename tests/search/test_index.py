"""The index is what is published, at once and in the same transaction."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from exchange.municipalities.signals import register_changed
from exchange.ozg.signals import services_changed
from exchange.pages.models import ExchangePage, Tag, Visibility
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from search.management.commands import rebuild_search_index
from search.models import DocumentVector, IndexedPage, PostingChunk, Suggestion
from search.state import current
from tests.conftest import Cast
from tests.factories import make_report, make_service
from tests.search.conftest import Finder, facet, new_service, offers, titles

pytestmark = pytest.mark.django_db


def test_publishing_changes_what_is_found(kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Zinnober", live=False)
    assert found("zinnober").total == 0
    report.get_latest_revision().publish(skip_permission_checks=True)
    assert found("zinnober").total == 1
    report.refresh_from_db()
    report.title = "Karmesin"
    revision = report.save_revision()
    # A draft of a published page changes nothing yet.
    assert (found("zinnober").total, found("karmesin").total) == (1, 0)
    revision.publish(skip_permission_checks=True)
    assert (found("zinnober").total, found("karmesin").total) == (0, 1)


def test_unpublishing_takes_it_out(kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Zinnober", tags=["Alttag"])
    report.unpublish()
    assert found("zinnober").total == 0
    assert offers("zinnober") == offers("alttag") == {}
    assert not DocumentVector.objects.filter(generation=current().generation, document=report.pk).exists()


def test_deleting_takes_it_out_with_all_below(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Zinnober")
    ExchangePage.objects.get(pk=kehl.pk).delete()
    assert (found("zinnober").total, found("kehl").total) == (0, 0)
    assert not IndexedPage.objects.filter(page__title="Zinnober").exists()
    assert not PostingChunk.objects.filter(term="zinnober").exists()
    assert not Suggestion.objects.filter(title="Zinnober").exists()


def test_hiding_and_showing(kehl: MunicipalityPage, cast: Cast, found: Finder) -> None:
    report = make_report(kehl, title="Zinnober")
    for visibility, for_visitors in ((Visibility.MEMBERS, 0), (Visibility.PUBLIC, 1)):
        report.visibility = visibility
        report.save_revision().publish(skip_permission_checks=True)
        assert found("zinnober").total == for_visitors
        assert found("zinnober", cast.other).total == 1
        assert bool(offers("zinnober")) == bool(for_visitors)


def test_moving_changes_municipality_and_address(kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Zinnober")
    ExchangePage.objects.get(pk=report.pk).move(ExchangePage.objects.get(pk=lahr.pk), pos="last-child")
    results = found("zinnober")
    assert facet(results, "kommune") == {lahr.municipality.slug: 1}
    assert results.hits[0].municipality == lahr.municipality.name
    assert results.hits[0].url.startswith(f"/kommunen/{lahr.slug}/")


def test_a_changed_address_is_shown_without_indexing(kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Zinnober")
    report.slug = "neue-adresse"
    report.save_revision().publish(skip_permission_checks=True)
    assert found("zinnober").hits[0].url == "/kommunen/kehl/neue-adresse/"
    kehl.refresh_from_db()
    kehl.slug = "kehl-am-rhein"
    kehl.save()
    assert found("zinnober").hits[0].url == "/kommunen/kehl-am-rhein/neue-adresse/"


def test_renaming_a_tag(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Bericht", tags=["Zinnober"])
    tag = Tag.objects.get(name="Zinnober")
    tag.name, tag.slug = "Karmesin", "karmesin"
    tag.save()
    assert (found("zinnober").total, found("karmesin").total) == (0, 1)
    assert facet(found(), "schlagwort") == {"karmesin": 1}
    assert found().hits[0].tags == (("Karmesin", "karmesin"),)
    assert offers("zinn") == {}
    assert offers("karm") == {"Schlagwörter": ["Karmesin"]}


def test_deleting_a_tag(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Bericht", tags=["Zinnober"])
    Tag.objects.get(name="Zinnober").delete()
    assert found("zinnober").total == 0
    assert facet(found(), "schlagwort") == {}
    assert offers("zinn") == {}


def test_changing_a_service_and_its_topic_field(kehl: MunicipalityPage, found: Finder) -> None:
    service = new_service("Ocker", synonyms=["Sepia"], is_municipal=True)
    make_report(kehl, title="Bericht", services=[service])
    assert found("sepia").total == 1
    service.name, service.slug, service.synonyms = "Purpur", "purpur", ["Umbra"]
    service.save()
    assert (found("sepia").total, found("ocker").total) == (0, 0)
    assert (found("umbra").total, found("purpur").total) == (1, 1)
    assert facet(found(), "leistung") == {"purpur": 1}
    assert (offers("sepi"), offers("umbr")) == ({}, {"Leistungen": ["Purpur"]})
    service.topic_field.name = "Neues Feld"
    service.topic_field.save()
    labels = [option.label for group in found().facets if group.name == "thema" for option in group.options]
    assert labels == ["Neues Feld"]


def test_an_import_of_services(kehl: MunicipalityPage, found: Finder) -> None:
    service = new_service("Ocker", is_municipal=True)
    make_report(kehl, title="Bericht", services=[service])
    type(service).objects.filter(pk=service.pk).update(synonyms=["Umbra"])
    services_changed.send(sender=None, service_ids=[service.pk])
    assert titles(found("umbra")) == ["Bericht"]
    assert offers("umbr") == {"Leistungen": ["Ocker"]}


def test_the_shipped_services_are_offered_from_the_start(site: HomePage) -> None:
    assert "Kraftfahrzeugzulassung, -um- und -abmeldung" in offers("auto anmeld")["Leistungen"]


def test_renaming_a_municipality(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Zinnober")
    municipality = kehl.municipality
    municipality.name = "Kehl am Rhein"
    municipality.save()
    assert found("zinnober").hits[0].municipality == "Kehl am Rhein"
    type(municipality).objects.filter(pk=municipality.pk).update(name="Kehl an der Kinzig")
    register_changed.send(sender=None)
    assert found("kinzig").total >= 1


def test_a_change_that_is_taken_back_leaves_no_trace(kehl: MunicipalityPage, found: Finder) -> None:
    with transaction.atomic():
        make_report(kehl, title="Zinnober")
        assert found("zinnober").total == 1
        transaction.set_rollback(True)
    assert found("zinnober").total == 0


def test_rebuilding_makes_the_same_index_again(kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder) -> None:
    gone = make_report(kehl, title="Weg")
    report = make_report(kehl, title="Zinnober", tags=["Wohnen"], services=[make_service()])
    # What happens behind the signals' back: an import, a restored backup.
    ExchangePage.objects.filter(pk=gone.pk).update(live=False)
    ExchangePage.objects.filter(pk=report.pk).update(title="Karmesin")
    DocumentVector.objects.filter(generation=current().generation, document=lahr.pk).delete()
    for _run in range(2):
        output = StringIO()
        call_command("rebuild_search_index", stdout=output)
        assert f"{IndexedPage.objects.count()} von {IndexedPage.objects.count()} Seiten" in output.getvalue()
        assert (found("weg").total, found("zinnober").total) == (0, 0)
        assert titles(found("karmesin")) == ["Karmesin"]
        assert found("lahr").total == 1
        assert "Wohngeld" in offers("wohngeld")["Leistungen"]


def test_sqlite_learns_of_many_pages(kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL does so by itself. Of few it learns nothing: that would mislead it later."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has autovacuum.")
    call_command("rebuild_search_index", stdout=StringIO())
    assert "sqlite_stat1" not in connection.introspection.table_names()
    monkeypatch.setattr(rebuild_search_index, "MANY", 1)
    call_command("rebuild_search_index", stdout=StringIO())
    assert "sqlite_stat1" in connection.introspection.table_names()
