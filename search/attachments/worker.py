"""The child process that opens an uploaded file: ``python -m search.attachments.worker KIND LIMITS < file > JSON``.

Nothing that a file does to its library reaches the site: the process has little memory and time, no environment, may
write nothing but its answer, and ends with this one file. It knows neither Django nor the database.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from typing import BinaryIO, NamedTuple

from search.attachments.formats import READERS, Piece, ProtectedError, TooLargeError

OPEN_FILES = 64
LABEL_LENGTH = 100
SHARE_FOR_READING = 0.7  # of the time; what was read until then is kept


class Limits(NamedTuple):
    """How much one file may cost and how much of it is kept."""

    seconds: int
    memory: int  # bytes
    pages: int  # or sheets or slides
    characters: int

    @property
    def answer_bytes(self) -> int:
        """What the answer can take: a character has up to 6 bytes in JSON, a page its label."""
        return 6 * self.characters + 6 * (LABEL_LENGTH + 10) * self.pages + 1_000


class Answer(NamedTuple):
    """``state`` is a value of AttachmentState; ``is_cut`` says that the file goes on after the last page here."""

    state: str
    is_cut: bool = False
    pages: Sequence[Sequence[str]] = ()


def read(kind: str, file: BinaryIO, limits: Limits) -> Answer:
    """The text of a file. ``kind`` is one of the names in READERS."""
    try:
        answer = collect(READERS[kind](file), limits)
    except ProtectedError:
        return Answer("protected")
    except TooLargeError:
        return Answer("too_large")
    except MemoryError:
        return Answer("too_costly")
    except Exception:
        # Libraries raise whatever a broken file makes them.
        return Answer("damaged")
    if answer.pages:
        return answer
    return Answer("too_costly" if answer.is_cut else "empty")


def collect(pieces: Iterable[Piece], limits: Limits) -> Answer:
    """Pieces put together to pages, as many as the limits allow."""
    deadline = time.monotonic() + limits.seconds * SHARE_FOR_READING
    pages: list[tuple[str, list[str]]] = []
    left = limits.characters
    is_cut = False
    for label, text in pieces:
        line = text.strip()
        begins_page = bool(line) and (not pages or pages[-1][0] != label)
        is_cut = time.monotonic() > deadline or len(line) > left or (begins_page and len(pages) == limits.pages)
        if is_cut:
            break
        if begins_page:
            pages.append((label, []))
        if line:
            pages[-1][1].append(line)
            left -= len(line) + 1
    return Answer("read", is_cut, [(label[:LABEL_LENGTH], "\n".join(lines)) for label, lines in pages])


def restrict(limits: Limits) -> None:
    """Give up what this process does not need, for good."""
    for kind, value in (
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, limits.answer_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, limits.memory),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (allowed, allowed))
        except (ValueError, OSError):
            # macOS cannot bound the memory of a process; the time is bounded there all the same.
            if kind != resource.RLIMIT_AS:
                raise


def main(arguments: list[str]) -> None:
    """Read standard input, write the answer to standard output."""
    limits = Limits(*json.loads(arguments[1]))
    restrict(limits)
    answer = read(arguments[0], sys.stdin.buffer, limits)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main(sys.argv[1:])
