"""What a service and a topic field must look like, and how they are asked for."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from exchange.ozg.models import Service, TopicField

KEY = "99107023017001"


@pytest.fixture
def topic_field(db: None) -> TopicField:
    return TopicField.objects.create(number=1, name="Arbeit & Ruhestand", slug="arbeit-ruhestand")


@pytest.fixture
def service(topic_field: TopicField) -> Service:
    return Service.objects.create(ozg_id="10092", name="Wohngeld", slug="wohngeld", topic_field=topic_field)


def test_municipal_leaves_out_what_others_carry_out(service: Service, topic_field: TopicField) -> None:
    Service.objects.create(
        ozg_id="10160", name="Hundehaltung", slug="hundehaltung", topic_field=topic_field, is_municipal=True
    )
    assert [found.name for found in Service.objects.municipal()] == ["Hundehaltung"]


def test_names_stand_for_the_objects(service: Service, topic_field: TopicField) -> None:
    assert str(service) == "Wohngeld"
    assert str(topic_field) == "Arbeit & Ruhestand"


def test_topic_fields_come_in_their_official_order(topic_field: TopicField) -> None:
    for number in (3, 2):
        TopicField.objects.create(number=number, name=f"Feld {number}", slug=f"feld-{number}")
    assert [field.number for field in TopicField.objects.all()] == [1, 2, 3]


def test_a_topic_field_with_services_cannot_be_deleted(service: Service, topic_field: TopicField) -> None:
    with pytest.raises(ProtectedError):
        topic_field.delete()


@pytest.mark.parametrize("ozg_id", ["1009", "100921", "1009a", "١٠٠٩٢", "10092\n", ""])
def test_ozg_id_has_five_digits_in_forms_and_in_the_database(topic_field: TopicField, ozg_id: str) -> None:
    service = Service(ozg_id=ozg_id, name="Wohngeld", slug="wohngeld", topic_field=topic_field)
    with pytest.raises(ValidationError) as error:
        service.full_clean()
    assert "ozg_id" in error.value.message_dict
    with pytest.raises(DatabaseError), transaction.atomic():
        service.save()


@pytest.mark.parametrize("field", ["name", "slug"])
def test_name_and_slug_are_never_empty_in_the_database(service: Service, field: str) -> None:
    setattr(service, field, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        service.save(update_fields=[field])


@pytest.mark.parametrize("number", [0, 15])
def test_there_are_fourteen_topic_fields(db: None, number: int) -> None:
    topic_field = TopicField(number=number, name="Zu viel", slug="zu-viel")
    with pytest.raises(ValidationError):
        topic_field.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        topic_field.save()


@pytest.mark.parametrize(
    "keys", [["9910702301700"], [99107023017001], [KEY, KEY], {"key": KEY}, KEY, [KEY + "\n"], ["x" * 14]]
)
def test_leika_keys_are_a_list_of_14_digits_each(service: Service, keys: object) -> None:
    service.leika_keys = keys
    with pytest.raises(ValidationError) as error:
        service.full_clean()
    assert list(error.value.message_dict) == ["leika_keys"]


@pytest.mark.parametrize("synonyms", [["Mietzuschuss", ""], ["  "], ["x" * 101], "Mietzuschuss", [1], ["a", "a"]])
def test_synonyms_are_a_list_of_words(service: Service, synonyms: object) -> None:
    service.synonyms = synonyms
    with pytest.raises(ValidationError) as error:
        service.full_clean()
    assert list(error.value.message_dict) == ["synonyms"]


def test_good_keys_and_synonyms_are_accepted_and_kept(service: Service) -> None:
    service.leika_keys = [KEY]
    service.synonyms = ["Mietzuschuss", "Lastenzuschuss"]
    service.full_clean()
    service.save()
    service.refresh_from_db()
    assert (service.leika_keys, service.synonyms) == ([KEY], ["Mietzuschuss", "Lastenzuschuss"])
