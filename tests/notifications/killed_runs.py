"""Sends digests in processes that are killed, for test_killed_runs.py.

``python -m tests.notifications.killed_runs FILE KILLS SECONDS`` starts ``send_digests weekly`` so many times, kills
each with SIGKILL at a random moment within these seconds after its first mail, and lets a last one come to its end.
What the mail server took stands in FILE, a line for each mail: Message-ID, receiver. Prints how many runs were killed
before their end, and the most memory that a run has used, in MB.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

FILE_VARIABLE = "TAKEN_MAILS"


class FileBackend(BaseEmailBackend):
    """A mail server: what it has taken survives the death of whoever sent it."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        file = os.open(os.environ[FILE_VARIABLE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for message in email_messages:
            sent = message.message()
            assert sent.as_bytes()
            os.write(file, f"{sent['Message-ID']} {sent['To']}\n".encode())
        os.close(file)
        return len(email_messages)


def run() -> int:
    """Start a run in a process of its own; returns its number."""
    from django.core.management import call_command

    child = os.fork()
    if child == 0:
        call_command("send_digests", "weekly", stdout=sys.stderr)
        os._exit(0)
    return child


def wait_until_noticed() -> None:
    """Wait until the database server has ended the session of the killed process, and with it its locks."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        held = True
        while held:
            time.sleep(0.1)
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                "WHERE locktype = 'advisory' AND datname = current_database())"
            )
            held = cursor.fetchone()[0]
    connection.close()  # a fork must not have it


def has_ended(child: int) -> bool:
    """Whether a run has come to its end, because the ones before left it nothing to send."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def size(path: Path) -> int:
    """How much the mail server has taken so far."""
    return path.stat().st_size if path.exists() else 0


def main(path: Path, kills: int, seconds: float) -> None:
    """See the module."""
    import django
    from django.conf import settings

    os.environ[FILE_VARIABLE] = str(path)
    django.setup()
    settings.EMAIL_BACKEND = f"{__package__}.killed_runs.FileBackend"
    killed = 0
    for _ in range(kills):
        before = size(path)
        child = run()
        # A mail at which the process dies again and again is given up, which is no matter of this test.
        for _ in range(6000):
            if size(path) > before or has_ended(child):
                break
            time.sleep(0.01)
        time.sleep(random.uniform(0, seconds))  # noqa: S311 - no secret
        os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        wait_until_noticed()
    _child, status = os.waitpid(run(), 0)
    sys.stdout.write(f"{killed} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024}")
    sys.exit(status != 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
