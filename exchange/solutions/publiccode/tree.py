"""The bytes of a YAML file as a plain tree that remembers the lines, safe against whatever people upload.

PyYAML does the reading: it is the most used YAML library for Python, still looked after, has types and was installed
here already. Only its stream of events is used. Nothing is constructed from that, so that tags cannot call anything
and a value stays the text that was written: ``1.10`` remains "1.10" and ``NO`` remains "NO". ruamel.yaml could keep
comments too, which nobody needs here, and brings more code for the same events.

The parser written in Python is used, not the one in C, since it works the same wherever the site is installed and
does not call itself. Its work is bounded by ``MAX_BYTES``, everything after it by the other limits.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _
from yaml.reader import Reader
from yaml.resolver import Resolver

MAX_BYTES = 1024 * 1024  # the largest of seventy files from all over Europe has 181 kB and names 3,600 users
MAX_NODES = 20_000  # aliases counted as often as they are used
MAX_CHARACTERS = 2 * MAX_BYTES  # the same
MAX_DEPTH = 30  # the standard needs six
_TAGS = "tag:yaml.org,2002:"
_PLAIN_TAGS = {f"{_TAGS}{name}" for name in ("null", "bool", "int", "float", "timestamp")}
_KNOWN_TAGS = {"!", f"{_TAGS}str", f"{_TAGS}map", f"{_TAGS}seq", *_PLAIN_TAGS}
_LINE_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_RESOLVER = Resolver()


class Refused(Exception):  # noqa: N818 - it says what happened, as Django's PermissionDenied does
    """The file is of no use. The message is for the person who gave it; ``line`` counts from 1, if one is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as it was written; ``line`` is where its key stands, if it has one.

    ``is_text`` is false for a null, boolean, number or date without quotes.
    """

    text: str
    is_text: bool = True
    line: int = field(default=0, compare=False)

    @property
    def is_null(self) -> bool:
        """Whether nothing was written, or a word that means nothing."""
        return not self.is_text and plain_tag(self.text) == f"{_TAGS}null"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys and values in the order of the file, each key once."""

    entries: tuple[tuple[str, Node], ...]
    line: int = field(default=0, compare=False)


Node = Scalar | Items | Fields


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was put right while reading: the path of the value, its line, and what."""

    path: tuple[str, ...]
    line: int
    message: str
    is_loss: bool


def plain_tag(text: str) -> str:
    """The type that YAML 1.1 sees in a value without quotes, as the name of its tag."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)))  # type: ignore[no-untyped-call]


def read_tree(data: bytes) -> tuple[Node, tuple[Notice, ...]]:
    """The one document in the file, and what had to be put right in it.

    Raises Refused when the file is too large, no text in UTF-8 (or UTF-16 with a byte order mark), no YAML, has several
    documents, tags of its own, keys that are no text, or more values or levels than any honest file.
    """
    text = _decode(data)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _unreadable(text, mark.line + 1 if mark else None) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _unreadable(text, None) from error
    if builder.root is None:
        raise Refused(_("The file is empty."))
    return builder.root, tuple(builder.notices)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise Refused(_("The file is larger than 1 MB. Files of this kind are much smaller; please check the choice."))
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = None if utf16 else data.count(b"\n", 0, error.start) + 1
        raise Refused(_("The characters are not UTF-8. Please save the file with this encoding."), line) from error
    if odd := Reader.NON_PRINTABLE.search(text):
        raise Refused(
            _("The file contains control characters and is probably no text file."),
            text.count("\n", 0, odd.start()) + 1,
        )
    return text


def _unreadable(text: str, line: int | None) -> Refused:
    lines = text.splitlines()
    near = lines[max(line - 2, 0) : line] if line else []
    if any("\t" in part[: len(part) - len(part.lstrip())] for part in near):
        return Refused(_("A tab stands at the beginning of a line. YAML allows only blanks there."), line)
    return Refused(_("This is not valid YAML. Look at the indentation, colons and quotation marks here."), line)


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended yet, and how much stood before it."""

    line: int
    anchor: str | None
    is_mapping: bool
    nodes_before: int
    characters_before: int
    children: list[Node] = field(default_factory=list)


class _Builder:
    """Puts nodes together from events, without calling itself, and counts."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.notices: list[Notice] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int, int]] = {}
        self._nodes = 0
        self._characters = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            if self.root is not None:
                raise Refused(_("The file contains several documents; only one is possible."), line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event.tag, line)
            before = self._nodes, self._characters
            self._count(1, len(event.value), line)
            self._add(self._scalar(event, self._key_line() or line), event.anchor, before)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check_tag(event.tag, line)
            if len(self._open) == MAX_DEPTH:
                raise Refused(_("The values are nested too deeply."), line)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            start = self._key_line() or line
            self._open.append(_Open(start, event.anchor, is_mapping, self._nodes, self._characters))
            self._count(1, 0, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self._open.pop()
            node = self._fields(done) if done.is_mapping else Items(tuple(done.children), done.line)
            self._add(node, done.anchor, (done.nodes_before, done.characters_before))

    def _key_line(self) -> int:
        """The line of the key whose value comes next; 0 when a key, a member of a list or the whole file comes."""
        parent = self._open[-1] if self._open else None
        return parent.children[-1].line if parent and parent.is_mapping and len(parent.children) % 2 else 0

    def _check_tag(self, tag: str | None, line: int) -> None:
        if tag is not None and tag not in _KNOWN_TAGS:
            raise Refused(_("The file uses a tag (“!…”), which is not allowed for security reasons."), line)

    def _count(self, nodes: int, characters: int, line: int) -> None:
        self._nodes += nodes
        self._characters += characters
        if self._nodes > MAX_NODES or self._characters > MAX_CHARACTERS:
            raise Refused(_("The file contains far more values than a description of software."), line)

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise Refused(_("The file refers to a value (“*%(name)s”) that does not exist.") % {"name": anchor}, line)
        node, nodes, characters = self._anchors[anchor]
        self._count(nodes, characters, line)
        if len(self._open) + _depth(node) > MAX_DEPTH:
            raise Refused(_("The values are nested too deeply."), line)
        self._add(node, None, (0, 0))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        text = _LINE_BREAKS.sub("\n", event.value)
        # Halves of pairs, as JSON writes characters beyond the first 65,536.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        clean = _CONTROL_CHARACTERS.sub("", text)
        if clean != text:
            self.notices.append(Notice(self._path(), line, _("Control characters were removed."), is_loss=False))
        if event.tag is None:
            return Scalar(clean, not (event.implicit[0] and plain_tag(clean) in _PLAIN_TAGS), line)
        return Scalar(clean, event.tag not in _PLAIN_TAGS or plain_tag(clean) not in _PLAIN_TAGS, line)

    def _path(self) -> tuple[str, ...]:
        path = []
        for part in self._open:
            number = len(part.children)
            if part.is_mapping:
                key = part.children[-1] if number % 2 else None
                path.append(key.text if isinstance(key, Scalar) else "")
            else:
                path.append(str(number + 1))
        return tuple(path)

    def _add(self, node: Node, anchor: str | None, before: tuple[int, int]) -> None:
        if anchor is not None:
            self._anchors[anchor] = node, self._nodes - before[0], self._characters - before[1]
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if parent.is_mapping and len(parent.children) % 2 == 0 and not isinstance(node, Scalar):
            raise Refused(_("A name of a field is missing here; a list or a group stands in its place."), node.line)
        parent.children.append(node)

    def _fields(self, done: _Open) -> Fields:
        entries: dict[str, Node] = {}
        for key, value in _pairs(done.children):
            if key.text in entries:
                message = _("The field stands here twice; the later one counts.")
                self.notices.append(Notice((*self._path(), key.text), entries[key.text].line, message, is_loss=True))
                del entries[key.text]
            entries[key.text] = value
        return Fields(tuple(entries.items()), done.line)


def _pairs(children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
    for key, value in zip(children[::2], children[1::2], strict=True):
        if isinstance(key, Scalar):  # ``_add`` let nothing else through
            yield key, value


def _depth(node: Node) -> int:
    if isinstance(node, Scalar):
        return 0
    below = node.nodes if isinstance(node, Items) else tuple(value for _key, value in node.entries)
    return 1 + max(map(_depth, below), default=0)
