"""Services are found by what people call them."""

from __future__ import annotations

import pytest

from exchange.ozg.finding import services_called
from exchange.ozg.loading import load_shipped_catalogue
from exchange.ozg.models import Service

pytestmark = pytest.mark.django_db


def test_services_are_found_by_name_everyday_word_and_number() -> None:
    """Case and umlauts do not matter; what is called just so comes first, then what begins so."""
    load_shipped_catalogue()
    for text in ("Führerschein", "fuehrerschein", "FÜHRERSCH", "führer"):
        assert "Führerschein" in [service.name for service in services_called(text)], text
    housing = Service.objects.get(name="Wohngeld")
    found = services_called("mietzuschuss")[0]
    assert (found.pk, found.word, found.is_exact) == (housing.pk, "Mietzuschuss", True)
    assert [each.pk for each in services_called(housing.ozg_id)] == [housing.pk]
    assert services_called("Quastenflosser") == []
    # „Parkausweis“ is a word for the first, the name of the second begins so.
    assert [service.is_exact for service in services_called("Parkausweis")] == [True, False]
    assert services_called("Tier")[0].name.startswith("Tier")
