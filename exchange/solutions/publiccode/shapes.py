"""Reading lists and single values from the tree.

Each reader takes a node and its place and returns the value for a field, or None when there is nothing to take.
Whatever has another shape than expected goes to the rest, so that it is written again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.log import Place
from exchange.solutions.publiccode.tree import Fields, Items, Node, Scalar
from exchange.solutions.publiccode.values import Reader

MAX_ITEMS = 10_000  # some software names every municipality of its country as user
COMMAS = re.compile(r"[,;\n]")
LINES = re.compile(r"[;\n]")
BLANKS = re.compile(r"[,;\s]+")
_BULLET = re.compile(r"^\s*[-*•]\s+")

NodeReader = Callable[[Node, Place], Any]


def single(read: Reader) -> NodeReader:
    """One value; a list with one member will do."""

    def read_node(node: Node, place: Place) -> object:
        in_list = isinstance(node, Items) and len(node.nodes) == 1 and isinstance(node.nodes[0], Scalar)
        if in_list and isinstance(node, Items):
            place.mended(_("The list with one member became a single value."))
            node = node.nodes[0]
        if not isinstance(node, Scalar):
            place.keep(node, other_shape())
            return None
        return _scalar(node, place, read, silent=in_list)

    return read_node


def many(read: Reader, separators: re.Pattern[str] = COMMAS, *, key: str = "") -> NodeReader:
    """A list of values, as a tuple. One text is taken apart at the separators.

    With a ``key`` each member is a group whose only field is that one; then plain values will do as well.
    """

    def read_node(node: Node, place: Place) -> tuple[object, ...] | None:
        apart = False
        if isinstance(node, Scalar):
            node = taken_apart(node, place, separators)
            apart = len(node.nodes) > 1
        if not isinstance(node, Items):
            place.keep(node, other_shape())
            return None
        found: dict[object, None] = {}
        before = len(place.log.remarks)
        for number, member in enumerate(node.nodes, start=1):
            spot = place.at(number, member.line)
            if number > MAX_ITEMS:
                spot.left_out(_too_many())
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
            place.left_out(empty())
        return tuple(found) or None

    return read_node


def _member(member: Node, place: Place, key: str) -> Scalar | None:
    if key and isinstance(member, Fields):
        values = dict(member.entries)
        for name, value in values.items():
            if name != key:
                place.at(name, value.line).keep(value, unknown())
        inner = values.get(key)
        if inner is None:
            place.left_out(empty())
            return None
        place, member = place.at(key, inner.line), inner
    elif key and isinstance(member, Scalar) and member.text.strip():
        place.mended(_("The value was put into the form of the standard."))
    if isinstance(member, Scalar):
        return member
    place.keep(member, other_shape())
    return None


def taken_apart(node: Scalar, place: Place, separators: re.Pattern[str]) -> Items:
    """The list that somebody wrote as one text, its parts without hyphens or dots before them."""
    parts = separators.split(node.text, MAX_ITEMS)
    if len(parts) > MAX_ITEMS:
        place.left_out(_too_many())
        del parts[MAX_ITEMS:]
    texts = [_BULLET.sub("", part).strip() for part in parts]
    wanted = [] if node.is_null else [text for text in texts if text]
    if len(wanted) > 1:
        place.mended(_("The text was taken apart into a list."))
    return Items(tuple(Scalar(text, line=node.line) for text in wanted), node.line)


def _scalar(node: Scalar, place: Place, read: Reader, *, silent: bool = False) -> object:
    if node.is_null or not node.text.strip():
        place.left_out(empty())
        return None
    before = len(place.log.remarks)
    value = read(node.text, place)
    if len(place.log.remarks) == before:
        if value is None:
            place.left_out(empty())
        elif not silent:
            place.taken()
    return value


def empty() -> str:
    """Why an empty field is left out."""
    return _("The field is empty.")


def unknown() -> str:
    """Why a field is kept that the standard does not know."""
    return _("The standard does not know this field. It was kept as it was.")


def _too_many() -> str:
    return _("The list has more than %(limit)d members; the rest is missing.") % {"limit": MAX_ITEMS}


def other_shape() -> str:
    """Why a value of another shape is kept."""
    return _("The value has another form than in the standard. It was kept as it was.")
