"""The same hits in the same order, whichever database keeps the index."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.search.ranked_lists import NUMBER

pytestmark = pytest.mark.every_database


def ranked_lists(database: str) -> dict[str, list[str]]:
    """What a process of its own finds on this database."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.settings.test", "TEST_DATABASE_URL": database}
    answer = subprocess.run(
        [sys.executable, "-m", "tests.search.ranked_lists"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        check=True,
        timeout=300,
    )
    found: dict[str, list[str]] = json.loads(answer.stdout)
    return found


@pytest.mark.skipif(not os.environ.get("TEST_DATABASE_URL"), reason="needs PostgreSQL beside SQLite")
def test_first_hits_are_the_same_on_both_databases() -> None:
    on_postgresql = ranked_lists(os.environ["TEST_DATABASE_URL"])
    on_sqlite = ranked_lists("sqlite://:memory:")
    assert len(on_postgresql) == NUMBER
    assert sum(map(len, on_sqlite.values())) > NUMBER
    assert on_postgresql == on_sqlite
