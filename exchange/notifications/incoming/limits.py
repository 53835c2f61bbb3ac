"""What one mail may cost. Anybody may send anything to the address, so nothing here is without an end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

MAX_BYTES = 25 * 1024 * 1024  # of the whole mail, as mail servers commonly allow
MAX_PARTS = 100
MAX_HEADER = 10_000  # characters that are looked at
MAX_TEXT_BYTES = 1024 * 1024  # of one text part; the rest is quotes
MAX_SECONDS = 30.0  # for taking a mail apart
CUT_SECONDS = 5.0  # for cutting its quotes


class TooLongError(Exception):
    """It took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """TooLongError in the block after so many seconds, in the middle of a regular expression too.

    By a signal, so only in the main thread, where commands run; elsewhere nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    earlier = signal.signal(signal.SIGALRM, stop)
    remaining, _interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, remaining)
        signal.signal(signal.SIGALRM, earlier)
