"""Migrated test databases: made once, then copied.

Running all migrations takes most of a minute; copying their result takes a blink. The result is kept under a key made
of all migrations, so a changed migration makes a new one; so does ``pytest --create-db`` (without ``-n``). On SQLite
it is a file below ``.pytest_cache``, on PostgreSQL a database that serves as template. Every pytest-xdist worker gets
its own copy.

Load it in the top conftest with ``pytest_plugins = ["tests.database_cache"]``. The fixture ``database_stages`` there
names what tests start from: each stage is made once in a run, out of the one before it. A test takes the stage
that its marker ``start_from`` names, else the first. Tests that commit (``transactional_db``, ``live_server``) give
their stage back afterwards instead of empty tables.

``python -m tests.database_cache`` prints the address of a PostgreSQL server for a second run, or why there is none.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import TransactionTestCase
from psycopg import OperationalError, connect, sql
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

USUAL_SERVER = "postgresql://postgres@127.0.0.1/interkommunal"
CONNECT_SECONDS = 3
# Read by data migrations beside their own code.
DATA_FOLDERS = ("migrations", "data")


class Snapshot(Protocol):
    """A kept state of the test database."""

    def exists(self) -> bool:
        """Whether it has been taken."""

    def take(self) -> None:
        """Keep the state that the test database has now."""

    def restore(self) -> None:
        """Give the test database the kept state."""

    def remove(self) -> None:
        """Forget it, and older ones that it replaces."""


class SqliteSnapshot:
    """A file beside those of the same kind."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        return self.path.is_file()

    def take(self) -> None:
        unfinished = self.path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        connection.ensure_connection()
        with closing(sqlite3.connect(unfinished)) as target:
            connection.connection.backup(target)
        unfinished.replace(self.path)

    def restore(self) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(self.path)) as source:
            source.backup(connection.connection)

    def remove(self) -> None:
        for path in self.path.parent.glob("*.sqlite3"):
            path.unlink()


class PostgresqlSnapshot:
    """A database on the same server, used as template. ``family`` is the beginning of its older relatives' names."""

    def __init__(self, name: str, family: str) -> None:
        self.name = name
        self.family = family

    def exists(self) -> bool:
        return bool(self._run("SELECT datname FROM pg_database WHERE datname = %s", [self.name]))

    def take(self) -> None:
        self._copy(connection.settings_dict["NAME"], self.name)

    def restore(self) -> None:
        self._copy(self.name, connection.settings_dict["NAME"])

    def remove(self) -> None:
        pattern = self.family.replace("_", r"\_") + "%"
        for (name,) in self._run("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]):
            self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _copy(self, source: str, target: str) -> None:
        connection.close()  # a template must not be in use
        names = {"source": sql.Identifier(source), "target": sql.Identifier(target)}
        self._run(sql.SQL("DROP DATABASE IF EXISTS {target} WITH (FORCE)").format(**names))
        self._run(sql.SQL("CREATE DATABASE {target} TEMPLATE {source}").format(**names))

    @staticmethod
    def _run(statement: str | sql.Composed, parameters: list[str] | None = None) -> list[tuple[Any, ...]]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall()) if cursor.description else []


def migrations_key() -> str:
    """Changes with every migration of every installed app and with the data that migrations read."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        for folder in DATA_FOLDERS:
            for path in sorted(Path(config.path, folder).rglob("*")):
                if path.is_file() and path.suffix != ".pyc":
                    digest.update(f"{config.label}/{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_snapshot(config: pytest.Config) -> Snapshot:
    """The kept result of all migrations for the engine of this run."""
    folder = config.cache.mkdir("migrated")
    if connection.vendor == "sqlite":
        return SqliteSnapshot(folder / f"{migrations_key()}.sqlite3")
    # Two working copies on one server must not remove each other's.
    checkout = hashlib.sha256(str(config.rootpath).encode()).hexdigest()[:6]
    family = f"{connection.settings_dict['NAME']}_migrated_{checkout}_"
    return PostgresqlSnapshot(family + migrations_key(), family)


class Stages:
    """The states that the tests of this run start from, by name; the database is in one of them between two tests."""

    def __init__(self, migrated: Snapshot, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._snapshots = {"": migrated}
        self._current = ""

    def add(self, name: str, make: Callable[[], object], folder: Path) -> None:
        """Make one more out of the last and keep it."""
        make()
        if connection.vendor == "sqlite":
            self._snapshots[name] = SqliteSnapshot(folder / f"{name}.sqlite3")
        else:
            kept = f"{connection.settings_dict['NAME']}_stage_{name}"
            self._snapshots[name] = PostgresqlSnapshot(kept, kept)
        self._snapshots[name].take()
        self._current = name

    def enter(self, name: str) -> None:
        """Bring the database into this state, at no cost where it is there already."""
        if name != self._current:
            with self._blocker.unblock():
                self._snapshots[name].restore()
            self._current = name

    def restore(self) -> None:
        """Undo what a test has committed."""
        self._snapshots[self._current].restore()

    def remove(self) -> None:
        """Forget all but the migrated state, which other runs use."""
        for name, snapshot in self._snapshots.items():
            if name:
                snapshot.remove()


STAGES = pytest.StashKey[Stages]()
WANTED = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Brings the database into the stage that the test starts from, before its fixtures are made."""
    if marker := item.get_closest_marker("start_from"):
        item.config.stash[WANTED] = marker.args[0]
        if stages := item.config.stash.get(STAGES, None):
            stages.enter(marker.args[0])


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Lets one worker make the migrated database while the others wait for it."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def point_to(name: str) -> None:
    """Let Django use the test database of this name from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name


def make_test_database(migrated: Snapshot, lock: Path, *, anew: bool) -> None:
    """An own migrated test database: a copy where there is one to copy, else by running the migrations."""
    with one_at_a_time(lock):
        if migrated.exists() and not anew:
            point_to(connection.creation._get_test_db_name())  # type: ignore[attr-defined]
            migrated.restore()
            # Permissions and the like follow the models of today, which may have changed without a migration.
            emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
            return
        migrated.remove()
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        migrated.take()


@pytest.fixture(scope="session")
def database_stages() -> dict[str, Callable[[], object]]:
    """What tests start from, in the order of making; override it in a conftest."""
    return {}


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
    database_stages: dict[str, Callable[[], object]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Replaces pytest-django's fixture of this name: the same database, copied instead of migrated."""
    config = request.config
    production_name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        migrated = migrated_snapshot(config)
        # Not in workers: one would take away what another copies from.
        anew = config.getvalue("create_db") and not hasattr(config, "workerinput")
        make_test_database(migrated, config.cache.mkdir("migrated") / "lock", anew=anew)
        stages = Stages(migrated, django_db_blocker)
        folder = tmp_path_factory.mktemp("database")
        for name, make in database_stages.items():
            stages.add(name, make, folder)
        stages.enter(config.stash.get(WANTED, next(iter(database_stages), "")))
        config.stash[STAGES] = stages
        # Django would empty all tables, and with them what migrations have put in.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: stages.restore())
        yield
        stages.remove()
        connection.creation.destroy_test_db(production_name, verbosity=0)


def postgresql_address() -> str:
    """The address for TEST_DATABASE_URL: the one that is set, else the usual one.

    Raises psycopg's OperationalError when no server answers there.
    """
    address = os.environ.get("TEST_DATABASE_URL") or USUAL_SERVER
    # The test database is made by the run; any server has this one.
    with connect(make_conninfo(address, dbname="postgres", connect_timeout=CONNECT_SECONDS)):
        return address


if __name__ == "__main__":
    try:
        sys.stdout.write(postgresql_address() + "\n")
    except OperationalError as error:
        reason = " ".join(str(error).split())
        sys.stderr.write(f"Not run on PostgreSQL ({os.environ.get('TEST_DATABASE_URL') or USUAL_SERVER}): {reason}\n")
        sys.exit(1)
