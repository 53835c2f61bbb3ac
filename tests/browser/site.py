"""The real site for the browser: prepared once, then served by gunicorn."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.database_cache import SqliteSnapshot, migrated_snapshot, one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
# Everything that what is kept depends on: code and samples, but not looks.
SOURCES = [
    path
    for folder in ("exchange", "home", "search", "tests/browser")
    for pattern in ("*.py", "*.toml", "*.csv", "synonyms.txt")
    for path in (ROOT / folder).rglob(pattern)
]


@dataclass(frozen=True)
class ServedSite:
    """A running site: its origin without slash, addresses of sample pages by type, and the file it logs to."""

    origin: str
    addresses: dict[str, str]
    log: Path


def environment(var_dir: Path, origin: str) -> dict[str, str]:
    """Variables of a site in this folder, none of which comes from the developer's own ``.env``."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "exchange.settings.dev",
        "VAR_DIR": str(var_dir),
        "DATABASE_URL": f"sqlite:///{var_dir / 'db.sqlite3'}",
        "SITE_URL": origin,
        "DEBUG": "0",
        "SECRET_KEY": "only-for-browser-tests-" + "0" * 50,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "VISITOR_CACHE_SECONDS": "600",
        "PROXY_COUNT": "0",
        "DEMO_PASSWORD": "",
    }


def prepare(config: pytest.Config, var_dir: Path) -> dict[str, str]:
    """Fill the folder with a site full of samples and return the addresses of its pages by type.

    Loading the samples takes about half a minute, so the result is kept below ``.pytest_cache`` for as long as code and
    samples stay the same.
    """
    store = config.cache.mkdir("browser-site")
    kept = store / _key()
    with one_at_a_time(store / "lock"):
        if kept.is_dir():
            shutil.copytree(kept, var_dir, dirs_exist_ok=True)
            return _run_preparation(var_dir)
        migrated = migrated_snapshot(config)
        if isinstance(migrated, SqliteSnapshot) and migrated.exists():
            shutil.copy(migrated.path, var_dir / "db.sqlite3")
        addresses = _run_preparation(var_dir)
        for older in store.iterdir():
            if older.is_dir():
                shutil.rmtree(older)
        unfinished = store / "unfinished"
        shutil.copytree(var_dir, unfinished, ignore=shutil.ignore_patterns("static"))
        unfinished.rename(kept)
        return addresses


@contextmanager
def serve(var_dir: Path) -> Iterator[tuple[str, Path]]:
    """Run gunicorn on a free port until the block ends; origin and log file are given.

    Raises RuntimeError with the log when the site does not answer in time.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        log = var_dir / "site.log"
        bind = ["--bind", f"fd://{listener.fileno()}"]
        workers = ["--workers", "1", "--worker-class", "gthread", "--threads", "4"]
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "exchange.wsgi", *bind, *workers, "--log-level", "warning"],
                cwd=ROOT,
                env=environment(var_dir, origin),
                pass_fds=[listener.fileno()],
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
    try:
        _wait_until_it_answers(process, origin, log)
        yield origin, log
    finally:
        process.terminate()
        process.wait(timeout=30)


def _run_preparation(var_dir: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.browser.prepare"],
        cwd=ROOT,
        env=environment(var_dir, "http://127.0.0.1"),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The site could not be prepared:\n{done.stdout}\n{done.stderr}")
    addresses: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return addresses


def _wait_until_it_answers(process: subprocess.Popen[bytes], origin: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection(origin.removeprefix("http://"), timeout=START_SECONDS)
        try:
            connection.request("GET", "/robots.txt")
            connection.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"The site does not answer:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _key() -> str:
    digest = hashlib.sha256(f"{version('django')} {version('wagtail')}".encode())
    for path in sorted(SOURCES):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
