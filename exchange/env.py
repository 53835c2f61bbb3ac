"""Strict readers for environment variables: a wrong value stops the start, it is never guessed."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = "1"
_FALSE = "0"


def read_env_file(path: Path) -> None:
    """Put the ``NAME=value`` lines of a file into the environment; what is set already wins.

    Empty lines and lines starting with ``#`` are skipped. A missing file is no error.
    Raises ImproperlyConfigured for any other line, naming it.
    """
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.partition("=")
        if not separator or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path.name}, line {number}: expected NAME=value")
        os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str | None = None) -> str:
    """Value of the variable; without a default a missing or empty one raises ImproperlyConfigured."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"The environment variable {name} must be set.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """``1`` or ``0``; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    if value not in (_TRUE, _FALSE):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == _TRUE


def integer(name: str, *, default: int, minimum: int = 0) -> int:
    """A whole number not below ``minimum``; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "")
    if value == "":
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if number < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {number}.")
    return number


def items(name: str, default: str | None = None) -> list[str]:
    """Comma-separated values without blanks; without a default at least one is needed."""
    values = [item.strip() for item in text(name, default).split(",") if item.strip()]
    if not values and default is None:
        raise ImproperlyConfigured(f"{name} must name at least one value.")
    return values
