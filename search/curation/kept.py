"""What every search asks for and editors change now and then: read once by each process, again after a change."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import transaction

_T = TypeVar("_T")


class Kept(Generic[_T]):
    """A value out of the database, kept in the process as long as the number in the common cache stays the same.

    The same object comes back until something changes, so that what is made of it can be kept by identity.
    """

    def __init__(self, key: str, read: Callable[[], _T]) -> None:
        self._key = key
        self._read = read
        self._kept: tuple[int, _T] | None = None

    def get(self) -> _T:
        """The value; costs one look into the cache as a rule."""
        version: int | None = cache.get(self._key)
        if version is None:
            version = time.time_ns()
            # Another process may have been quicker.
            version = version if cache.add(self._key, version, timeout=None) else cache.get(self._key, version)
        if self._kept is None or self._kept[0] != version:
            self._kept = (version, self._read())
        return self._kept[1]

    def forget(self) -> None:
        """Have it read again: at once for whoever changes it, and by all others when the change is committed."""
        self._raise_version()
        transaction.on_commit(self._raise_version)

    def _raise_version(self) -> None:
        cache.set(self._key, time.time_ns(), timeout=None)
