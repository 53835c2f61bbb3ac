"""Writing a publiccode.yml of version 0.7.

The file is valid as far as the facts reach: what the standard demands and nobody has said is missing in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext as _

from exchange.solutions.publiccode.facts import OTHER_FIELDS_KEY, Rest, Software, key_of
from exchange.solutions.publiccode.tree import Items, Node, Scalar, plain_tag

VERSION = "0.7"
_LONG_LINE = 100  # characters; longer texts stand below their key
_MAPPING, _SEQUENCE, _STRING = (f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str"))

Entry = tuple[yaml.Node, yaml.Node]


class _Dumper(yaml.SafeDumper):
    """Takes nodes as they are, and writes lists a step to the right of their key, as the standard's examples do."""

    def represent(self, data: yaml.Node) -> None:
        self.serialize(data)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def write_publiccode(software: Software, *, updated: date | None) -> str:
    """The file for this software, its fields in the order of the standard, with a comment that names the day if given.

    What the standard does not know stands under ``x-other-fields``, by its path; keys beginning with x- are allowed
    and stay where they were. ``read_publiccode`` makes the same facts of the text again, unless it has grown beyond
    the limits of reading, which are forty times the size of real files.
    """
    entries = [(_key("publiccodeYmlVersion"), _quoted(VERSION)), *_object(software), *_rest(software.rest)]
    text = yaml.dump(
        _mapping(entries), Dumper=_Dumper, allow_unicode=True, default_flow_style=False, width=2**31, sort_keys=False
    )
    heading = _("As of %(date)s") % {"date": updated.isoformat()} if updated else ""
    return f"# {heading}\n{text}" if heading else text


def _object(facts: Any) -> list[Entry]:
    """The fields of an object that say anything, in their order."""
    entries = []
    for attribute in fields(facts):
        value = getattr(facts, attribute.name)
        if "key" not in attribute.metadata or value is None or value in ("", ()):
            continue
        node = _value(key_of(attribute), value)
        if node is not None:
            entries.append((_key(key_of(attribute)), node))
    return entries


def _value(key: str, value: Any) -> yaml.Node | None:
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, date):
        return _quoted(value.isoformat())
    if isinstance(value, str):
        return _text(value)
    if key == "supports":
        return _sequence(_mapping([(_key("id"), _text(member))]) for member in value)
    if key == "description":
        return _mapping([(_key(text.language), _mapping(_object(text))) for text in value])
    if isinstance(value, tuple):
        members = [_text(member) if isinstance(member, str) else _mapping(_object(member)) for member in value]
        return _sequence(members)
    entries = _object(value)
    return _mapping(entries) if entries else None


def _rest(rest: Iterable[Rest]) -> list[Entry]:
    """Own keys at the top as they were, everything else by its path, with / and ~ in keys as in a JSON pointer."""
    own, others = [], []
    for part in rest:
        if len(part.path) == 1 and part.path[0].startswith("x-") and part.path[0] != OTHER_FIELDS_KEY:
            own.append((_key(part.path[0]), _tree(part.value)))
        else:
            path = "/".join(key.replace("~", "~0").replace("/", "~1") for key in part.path)
            others.append((_key(path), _tree(part.value)))
    return [*own, (_key(OTHER_FIELDS_KEY), _mapping(others))] if others else own


def _tree(node: Node) -> yaml.Node:
    if isinstance(node, Scalar):
        return _text(node.text) if node.is_text else yaml.ScalarNode(plain_tag(node.text), node.text)
    if isinstance(node, Items):
        return _sequence(map(_tree, node.nodes))
    return _mapping([(_key(key), _tree(value)) for key, value in node.entries])


def _key(key: str) -> yaml.Node:
    return yaml.ScalarNode(_STRING, key, style='"' if "\n" in key else None)


def _text(text: str) -> yaml.Node:
    """A text below its key when it is long, else beside it; what could be lost at the edges stands in quotes."""
    is_long = "\n" in text or len(text) > _LONG_LINE
    if is_long:
        lines = text.split("\n")
        plain = text[0] not in " \n" and all(part == part.rstrip() and "\t" not in part for part in lines)
        return yaml.ScalarNode(_STRING, text, style="|" if plain and lines[-1] else '"')
    return yaml.ScalarNode(_STRING, text)


def _quoted(text: str) -> yaml.Node:
    return yaml.ScalarNode(_STRING, text, style='"')


def _sequence(members: Iterable[yaml.Node]) -> yaml.Node:
    return yaml.SequenceNode(_SEQUENCE, list(members), flow_style=False)


def _mapping(entries: list[Entry]) -> yaml.Node:
    return yaml.MappingNode(_MAPPING, entries, flow_style=False)
