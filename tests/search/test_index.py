"""The index is what is published, at once and in the same transaction."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from exchange.municipalities.signals import register_changed
from exchange.ozg.signals import services_changed
from exchange.pages.models import ExchangePage, Tag, Visibility
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from search.models import IndexedPage, Posting, Suggestion
from tests.conftest import Cast
from tests.factories import make_report, make_service
from tests.search.conftest import Finder, facet, new_service, offers, titles

pytestmark = pytest.mark.django_db


def test_publishing_changes_what_is_found(kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Altwort", live=False)
    assert found("altwort").total == 0
    report.get_latest_revision().publish(skip_permission_checks=True)
    assert found("altwort").total == 1
    report.refresh_from_db()
    report.title = "Neuwort"
    revision = report.save_revision()
    # A draft of a published page changes nothing yet.
    assert (found("altwort").total, found("neuwort").total) == (1, 0)
    revision.publish(skip_permission_checks=True)
    assert (found("altwort").total, found("neuwort").total) == (0, 1)


def test_unpublishing_takes_it_out(kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Altwort", tags=["Alttag"])
    report.unpublish()
    assert found("altwort").total == 0
    assert offers("altwort") == offers("alttag") == {}
    assert not Posting.objects.filter(entry=report.pk).exists()


def test_deleting_takes_it_out_with_all_below(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Altwort")
    ExchangePage.objects.get(pk=kehl.pk).delete()
    assert (found("altwort").total, found("kehl").total) == (0, 0)
    assert not IndexedPage.objects.filter(page__title="Altwort").exists()
    assert not Posting.objects.filter(term="altwort").exists()
    assert not Suggestion.objects.filter(title="Altwort").exists()


def test_hiding_and_showing(kehl: MunicipalityPage, cast: Cast, found: Finder) -> None:
    report = make_report(kehl, title="Altwort")
    for visibility, for_visitors in ((Visibility.MEMBERS, 0), (Visibility.PUBLIC, 1)):
        report.visibility = visibility
        report.save_revision().publish(skip_permission_checks=True)
        assert found("altwort").total == for_visitors
        assert found("altwort", cast.other).total == 1
        assert bool(offers("altwort")) == bool(for_visitors)


def test_moving_changes_municipality_and_address(kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Altwort")
    ExchangePage.objects.get(pk=report.pk).move(ExchangePage.objects.get(pk=lahr.pk), pos="last-child")
    results = found("altwort")
    assert facet(results, "kommune") == {lahr.municipality.slug: 1}
    assert results.hits[0].municipality == lahr.municipality.name
    assert results.hits[0].url.startswith(f"/kommunen/{lahr.slug}/")


def test_a_changed_address_is_shown_without_indexing(kehl: MunicipalityPage, found: Finder) -> None:
    report = make_report(kehl, title="Altwort")
    report.slug = "neue-adresse"
    report.save_revision().publish(skip_permission_checks=True)
    assert found("altwort").hits[0].url == "/kommunen/kehl/neue-adresse/"
    kehl.refresh_from_db()
    kehl.slug = "kehl-am-rhein"
    kehl.save()
    assert found("altwort").hits[0].url == "/kommunen/kehl-am-rhein/neue-adresse/"


def test_renaming_a_tag(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Bericht", tags=["Altwort"])
    tag = Tag.objects.get(name="Altwort")
    tag.name, tag.slug = "Neuwort", "neuwort"
    tag.save()
    assert (found("altwort").total, found("neuwort").total) == (0, 1)
    assert facet(found(), "schlagwort") == {"neuwort": 1}
    assert found().hits[0].tags == (("Neuwort", "neuwort"),)
    assert offers("altw") == {}
    assert offers("neuw") == {"Schlagwörter": ["Neuwort"]}


def test_deleting_a_tag(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Bericht", tags=["Altwort"])
    Tag.objects.get(name="Altwort").delete()
    assert found("altwort").total == 0
    assert facet(found(), "schlagwort") == {}
    assert offers("altw") == {}


def test_changing_a_service_and_its_topic_field(kehl: MunicipalityPage, found: Finder) -> None:
    service = new_service("Altleistung", synonyms=["Altname"], is_municipal=True)
    make_report(kehl, title="Bericht", services=[service])
    assert found("altname").total == 1
    service.name, service.slug, service.synonyms = "Neuleistung", "neuleistung", ["Neuname"]
    service.save()
    assert (found("altname").total, found("altleistung").total) == (0, 0)
    assert (found("neuname").total, found("neuleistung").total) == (1, 1)
    assert facet(found(), "leistung") == {"neuleistung": 1}
    assert (offers("altn"), offers("neun")) == ({}, {"Leistungen": ["Neuleistung"]})
    service.topic_field.name = "Neues Feld"
    service.topic_field.save()
    labels = [option.label for group in found().facets if group.name == "thema" for option in group.options]
    assert labels == ["Neues Feld"]


def test_an_import_of_services(kehl: MunicipalityPage, found: Finder) -> None:
    service = new_service("Altleistung", is_municipal=True)
    make_report(kehl, title="Bericht", services=[service])
    type(service).objects.filter(pk=service.pk).update(synonyms=["Neuname"])
    services_changed.send(sender=None, service_ids=[service.pk])
    assert titles(found("neuname")) == ["Bericht"]
    assert offers("neun") == {"Leistungen": ["Altleistung"]}


def test_the_shipped_services_are_offered_from_the_start(site: HomePage) -> None:
    assert "Kraftfahrzeugzulassung, -um- und -abmeldung" in offers("auto anmeld")["Leistungen"]


def test_renaming_a_municipality(kehl: MunicipalityPage, found: Finder) -> None:
    make_report(kehl, title="Bericht")
    municipality = kehl.municipality
    municipality.name = "Kehl am Rhein"
    municipality.save()
    assert found("bericht").hits[0].municipality == "Kehl am Rhein"
    type(municipality).objects.filter(pk=municipality.pk).update(name="Kehl an der Kinzig")
    register_changed.send(sender=None)
    assert found("kinzig").total >= 1


def test_a_change_that_is_taken_back_leaves_no_trace(kehl: MunicipalityPage, found: Finder) -> None:
    with transaction.atomic():
        make_report(kehl, title="Altwort")
        assert found("altwort").total == 1
        transaction.set_rollback(True)
    assert found("altwort").total == 0


def test_rebuilding_makes_the_same_index_again(kehl: MunicipalityPage, lahr: MunicipalityPage, found: Finder) -> None:
    gone = make_report(kehl, title="Weg")
    report = make_report(kehl, title="Altwort", tags=["Wohnen"], services=[make_service()])
    # What happens behind the signals' back: an import, a restored backup.
    ExchangePage.objects.filter(pk=gone.pk).update(live=False)
    ExchangePage.objects.filter(pk=report.pk).update(title="Neuwort")
    Posting.objects.filter(entry=lahr.pk)._raw_delete(Posting.objects.db)
    for _run in range(2):
        output = StringIO()
        call_command("rebuild_search_index", stdout=output)
        assert f"{IndexedPage.objects.count()} von {IndexedPage.objects.count()} Seiten" in output.getvalue()
        assert (found("weg").total, found("altwort").total) == (0, 0)
        assert titles(found("neuwort")) == ["Neuwort"]
        assert found("lahr").total == 1
        assert "Wohngeld" in offers("wohngeld")["Leistungen"]
