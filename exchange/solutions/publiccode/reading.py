"""Reading a publiccode.yml of any version, mending what is certain and keeping what is not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.facts import OTHER_FIELDS_KEY, Software
from exchange.solutions.publiccode.groups import read_fields
from exchange.solutions.publiccode.log import Kind, Log, Place, Remark
from exchange.solutions.publiccode.moving import put_into_groups
from exchange.solutions.publiccode.rules import SOFTWARE
from exchange.solutions.publiccode.shapes import empty, other_shape, unknown
from exchange.solutions.publiccode.tree import Fields, Node, Refused, Scalar, read_tree
from exchange.solutions.publiccode.vocabulary import VERSIONS, letters

__all__ = ["Kind", "Reading", "Refused", "Remark", "read_publiccode"]

_VERSION_KEY = "publiccodeYmlVersion"
_VERSION_SPELLINGS = {letters(_VERSION_KEY), letters("publiccode-yaml-version"), letters("publiccodeVersion")}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, the version it names (empty when none that exists), and what became of each field."""

    software: Software
    version: str
    remarks: tuple[Remark, ...]


def read_publiccode(data: bytes) -> Reading:
    """What the file says, in terms of version 0.7 of the standard, whichever version it was written for.

    Each field has at least one remark, in the order of the file. Raises Refused when the file is no YAML, is harmful,
    is not a list of fields at its top or has no name.
    """
    root, notices = read_tree(data)
    if not isinstance(root, Fields):
        raise Refused(_("The file does not consist of fields with names, such as “name: …”."), root.line or None)
    log = Log()
    place = Place(log)
    for notice in notices:
        spot = Place(log, notice.path, notice.line)
        spot.left_out(notice.message) if notice.is_loss else spot.mended(notice.message)
    version, entries = _version(root, place)
    own = tuple(entry for entry in entries if entry[0] != OTHER_FIELDS_KEY)
    values = read_fields(Software, SOFTWARE, Fields(put_into_groups(own, place), root.line), place)
    for key, node in entries:
        if key == OTHER_FIELDS_KEY:
            _restore(node, place.at(key, node.line))
    if "name" not in values:
        values["name"] = _name_elsewhere(values, root, place)
    return Reading(Software(**values, rest=log.rests()), version, log.ordered_remarks())


def _version(root: Fields, place: Place) -> tuple[str, list[tuple[str, Node]]]:
    """The version of the standard, and the other fields."""
    version = ""
    others = []
    for key, node in root.entries:
        if letters(key) not in _VERSION_SPELLINGS or version or not isinstance(node, Scalar):
            others.append((key, node))
            continue
        spot = place.at(_VERSION_KEY, node.line)
        # Version 0.1 wrote http://w3id.org/publiccode/version/0.1.
        number = re.sub(r"^(?:.*/)?v?", "", node.text.strip())
        if number in VERSIONS:
            version = number
            spot.taken()
        elif node.is_null or not number:
            spot.left_out(empty())
        else:
            spot.left_out(
                _("There is no version “%(version)s” of the standard. The file was read all the same.")
                % {"version": number[:20]}
            )
    return version, others


def _restore(node: Node, place: Place) -> None:
    """Put back what ``write_publiccode`` wrote aside, under the paths it had before."""
    if not isinstance(node, Fields):
        place.keep(node, other_shape())
        return
    if not node.entries:
        place.left_out(empty())
    for key, value in node.entries:
        path = tuple(part.replace("~1", "/").replace("~0", "~") for part in key.split("/"))
        Place(place.log, path, value.line).keep(value, unknown())


def _name_elsewhere(values: dict[str, Any], root: Fields, place: Place) -> str:
    for description in values.get("descriptions", ()):
        if description.localised_name:
            line = dict(root.entries)["description"].line if "description" in dict(root.entries) else root.line
            place.at("name", line).mended(_("The name was taken from the description."))
            return str(description.localised_name)
    raise Refused(_("The file does not give the name of the software (field “name”)."))
