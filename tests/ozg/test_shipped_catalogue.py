"""The tables that come with the product."""

from __future__ import annotations

import pytest

from exchange.ozg.loading import load_shipped_catalogue, load_topic_fields
from exchange.ozg.models import Service, TopicField

pytestmark = pytest.mark.django_db


def test_it_loads_without_a_rejected_row_and_covers_every_topic_field() -> None:
    report = load_shipped_catalogue()

    assert report.rejected == []
    assert report.created >= 150
    assert Service.objects.municipal().count() == report.created
    assert TopicField.objects.count() == 14
    assert not TopicField.objects.filter(services=None).exists()
    assert not TopicField.objects.filter(description="").exists()


def test_each_service_is_valid_and_has_the_words_people_use() -> None:
    load_shipped_catalogue()
    for service in Service.objects.all():
        service.clean_fields(exclude={"topic_field"})
        words = {synonym.casefold() for synonym in service.synonyms}
        assert len(words) == len(service.synonyms) >= 3, service.name
        assert service.name.casefold() not in words, service.name
        assert len(service.leika_keys) <= 12, service.name


def test_what_citizens_type_leads_to_the_official_name() -> None:
    load_shipped_catalogue()
    services = list(Service.objects.all())
    expected = {
        "Auto anmelden": ["Kraftfahrzeugzulassung, -um- und -abmeldung"],
        "Nummernschild": ["Kraftfahrzeugkennzeichen"],
        "Perso": ["Personalausweis"],
        "Hund anmelden": ["Hundehaltung"],
        "Mietzuschuss": ["Wohngeld"],
        "Bauantrag": ["Bauvorbescheid und Baugenehmigung"],
        "Kita-Platz": ["Kindertagesbetreuung"],
        "heiraten": ["Eheschließung und -beurkundung"],
        "Gewerbe anmelden": ["Unternehmensanmeldung und -genehmigung"],
        "Fundbüro": ["Fundsachen"],
        "Anwohnerparken": ["Parkausweise und Zufahrtsberechtigungen"],
    }
    found = {typed: [service.name for service in services if typed in service.synonyms] for typed in expected}
    assert found == expected


def test_loading_again_changes_nothing() -> None:
    load_shipped_catalogue()
    before = list(Service.objects.order_by("pk").values()), list(TopicField.objects.values())

    report = load_shipped_catalogue()

    assert (report.created, report.updated) == (0, 0)
    assert (list(Service.objects.order_by("pk").values()), list(TopicField.objects.values())) == before


def test_edited_topic_fields_stay_and_missing_ones_come_back() -> None:
    load_topic_fields()
    TopicField.objects.filter(number=3).update(name="Bildung und Schule", description="Eigener Text")
    TopicField.objects.filter(number=4).delete()

    assert load_topic_fields() == 1

    assert TopicField.objects.get(number=3).description == "Eigener Text"
    assert TopicField.objects.get(number=4).name == "Ein- & Auswanderung"
    assert load_shipped_catalogue().rejected == []
