"""Reading lists, groups of fields and lists of groups from the tree.

Each reader takes a node and its place and returns the value for a field, or None when there is nothing to take.
Whatever has another shape than expected goes to the rest, so that it is written again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.facts import Description, key_of
from exchange.solutions.publiccode.log import Log, Place
from exchange.solutions.publiccode.places import language
from exchange.solutions.publiccode.tree import Fields, Items, Node, Scalar
from exchange.solutions.publiccode.values import MAX_NAME, Reader
from exchange.solutions.publiccode.vocabulary import letters

MAX_ITEMS = 1000
COMMAS = re.compile(r"[,;\n]")
LINES = re.compile(r"[;\n]")
BLANKS = re.compile(r"[,;\s]+")
_BULLET = re.compile(r"^\s*[-*•]\s+")

NodeReader = Callable[[Node, Place], Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a field is read, and under which other keys it stood in older versions or stands by mistake."""

    read: NodeReader
    aliases: tuple[str, ...] = ()


Rules = Mapping[str, Rule]


def single(read: Reader) -> NodeReader:
    """One value; a list with one member will do."""

    def read_node(node: Node, place: Place) -> object:
        in_list = isinstance(node, Items) and len(node.nodes) == 1 and isinstance(node.nodes[0], Scalar)
        if in_list and isinstance(node, Items):
            place.mended(_("The list with one member became a single value."))
            node = node.nodes[0]
        if not isinstance(node, Scalar):
            place.keep(node, _other_shape())
            return None
        return _scalar(node, place, read, silent=in_list)

    return read_node


def many(read: Reader, separators: re.Pattern[str] | None = COMMAS, *, key: str = "") -> NodeReader:
    """A list of values, as a tuple. One text is taken apart at the separators.

    With a ``key`` each member is a group whose only field is that one; then plain values will do as well.
    """

    def read_node(node: Node, place: Place) -> tuple[object, ...] | None:
        apart = False
        if isinstance(node, Scalar):
            node = _taken_apart(node, place, separators)
            apart = len(node.nodes) > 1
        if not isinstance(node, Items):
            place.keep(node, _other_shape())
            return None
        found: dict[object, None] = {}
        before = len(place.log.remarks)
        for number, member in enumerate(node.nodes, start=1):
            spot = place.at(number, member.line)
            if len(found) == MAX_ITEMS:
                spot.left_out(
                    _("The list has more than %(limit)d members; the rest is missing.") % {"limit": MAX_ITEMS}
                )
                break
            value = _member(member, spot, key)
            got = None if value is None else _scalar(value, spot, read, silent=True)
            if got is not None and got in found:
                spot.left_out(_("This is in the list twice."))
            elif got is not None:
                found[got] = None
        if found and not apart:
            place.taken()
        elif not found and len(place.log.remarks) == before:
            place.left_out(_empty())
        return tuple(found) or None

    return read_node


def _member(member: Node, place: Place, key: str) -> Scalar | None:
    if key and isinstance(member, Fields):
        values = dict(member.entries)
        for name, value in values.items():
            if name != key:
                place.at(name, value.line).keep(value, _unknown())
        inner = values.get(key)
        if inner is None:
            place.left_out(_empty())
            return None
        place, member = place.at(key, inner.line), inner
    elif key and isinstance(member, Scalar) and member.text.strip():
        place.mended(_("The value was put into the form of the standard."))
    if isinstance(member, Scalar):
        return member
    place.keep(member, _other_shape())
    return None


def _taken_apart(node: Scalar, place: Place, separators: re.Pattern[str] | None) -> Items:
    parts = [node.text] if separators is None else separators.split(node.text)
    texts = [_BULLET.sub("", part).strip() for part in parts]
    wanted = [] if node.is_null else [text for text in texts if text]
    if len(wanted) > 1:
        place.mended(_("The text was taken apart into a list."))
    return Items(tuple(Scalar(text, line=node.line) for text in wanted), node.line)


def _scalar(node: Scalar, place: Place, read: Reader, *, silent: bool = False) -> object:
    if node.is_null or not node.text.strip():
        place.left_out(_empty())
        return None
    before = len(place.log.remarks)
    value = read(node.text, place)
    if len(place.log.remarks) == before:
        if value is None:
            place.left_out(_empty())
        elif not silent:
            place.taken()
    return value


def group(kind: type[T], rules: Rules) -> NodeReader:
    """Fields that belong together, as an object; a list of groups is read as one."""

    def read_node(node: Node, place: Place) -> T | None:
        if isinstance(node, Items) and node.nodes and all(isinstance(member, Fields) for member in node.nodes):
            place.mended(_("The list became a group of fields."))
            node = _joined(node, place)
        if isinstance(node, Scalar) and (node.is_null or not node.text.strip()):
            place.left_out(_empty())
            return None
        if not isinstance(node, Fields):
            place.keep(node, _other_shape())
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
            node = _taken_apart(node, place, COMMAS)
        if not node.nodes:
            place.left_out(_empty())
        found = [
            read_member(member, place.at(number, member.line)) for number, member in enumerate(node.nodes, start=1)
        ]
        return tuple(member for member in found if member is not None) or None

    def read_member(node: Node, place: Place) -> T | None:
        if isinstance(node, Scalar) and not node.is_null and node.text.strip():
            attribute = plain if isinstance(plain, str) else plain(node.text)
            value = rules[attribute].read(node, place)
            return None if value is None else kind(**{attribute: value})
        if not isinstance(node, Fields):
            place.keep(node, _other_shape())
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
        place.left_out(_empty())
    for key, value in node.entries:
        name = exact.get(key) or similar.get(letters(key))
        if name is None:
            place.at(key, value.line).keep(value, _unknown())
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
            place.keep(node, _other_shape())
            return None
        if not node.entries:
            place.left_out(_empty())
        found: dict[str, Description] = {}
        present = {key for key, _value in node.entries}
        for key, value in node.entries:
            spot = place.at(key, value.line)
            tag = language(key, Place(Log()))
            if not isinstance(value, Fields) or tag is None or tag in found or (tag != key and tag in present):
                spot.keep(value, _other_shape() if tag and tag not in found else _no_language())
                continue
            here = place.at(tag, value.line)
            if tag != key:
                here.mended(_("The field is spelled “%(key)s”.") % {"key": tag})
            if texts := read_fields(Description, rules, value, here):
                found[tag] = Description(language=tag, **texts)
        return tuple(found.values()) or None

    return read_node


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


def _empty() -> str:
    return _("The field is empty.")


def _unknown() -> str:
    return _("The standard does not know this field. It was kept as it was.")


def _other_shape() -> str:
    return _("The value has another form than in the standard. It was kept as it was.")


def _no_language() -> str:
    return _("This is not the code of a language, or there is another text in it already. It was kept as it was.")
