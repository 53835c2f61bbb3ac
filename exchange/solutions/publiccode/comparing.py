"""What a second import of a file would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import pgettext

from exchange.solutions.publiccode.facts import Software, key_of
from exchange.solutions.publiccode.labels import LABELS, further_label, label
from exchange.solutions.publiccode.tree import Fields, Items, Node, Scalar

Values = dict[tuple[str, ...], Any]

_ORDER = {path: number for number, path in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value is another one: its path, what people call it, and both values as text to read.

    A value that is missing is an empty text; members of lists have a line each.
    """

    path: str
    label: str
    old: str
    new: str


def differences(old: Software, new: Software) -> list[Difference]:
    """The fields that differ, in the order of the standard, with those it does not know at the end."""
    languages = [text.language for software in (new, old) for text in software.descriptions]
    known = _differing(dict(_values(old)), dict(_values(new)), label)
    known.sort(key=lambda difference: _rank(tuple(difference.path.split("/")), languages))
    return known + _differing(_rest(old), _rest(new), further_label)


def _differing(before: Values, after: Values, name: Callable[[tuple[str, ...]], str]) -> list[Difference]:
    return [
        Difference("/".join(path), name(path), _readable(before.get(path)), _readable(after.get(path)))
        for path in dict.fromkeys([*after, *before])
        if before.get(path) != after.get(path)
    ]


def _rank(path: tuple[str, ...], languages: list[str]) -> tuple[int, int, int]:
    """Where a path stands in the standard; languages stand one after the other in the order given."""
    if path[0] == "description":
        first = _ORDER["description/[lang]/localisedName"]
        return first, languages.index(path[1]), _ORDER[f"description/[lang]/{path[2]}"]
    return _ORDER["/".join(path)], 0, 0


def _values(software: Software) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each field that the standard knows with its path; a list is one field."""
    for attribute in fields(Software):
        if attribute.name != "rest":
            yield from _members((key_of(attribute),), getattr(software, attribute.name))


def _rest(software: Software) -> Values:
    return {part.path: part.value for part in software.rest}


def _members(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if path == ("description",):
        for text in value:
            yield from _members((*path, text.language), text)
    elif is_dataclass(value):
        for attribute in fields(value):
            if "key" in attribute.metadata:
                yield from _members((*path, key_of(attribute)), getattr(value, attribute.name))
    elif value not in (None, "", ()):
        yield path, value


def _readable(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("software", "yes") if value else pgettext("software", "no")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, tuple):
        return "\n".join(map(_readable, value))
    if isinstance(value, Scalar | Items | Fields):
        return _readable_tree(value)
    if is_dataclass(value):
        parts = [(key_of(attribute), getattr(value, attribute.name)) for attribute in fields(value)]
        named = {key: _readable(part) for key, part in parts if part not in (None, "")}
        return ", ".join(
            text if key in ("name", "uri") else f"{_part_label(key)} {text}" for key, text in named.items()
        )
    return str(value)


def _part_label(key: str) -> str:
    return {
        "until": pgettext("software", "until"),
        "email": pgettext("software", "e-mail"),
        "phone": pgettext("software", "phone"),
        "website": pgettext("software", "website"),
        "affiliation": pgettext("software", "works for"),
        "version": pgettext("software", "version"),
        "versionMin": pgettext("software", "from version"),
        "versionMax": pgettext("software", "up to version"),
        "optional": pgettext("software", "optional:"),
        "themenfeld": pgettext("software", "topic field"),
        "lebenslage": pgettext("software", "life situation"),
        "ozg-id": pgettext("software", "OZG id"),
        "leika-id": pgettext("software", "LeiKa key"),
    }[key]


def _readable_tree(node: Node) -> str:
    if isinstance(node, Scalar):
        return "" if node.is_null else node.text
    if isinstance(node, Items):
        return "\n".join(map(_readable_tree, node.nodes))
    return "\n".join(f"{key}: {_readable_tree(value)}" for key, value in node.entries)
