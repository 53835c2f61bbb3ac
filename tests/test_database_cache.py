"""Tests start from migrated tables, also after a test that committed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from psycopg import OperationalError
from wagtail.models import Collection

from exchange.members.models import User
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from tests import database_cache
from tests.conftest import Cast

LEFTOVER = "left by a test that committed"


@pytest.mark.parametrize("visit", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_afterwards_and_nothing_else(visit: int) -> None:
    assert not Group.objects.filter(name=LEFTOVER).exists()
    assert Collection.objects.filter(depth=1).count() == 1, "made by a migration of Wagtail"
    assert Permission.objects.filter(codename="add_reportpage").exists()
    Group.objects.create(name=LEFTOVER)


@pytest.mark.django_db
def test_ordinary_tests_do_not_see_it_either() -> None:
    assert not Group.objects.filter(name=LEFTOVER).exists()


def test_the_first_stage_has_a_site_and_nobody(site: HomePage) -> None:
    assert not MunicipalityPage.objects.exists()
    assert not User.objects.exists()


def test_a_stage_has_what_is_asked_for_and_nothing_else(kehl: MunicipalityPage) -> None:
    assert list(MunicipalityPage.objects.values_list("pk", flat=True)) == [kehl.pk]
    assert User.objects.count() == 1


def test_the_last_stage_has_the_whole_cast(cast: Cast) -> None:
    assert set(User.objects.values_list("pk", flat=True)) == {
        person.pk for person in (*cast.members.values(), cast.outsider)
    }
    assert MunicipalityPage.objects.count() == 2


@pytest.mark.django_db
def test_database_is_one_for_tests() -> None:
    assert "test" in connection.settings_dict["NAME"] or "memory" in connection.settings_dict["NAME"]


def test_key_follows_migrations_and_their_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = SimpleNamespace(label="app", path=str(tmp_path))
    monkeypatch.setattr(apps, "get_app_configs", lambda: [app])
    keys = [database_cache.migrations_key()]
    (tmp_path / "migrations").mkdir()
    migration = tmp_path / "migrations" / "0001_initial.py"
    for text in ("first", "second"):
        migration.write_text(text)
        keys.append(database_cache.migrations_key())
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "list.csv").write_text("a;b")
    keys.append(database_cache.migrations_key())
    (tmp_path / "models.py").write_text("not a migration")
    assert len(set(keys)) == len(keys)
    assert database_cache.migrations_key() == keys[-1]


def test_unreachable_server_is_named_by_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError):
        database_cache.postgresql_address()
