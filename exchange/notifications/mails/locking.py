"""One process alone sends a member's mails, and a killed one holds nobody up: both locks end with their process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

_NAMESPACE = 0x4E4F5449  # sets these advisory locks apart from others in the same database


@contextmanager
def receiver_lock(receiver_id: int) -> Iterator[bool]:
    """Whether this process may send the member's mails until the end of the block; False while another one does.

    PostgreSQL: an advisory lock of the session. SQLite, which knows one machine only: a lock on a file beside the
    database, for all members at once. A database in memory belongs to one process anyway.
    """
    if connection.vendor == "postgresql":
        with _advisory_lock(receiver_id) as free:
            yield free
    elif connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield True
    else:
        with Path(f"{connection.settings_dict['NAME']}-mails").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield True


@contextmanager
def _advisory_lock(receiver_id: int) -> Iterator[bool]:
    # Two numbers of 32 bits; members whose keys differ by 2^31 would wait for each other, no more.
    names = [_NAMESPACE, receiver_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", names)
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", names)
