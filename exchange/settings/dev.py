"""The embedded default: SQLite, files below ``var/``, mail on the console, one process. ``make run`` uses it."""

from __future__ import annotations

import secrets
from pathlib import Path

from exchange import env
from exchange.settings.base import *  # noqa: F403
from exchange.settings.base import VAR_DIR
from exchange.settings.databases import database_from_url


def _own_secret_key(path: Path) -> str:
    """A key made at the first start and kept beside the database, so that no two installations share one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


# The demo with its known password belongs here and nowhere else.
SAMPLES_ALLOWED = True
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "") or _own_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DATABASES = {"default": database_from_url(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5_000}}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
