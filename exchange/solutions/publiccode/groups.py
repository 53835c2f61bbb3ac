"""Reading groups of fields, lists of groups and the descriptions from the tree, by readers as in ``shapes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.facts import Description, key_of
from exchange.solutions.publiccode.log import Log, Place
from exchange.solutions.publiccode.places import language
from exchange.solutions.publiccode.shapes import COMMAS, NodeReader, empty, other_shape, taken_apart, unknown
from exchange.solutions.publiccode.tree import Fields, Items, Node, Scalar
from exchange.solutions.publiccode.values import MAX_NAME
from exchange.solutions.publiccode.vocabulary import letters

SHORT_DESCRIPTION = 150  # characters, as the standard says

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is read, and under which other keys it stood in older versions or stands by mistake."""

    read: NodeReader
    aliases: tuple[str, ...] = ()


Rules = Mapping[str, Rule]


def group(kind: type[T], rules: Rules) -> NodeReader:
    """Fields that belong together, as an object; a list of groups is read as one."""

    def read_node(node: Node, place: Place) -> T | None:
        if isinstance(node, Items) and node.nodes and all(isinstance(member, Fields) for member in node.nodes):
            place.mended(_("The list became a group of fields."))
            node = _joined(node, place)
        if isinstance(node, Scalar) and (node.is_null or not node.text.strip()):
            place.left_out(empty())
            return None
        if not isinstance(node, Fields):
            place.keep(node, other_shape())
            return None
        values = read_fields(kind, rules, node, place)
        return kind(**values) if values else None

    return read_node


def groups(
    kind: type[T], rules: Rules, plain: str | Callable[[str], str], stand_ins: tuple[str, ...] = ()
) -> NodeReader:
    """A list of groups, as a tuple of objects.

    A mere text becomes the field ``plain``. The ``stand_ins`` are fields that take the place of a missing name.
    """

    def read_node(node: Node, place: Place) -> tuple[T, ...] | None:
        if isinstance(node, Fields):
            place.mended(_("The single entry became a list."))
            node = Items((node,), node.line)
        elif isinstance(node, Scalar):
            node = taken_apart(node, place, COMMAS)
        if not node.nodes:
            place.left_out(empty())
        found = [
            read_member(member, place.at(number, member.line)) for number, member in enumerate(node.nodes, start=1)
        ]
        return tuple(member for member in found if member is not None) or None

    def read_member(node: Node, place: Place) -> T | None:
        if isinstance(node, Scalar):
            if node.is_null or not node.text.strip():
                place.left_out(empty())
                return None
            attribute = plain if isinstance(plain, str) else plain(node.text)
            value = rules[attribute].read(node, place)
            return None if value is None else kind(**{attribute: value})
        if not isinstance(node, Fields):
            place.keep(node, other_shape())
            return None
        values = read_fields(kind, rules, node, place)
        stand_in = next((values[name] for name in stand_ins if 0 < len(values.get(name, "")) <= MAX_NAME), None)
        if stand_in and not values.get("name"):
            place.mended(_("The name is missing; another value stands in for it."))
            values["name"] = stand_in
        return kind(**values) if values else None

    return read_node


def read_fields(kind: type[Any], rules: Rules, node: Fields, place: Place) -> dict[str, Any]:
    """The values of a group by attribute; what its class does not know goes to the rest."""
    keys = {member.name: key_of(member) for member in fields(kind) if member.name in rules}
    exact = {key: name for name, key in keys.items()}
    similar = {letters(key): name for name, key in keys.items()}
    for attribute, rule in rules.items():
        for alias in rule.aliases:
            similar.setdefault(letters(alias), attribute)
    present = {key for key, _value in node.entries}
    values: dict[str, Any] = {}
    seen: set[str] = set()
    if not node.entries:
        place.left_out(empty())
    for key, value in node.entries:
        name = exact.get(key) or similar.get(letters(key))
        if name is None:
            place.at(key, value.line).keep(value, unknown())
            continue
        if name in seen or (key != keys[name] and keys[name] in present):
            place.at(key, value.line).keep(
                value, _("The field stands here in another spelling already. It was kept as it was.")
            )
            continue
        seen.add(name)
        spot = place.at(keys[name], value.line)
        if key != keys[name] and key.lower() != keys[name].lower():
            spot.mended(_("The field is now called “%(key)s”.") % {"key": keys[name]})
        elif key != keys[name] and len(key) > 2:  # countries were written small until version 0.4
            spot.mended(_("The field is spelled “%(key)s”.") % {"key": keys[name]})
        found = rules[name].read(value, spot)
        if found is not None:
            values[name] = found
    return values


def descriptions(rules: Rules) -> NodeReader:
    """Descriptions by language, as a tuple in the order of the file."""

    def read_node(node: Node, place: Place) -> tuple[Description, ...] | None:
        if not isinstance(node, Fields):
            place.keep(node, other_shape())
            return None
        if not node.entries:
            place.left_out(empty())
        found: dict[str, Description] = {}
        present = {key for key, _value in node.entries}
        for key, value in node.entries:
            spot = place.at(key, value.line)
            tag = language(key, Place(Log()))
            if tag is None or tag in found or (tag != key and tag in present):
                spot.keep(value, _no_language())
                continue
            here = place.at(tag, value.line)
            texts_node = described(value, here)
            if not isinstance(texts_node, Fields):
                here.keep(value, other_shape())
                continue
            if tag != key:
                here.mended(_("The field is spelled “%(key)s”.") % {"key": tag})
            if texts := read_fields(Description, rules, texts_node, here):
                found[tag] = Description(language=tag, **texts)
        return tuple(found.values()) or None

    return read_node


def described(node: Node, place: Place) -> Node:
    """A mere text for a language as the group with the description that suits its length; other nodes as they are."""
    if not isinstance(node, Scalar):
        return node
    if node.is_null or not node.text.strip():
        return Fields((), node.line)
    place.mended(_("The text was taken as the description in this language."))
    key = "shortDescription" if len(node.text) <= SHORT_DESCRIPTION else "longDescription"
    return Fields(((key, node),), node.line)


def _joined(node: Items, place: Place) -> Fields:
    """One group with the fields of all groups in the list; of a key that comes again, the first counts."""
    entries: dict[str, Node] = {}
    for number, member in enumerate(node.nodes, start=1):
        for key, value in member.entries if isinstance(member, Fields) else ():
            if key in entries:
                place.at(number, value.line).at(key, value.line).keep(
                    value, _("There is another value for this field already.")
                )
            else:
                entries[key] = value
    return Fields(tuple(entries.items()), node.line)


def _no_language() -> str:
    return _("This is not the code of a language, or there is another text in it already. It was kept as it was.")
