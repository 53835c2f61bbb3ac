"""Database settings out of an address, with what each engine needs to run well."""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def database_from_url(url: str) -> dict[str, Any]:
    """Settings of one database from ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    Raises ImproperlyConfigured for any other engine: only these two are tested.
    """
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    engine = settings["ENGINE"]
    if engine == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            # Readers never wait for a writer; a writer takes its lock at once instead of failing half-way.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    elif engine != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a SQLite or PostgreSQL database.")
    return settings
