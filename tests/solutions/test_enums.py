"""The choices of the wiki are the words of the standard."""

from __future__ import annotations

from exchange.solutions.categories import category_choices
from exchange.solutions.enums import DevelopmentStatus, Maintenance, Platform, SoftwareType
from exchange.solutions.publiccode import vocabulary


def test_choices_are_those_of_the_standard() -> None:
    """So that every file can be taken over and every page be written."""
    assert set(DevelopmentStatus.values) == set(vocabulary.STATUSES)
    assert set(SoftwareType.values) == set(vocabulary.SOFTWARE_TYPES)
    assert set(Maintenance.values) == set(vocabulary.MAINTENANCE_TYPES)
    assert set(Platform.values) == set(vocabulary.PLATFORMS)
    assert {category for category, _label in category_choices()} == set(vocabulary.CATEGORIES)
