"""Fields that stand at the top of a file by mistake, although they belong into a group."""

from __future__ import annotations

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.groups import described
from exchange.solutions.publiccode.log import Log, Place
from exchange.solutions.publiccode.places import language
from exchange.solutions.publiccode.tree import Fields, Node
from exchange.solutions.publiccode.vocabulary import letters

Entries = tuple[tuple[str, Node], ...]

_DESCRIPTION, _MAINTENANCE = "description", "maintenance"
# Keys that say the same wherever they stand. The standard has none of them at the top.
_BELONGS_TO = {
    **dict.fromkeys(
        ("localisedName", "genericName", "shortDescription", "longDescription", "documentation", "apiDocumentation"),
        _DESCRIPTION,
    ),
    **dict.fromkeys(("features", "screenshots", "videos", "awards"), _DESCRIPTION),
    **dict.fromkeys(("contacts", "contractors"), _MAINTENANCE),
}


def put_into_groups(entries: Entries, place: Place) -> Entries:
    """The entries of the top with those moved into their group that it does not have itself.

    A description goes to the first language, since people begin with their own. Where there is no group to move to,
    the field stays and is kept as one that nobody knows.
    """
    groups = dict(entries)
    stay = []
    for key, node in entries:
        target = _BELONGS_TO.get(key)
        changed = _with(groups.get(target), target, key, node) if target else None
        if target and changed:
            groups[target] = changed
            place.at(key, node.line).mended(
                _("The field belongs into “%(group)s” and was put there.") % {"group": target}
            )
        else:
            stay.append(key)
    return tuple((key, groups[key]) for key in stay)


def _with(group: Node | None, name: str, key: str, node: Node) -> Fields | None:
    """The group with one more field; None where it is missing, has another form or has that field already."""
    if not isinstance(group, Fields):
        return None
    if name != _DESCRIPTION:
        return _added(group, key, node)
    for number, (tag, text) in enumerate(group.entries):
        if language(tag, Place(Log())) is None:
            continue
        texts = described(text, Place(Log()))
        changed = _added(texts, key, node) if isinstance(texts, Fields) else None
        return changed and Fields((*group.entries[:number], (tag, changed), *group.entries[number + 1 :]), group.line)
    return None


def _added(group: Fields, key: str, node: Node) -> Fields | None:
    if letters(key) in {letters(present) for present, _value in group.entries}:
        return None
    return Fields((*group.entries, (key, node)), group.line)
