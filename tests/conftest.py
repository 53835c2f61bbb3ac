"""The site, the cast and their browsers, for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import settings

from exchange.members.models import User
from exchange.members.roles import Role
from exchange.municipalities.models import Municipality
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import join_municipality
from home.models import HomePage
from home.setup import ensure_site
from tests.factories import UserFactory

pytest_plugins = ["tests.database_cache"]

settings.register_profile("normal", max_examples=60)
settings.register_profile("thorough", max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "normal"))

KEHL, LAHR, OFFENBURG = "08317057", "08317065", "08317096"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database only what uses one: all else has been tested on SQLite, where every test runs."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    with_database = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = with_database


def _uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    marked = any(item.get_closest_marker(name) for name in ("django_db", "every_database"))
    return marked or bool({"db", "transactional_db"} & set(fixtures))


@dataclass(frozen=True)
class Cast:
    """Everybody an endpoint must meet: the author, colleagues of all kinds, an outsider and a visitor."""

    author: User
    colleague: User
    trusted: User
    coordinator: User
    other: User
    editor: User
    administrator: User
    outsider: User

    @property
    def members(self) -> dict[str, User]:
        """Those who may see what is for members."""
        return {
            name: getattr(self, name)
            for name in ("author", "colleague", "trusted", "coordinator", "other", "editor", "administrator")
        }

    @property
    def strangers(self) -> dict[str, User | None]:
        """Those who may not: somebody with an account but without membership, and a visitor."""
        return {"outsider": self.outsider, "visitor": None}

    @property
    def everybody(self) -> dict[str, User | None]:
        """The whole cast."""
        return {**self.members, **self.strangers}


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Kept pages of one test must not answer in another."""
    cache.clear()


@pytest.fixture(scope="session")
def database_content() -> Callable[[], Any]:
    """All tests start from a site that has been set up."""
    return ensure_site


@pytest.fixture
def site(db: None) -> HomePage:
    """The page tree with register, catalogue and review, without content."""
    return HomePage.objects.get()


@pytest.fixture
def administrator(site: HomePage) -> User:
    """An administrator."""
    return User.objects.create_superuser("admin@betrieb.example", first_name="Adi", last_name="Ministrator")


def _join(ags: str, administrator: User) -> MunicipalityPage:
    return join_municipality(municipality=Municipality.objects.get(ags=ags), actor=administrator)


@pytest.fixture
def kehl(administrator: User) -> MunicipalityPage:
    """The space of Kehl."""
    return _join(KEHL, administrator)


@pytest.fixture
def lahr(administrator: User) -> MunicipalityPage:
    """The space of Lahr."""
    return _join(LAHR, administrator)


@pytest.fixture
def offenburg(administrator: User) -> MunicipalityPage:
    """The space of Offenburg."""
    return _join(OFFENBURG, administrator)


@pytest.fixture
def cast(kehl: MunicipalityPage, lahr: MunicipalityPage, administrator: User) -> Cast:
    """Everybody, with Kehl as the author's municipality and Lahr as the other one."""
    return Cast(
        author=UserFactory(municipality=kehl.municipality, first_name="Aylin", last_name="Autorin"),
        colleague=UserFactory(municipality=kehl.municipality),
        trusted=UserFactory(municipality=kehl.municipality, role=Role.TRUSTED_AUTHOR),
        coordinator=UserFactory(municipality=kehl.municipality, role=Role.COORDINATOR),
        other=UserFactory(municipality=lahr.municipality),
        editor=UserFactory(editor=True),
        administrator=administrator,
        outsider=UserFactory(),
    )


@pytest.fixture
def browser_of() -> Any:
    """A test browser signed in as the given person; as a visitor for None."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
