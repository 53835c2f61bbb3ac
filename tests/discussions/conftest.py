"""People and threads for tests of the forum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exchange.discussions.models import ThreadPage
from exchange.discussions.services import open_thread
from exchange.members.models import User
from exchange.spaces.models import MunicipalityPage
from tests.factories import UserFactory


@pytest.fixture
def asker(kehl: MunicipalityPage) -> User:
    """A member of Kehl."""
    return UserFactory(municipality=kehl.municipality, first_name="Aylin", last_name="Autorin", job_title="Hauptamt")


@pytest.fixture
def helper(lahr: MunicipalityPage) -> User:
    """A member of Lahr, who knows the answers."""
    return UserFactory(municipality=lahr.municipality, first_name="Hanna", last_name="Helferin", job_title="IT")


@pytest.fixture
def editor(site: Any) -> User:
    """One of the county's editors."""
    return UserFactory(editor=True, first_name="Edda", last_name="Redaktion")


@pytest.fixture
def make_thread(asker: User) -> Callable[..., ThreadPage]:
    """Opens threads; as a question of the asker for members unless said otherwise."""

    def make(title: str = "Wer hat die Hundesteuer online?", **values: Any) -> ThreadPage:
        values = {"author": asker, "html": "<p>Wir suchen Erfahrungen.</p>", **values}
        return open_thread(title=title, **values)

    return make
