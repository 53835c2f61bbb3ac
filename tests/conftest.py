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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest group first, and tests that start from the same content one after the other.

    The second group of browser tests needs the site that the first one makes, so it comes later.
    On a second database only what uses one: all else has been tested on SQLite, where every test runs.
    """
    if os.environ.get("TEST_DATABASE_URL"):
        config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
        items[:] = [item for item in items if _uses_database(item)]
    for item in items:
        item.add_marker(pytest.mark.start_from(_stage(item)))
    items.sort(key=lambda item: ORDER.index(_group(item) or _stage(item)))


def _stage(item: pytest.Item) -> str:
    """The one that has most of what the test asks for, and nothing else."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if "cast" in fixtures:
        return "cast"
    if "kehl" in fixtures:
        return "neighbours" if "lahr" in fixtures else "kehl"
    return "site"


def _group(item: pytest.Item) -> str:
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0]) if marker else ""


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


def _administrator() -> User:
    mail = "admin@betrieb.example"
    return User.objects.filter(email=mail).first() or User.objects.create_superuser(
        mail, first_name="Adi", last_name="Ministrator"
    )


def _space(ags: str) -> MunicipalityPage:
    return MunicipalityPage.objects.filter(municipality__ags=ags).first() or join_municipality(
        municipality=Municipality.objects.get(ags=ags), actor=_administrator()
    )


def _cast() -> Cast:
    kehl, lahr = _space(KEHL).municipality, _space(LAHR).municipality
    people: dict[str, dict[str, Any]] = {
        "author": {"municipality": kehl, "first_name": "Aylin", "last_name": "Autorin"},
        "colleague": {"municipality": kehl},
        "trusted": {"municipality": kehl, "role": Role.TRUSTED_AUTHOR},
        "coordinator": {"municipality": kehl, "role": Role.COORDINATOR},
        "other": {"municipality": lahr},
        "editor": {"editor": True},
        "outsider": {},
    }
    mails = {name: f"{name}@kommune.example" for name in people}
    found = {user.email: user for user in User.objects.filter(email__in=mails.values())}
    return Cast(
        administrator=_administrator(),
        **{name: found.get(mail) or UserFactory(email=mail, **people[name]) for name, mail in mails.items()},
    )


# What tests start from, each made out of the one before. The fixtures below find what is there and make what is not.
STAGES: dict[str, Callable[[], object]] = {
    "site": ensure_site,
    "kehl": lambda: _space(KEHL),
    "neighbours": lambda: _space(LAHR),
    "cast": _cast,
}


_first, *_others = STAGES
ORDER = ["browser: pages", _first, "browser: use", *_others]


@pytest.fixture(scope="session")
def database_stages() -> dict[str, Callable[[], object]]:
    """All tests start from a site that has been set up, most of them with people."""
    return STAGES


@pytest.fixture
def site(db: None) -> HomePage:
    """The page tree with register, catalogue and review, without content."""
    return HomePage.objects.get()


@pytest.fixture
def administrator(site: HomePage) -> User:
    """An administrator."""
    return _administrator()


@pytest.fixture
def kehl(administrator: User) -> MunicipalityPage:
    """The space of Kehl."""
    return _space(KEHL)


@pytest.fixture
def lahr(administrator: User) -> MunicipalityPage:
    """The space of Lahr."""
    return _space(LAHR)


@pytest.fixture
def offenburg(administrator: User) -> MunicipalityPage:
    """The space of Offenburg."""
    return _space(OFFENBURG)


@pytest.fixture
def cast(kehl: MunicipalityPage, lahr: MunicipalityPage) -> Cast:
    """Everybody, with Kehl as the author's municipality and Lahr as the other one."""
    return _cast()


@pytest.fixture
def browser_of() -> Any:
    """A test browser signed in as the given person; as a visitor for None."""

    def make(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make
