"""What a software needs, as people write it: a line for each thing, with the versions behind its name.

„PostgreSQL ≥ 14 ≤ 17“, „Java = 21“, „Redis (optional)“. What looks like no version belongs to the name.
"""

from __future__ import annotations

import re

from exchange.solutions.publiccode.facts import Dependencies, Dependency

KINDS = ("open", "proprietary", "hardware")  # of the standard, and of the page's fields needs_…
OPTIONAL = "(optional)"
_SIGNS = ((">=", "≥"), ("<=", "≤"), ("==", "="))
_LINE = re.compile(
    r"(?P<name>[^=≥≤]*?)"
    r"(?: ?= ?(?P<version>[^=≥≤]+?))?(?: ?≥ ?(?P<version_min>[^=≥≤]+?))?(?: ?≤ ?(?P<version_max>[^=≥≤]+?))?"
    r"(?P<optional> \(optional\))?"
)


def tidy(line: str) -> str:
    """The line with single blanks and with the signs that this site writes."""
    for typed, sign in _SIGNS:
        line = line.replace(typed, sign)
    return " ".join(line.split())


def line_of(need: Dependency) -> str:
    """The line for something that a file says the software needs."""
    parts = [
        need.name,
        need.version and f"= {need.version}",
        need.version_min and f"≥ {need.version_min}",
        need.version_max and f"≤ {need.version_max}",
        OPTIONAL if need.optional else "",
    ]
    return tidy(" ".join(filter(None, parts)))


def need_of(line: str) -> Dependency:
    """What a line says, for a file; a line that does not read like one with versions is a name as a whole."""
    found = _LINE.fullmatch(tidy(line))
    if found is None or not found["name"]:
        return Dependency(name=tidy(line))
    versions = {name: found[name] or "" for name in ("version", "version_min", "version_max")}
    return Dependency(name=found["name"], **versions, optional=True if found["optional"] else None)


def lines_of(needs: tuple[Dependency, ...]) -> tuple[str, ...]:
    """The lines for all that a file names, each once."""
    return tuple(dict.fromkeys(filter(None, map(line_of, needs))))


def with_needs(base: Dependencies, kind: str, lines: tuple[str, ...]) -> Dependencies:
    """The file's needs with these lines in place of those of one kind; what has not changed stays as it came."""
    known: dict[str, Dependency] = {}
    for need in getattr(base, kind):
        known.setdefault(line_of(need), need)
    needs = tuple(known.get(line) or need_of(line) for line in lines)
    return Dependencies(**{each: needs if each == kind else getattr(base, each) for each in KINDS})
