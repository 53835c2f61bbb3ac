"""People for tests that need one member only: the whole cast takes longer than most of these tests."""

from __future__ import annotations

import pytest

from exchange.members.models import User
from exchange.spaces.models import MunicipalityPage
from tests.factories import UserFactory


@pytest.fixture
def author(kehl: MunicipalityPage) -> User:
    """A member of Kehl."""
    return UserFactory(municipality=kehl.municipality, first_name="Aylin", last_name="Autorin")
