"""What became of each field of a file: the remarks for the person, and what is kept as it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.facts import Rest
from exchange.solutions.publiccode.tree import Node


class Kind(Enum):
    """What became of a field."""

    TAKEN = "taken"  # as it was
    MENDED = "mended"  # taken, after something certain was put right
    LEFT_OUT = "left_out"  # not taken, or only in part
    KEPT = "kept"  # not understood, kept as it was and written again


@dataclass(frozen=True, slots=True)
class Remark:
    """What became of one field: its path from the top (``description/de/features``), its line, and why."""

    path: str
    line: int
    kind: Kind
    message: str


class Log:
    """Remarks and rests of one file, gathered while it is read."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.rest: dict[tuple[str, ...], Node] = {}

    def ordered_remarks(self) -> tuple[Remark, ...]:
        """The remarks in the order of the file."""
        return tuple(sorted(self.remarks, key=lambda remark: remark.line))

    def rests(self) -> tuple[Rest, ...]:
        """What was kept, in the order of the paths, which writing and reading again does not change."""
        return tuple(Rest(path, self.rest[path]) for path in sorted(self.rest))


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file a value stands, for remarks about it."""

    log: Log
    path: tuple[str, ...] = ()
    line: int = 0

    def at(self, part: str | int, line: int) -> Place:
        """The place of a member: its key, or its number counted from 1."""
        return Place(self.log, (*self.path, str(part)), line)

    def taken(self) -> None:
        """The value was taken as it was."""
        self._note(Kind.TAKEN, _("Taken over."))

    def mended(self, message: str) -> None:
        """The value was taken after putting something right."""
        self._note(Kind.MENDED, message)

    def left_out(self, message: str) -> None:
        """The value, or a part of it, was not taken."""
        self._note(Kind.LEFT_OUT, message)

    def keep(self, node: Node, message: str) -> None:
        """The value has no place in the standard and is kept as it was; a second one at the same path is left out."""
        if self.path in self.log.rest:
            self.left_out(_("There is another value for this field already."))
            return
        self.log.rest[self.path] = node
        self._note(Kind.KEPT, message)

    def _note(self, kind: Kind, message: str) -> None:
        self.log.remarks.append(Remark("/".join(self.path), self.line, kind, message))
