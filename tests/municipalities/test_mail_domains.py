from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from exchange.municipalities.fields import normalise_mail_domains, validate_mail_domains
from exchange.municipalities.models import Municipality
from tests.municipalities.factories import MunicipalityFactory

UNTIDY = [" Stadt-Kehl.DE", "@kehl.example.", "stadt-kehl.de", ""]
TIDY = ["stadt-kehl.de", "kehl.example"]


def test_domains_are_brought_into_one_form() -> None:
    assert normalise_mail_domains(UNTIDY) == TIDY


@pytest.mark.django_db
def test_every_way_into_the_database_tidies_up() -> None:
    saved = MunicipalityFactory(mail_domains=UNTIDY)
    (created,) = Municipality.objects.bulk_create([MunicipalityFactory.build(mail_domains=UNTIDY)])
    updated = MunicipalityFactory()
    Municipality.objects.filter(pk=updated.pk).update(mail_domains=UNTIDY)

    assert saved.mail_domains == TIDY
    for municipality in (saved, created, updated):
        assert Municipality.objects.get(ags=municipality.ags).mail_domains == TIDY


@pytest.mark.parametrize(
    "value",
    ["kehl.example", {"a": 1}, [1], [None], ["kehl"], ["büro@kehl.example"], ["kehl example.de"], ["http://a.de"]],
)
def test_what_is_no_list_of_domains_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        validate_mail_domains(value)


@pytest.mark.parametrize("domain", ["gmx.de", "T-Online.de", "@gmail.com"])
def test_a_provider_open_to_everybody_proves_no_employment(domain: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_mail_domains(["kehl.example", domain])
    assert refusal.value.code == "public_domain"


@pytest.mark.parametrize("value", [[], ["kehl.example"], ["rathaus.böblingen.example", "xn--bblingen-n4a.example"]])
def test_domains_of_a_town_are_accepted(value: list[str]) -> None:
    validate_mail_domains(value)


@pytest.mark.django_db
def test_an_editor_writes_one_domain_a_line() -> None:
    form_class = modelform_factory(Municipality, fields=["mail_domains"])
    municipality = MunicipalityFactory(mail_domains=["alt.example"])

    assert ">\nalt.example</textarea>" in form_class(instance=municipality).as_p()
    form = form_class({"mail_domains": "Stadt-Kehl.de\r\nkehl.example, stadt-kehl.de"}, instance=municipality)
    assert form.is_valid(), form.errors
    assert form.has_changed()
    form.save()
    municipality.refresh_from_db()
    assert municipality.mail_domains == TIDY
    assert not form_class({"mail_domains": "stadt-kehl.de\nkehl.example\n"}, instance=municipality).has_changed()
    assert form_class({"mail_domains": "kein domainname"}, instance=municipality).errors["mail_domains"]


@pytest.mark.django_db
def test_an_editor_can_take_all_domains_away() -> None:
    form_class = modelform_factory(Municipality, fields=["mail_domains"])
    municipality = MunicipalityFactory(mail_domains=["alt.example"])

    form = form_class({"mail_domains": ""}, instance=municipality)

    assert form.is_valid(), form.errors
    assert form.save().mail_domains == []
