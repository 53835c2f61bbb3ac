"""Settings stop the start instead of guessing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from exchange import env
from exchange.settings.databases import database_from_url

PRODUCTION = {
    "SECRET_KEY": "a-key-that-only-this-test-knows-0123456789-ABCDEFGHIJKLMNOPQ",
    "ALLOWED_HOSTS": "austausch.example.org",
    "SITE_URL": "https://austausch.example.org",
    "DATABASE_URL": "postgresql://site:secret@localhost:5432/site",
    "CACHE_URL": "redis://localhost:6379/0",
    "MAIL_HOST": "mail.example.org",
    "MAIL_FROM": "austausch@example.org",
}
NAME = "INTERKOMMUNAL_TEST_VALUE"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing but these variables."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def value(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sets variables that are gone after the test; the one in question is not set at first."""
    monkeypatch.delenv(NAME, raising=False)
    return monkeypatch


def test_text_without_default_must_be_there(value: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.text(NAME)
    value.setenv(NAME, "")
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.text(NAME)
    assert env.text(NAME, "otherwise") == "otherwise"
    value.setenv(NAME, "there")
    assert env.text(NAME) == "there"


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("0", False)])
def test_flags(value: pytest.MonkeyPatch, written: str, meant: bool) -> None:
    value.setenv(NAME, written)
    assert env.flag(NAME, default=not meant) is meant


@pytest.mark.parametrize("wrong", ["true", "True", "yes", "on", "2", " 1", "-"])
def test_a_flag_is_never_guessed(value: pytest.MonkeyPatch, wrong: str) -> None:
    assert env.flag(NAME, default=True) is True
    value.setenv(NAME, wrong)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.flag(NAME, default=False)


def test_integers(value: pytest.MonkeyPatch) -> None:
    assert env.integer(NAME, default=7) == 7
    value.setenv(NAME, "12")
    assert env.integer(NAME, default=7) == 12


@pytest.mark.parametrize("wrong", ["ten", "1.5", "", "-1"])
def test_an_integer_is_never_guessed(value: pytest.MonkeyPatch, wrong: str) -> None:
    value.setenv(NAME, wrong or "0")
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.integer(NAME, default=7, minimum=1)


def test_lists(value: pytest.MonkeyPatch) -> None:
    assert env.items(NAME, "a, b") == ["a", "b"]
    value.setenv(NAME, " one ,, two ,")
    assert env.items(NAME) == ["one", "two"]
    value.setenv(NAME, " , ")
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.items(NAME)


def test_env_file_fills_in_what_is_not_set(value: pytest.MonkeyPatch, tmp_path: Path) -> None:
    value.setenv("INTERKOMMUNAL_TEST_SET", "environment")
    file = tmp_path / ".env"
    file.write_text(f'# a comment\n\n{NAME} = "with blanks"\nINTERKOMMUNAL_TEST_SET=file\n', encoding="utf-8")
    env.read_env_file(file)
    assert os.environ[NAME] == "with blanks"
    assert os.environ["INTERKOMMUNAL_TEST_SET"] == "environment"
    value.delenv(NAME)


@pytest.mark.parametrize("line", ["no separator", "=nameless", "two words=1"])
def test_env_file_with_a_wrong_line_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# fine\n{line}\n", encoding="utf-8")
    with pytest.raises(ImproperlyConfigured, match="line 2"):
        env.read_env_file(file)


def test_missing_env_file_is_no_error(tmp_path: Path) -> None:
    env.read_env_file(tmp_path / "none")


def test_example_of_env_file_names_every_variable_and_can_be_read(value: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = (Path(settings.BASE_DIR) / ".env.example").read_text(encoding="utf-8")
    sources = "".join(path.read_text("utf-8") for path in Path(settings.BASE_DIR).glob("exchange/settings/*.py"))
    readers = ("text", "flag", "integer", "items")
    read = {part.split('"')[1] for reader in readers for part in sources.split(f"env.{reader}(")[1:]}
    named = {line.removeprefix("# ").partition("=")[0] for line in example.splitlines() if "=" in line}
    assert read == named
    file = tmp_path / ".env"
    file.write_text(f"{example}\n{NAME}=read to the end\n", encoding="utf-8")
    env.read_env_file(file)
    assert os.environ.get(NAME) == "read to the end"
    value.delenv(NAME)


@pytest.mark.parametrize("address", ["mysql://root@localhost/site", "oracle://localhost/site"])
def test_only_tested_databases_are_taken(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SQLite or PostgreSQL"):
        database_from_url(address)


def test_connections_are_kept_and_checked() -> None:
    for address in ("sqlite:///site.sqlite3", PRODUCTION["DATABASE_URL"]):
        database = database_from_url(address)
        assert database["CONN_MAX_AGE"] > 0
        assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_does_not_start_without(missing: str, value: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = {name: text for name, text in PRODUCTION.items() if name != missing}
    answer = subprocess.run(
        [sys.executable, "-c", "import exchange.settings.production"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "VAR_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode != 0
    assert f"The environment variable {missing} must be set." in answer.stderr


def test_production_passes_every_check_for_deployment(tmp_path: Path) -> None:
    (tmp_path / "assets" / "fonts").mkdir(parents=True)  # made when the site is installed
    answer = manage(
        "check",
        "--deploy",
        "--fail-level=WARNING",
        DJANGO_SETTINGS_MODULE="exchange.settings.production",
        VAR_DIR=str(tmp_path),
        **PRODUCTION,
    )
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


def test_each_installation_makes_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("first", "second", "first"):
        answer = manage(
            "shell",
            "--no-imports",
            "--command=from django.conf import settings; print(settings.SECRET_KEY)",
            DJANGO_SETTINGS_MODULE="exchange.settings.dev",
            VAR_DIR=str(tmp_path / name),
        )
        assert answer.returncode == 0, answer.stderr
        keys.add(answer.stdout.strip())
    assert len(keys) == 2
    assert min(map(len, keys)) >= 50
    assert (tmp_path / "first" / "secret_key").stat().st_mode & 0o077 == 0
