"""Which texts the site uses, which of them are translated, and which translations nobody needs any more.

Reads Python and templates without the gettext tools, so that it works wherever the site does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import django.conf
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

BASE = Path(settings.BASE_DIR)
LANGUAGE = "de"
FOLDER = Path("locale", LANGUAGE, "LC_MESSAGES")
SOURCES = ("exchange", "home", "search", "templates")
# Where texts of the frame and of modules outside of any app are translated.
FRAME_APP = "home"
FUNCTIONS = ("_", "gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = {name + form: DEFAULT_KEYWORDS[name] for name in FUNCTIONS for form in ("", "_lazy", "_noop")}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}")


class Key(NamedTuple):
    """What gettext looks a text up by; the context is empty for most."""

    context: str
    text: str


class Problem(NamedTuple):
    """Something to mend in a catalogue; ``place`` is where the source uses the text."""

    catalogue: str
    kind: str
    text: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.kind}: {self.text!r}" + (f" ({self.place})" if self.place else "")


def catalogue_files() -> list[Path]:
    """The project's own catalogues."""
    return sorted(path for source in SOURCES for path in (BASE / source).rglob(str(FOLDER / "django.po")))


def compile_catalogues() -> list[Path]:
    """Write the binary file of each catalogue that is newer than it; return those written."""
    written = []
    for source in catalogue_files():
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        unfinished = target.with_suffix(".part")
        with unfinished.open("wb") as binary:
            write_mo(binary, read_po(BytesIO(source.read_bytes()), locale=LANGUAGE))
        unfinished.replace(target)
        written.append(target)
    return written


def used_texts() -> dict[Key, list[str]]:
    """All that Python and templates give to gettext, with the places in the source."""
    used: dict[Key, list[str]] = defaultdict(list)
    for path in sorted(path for source in SOURCES for path in (BASE / source).rglob("*")):
        if path.suffix in (".py", ".html", ".txt", ".xml"):
            for line, text, _comments, context in extract("python", BytesIO(_as_python(path)), KEYWORDS):
                used[Key(context or "", _forms(text)[0])].append(f"{path.relative_to(BASE)}:{line}")
    return used


def _as_python(path: Path) -> bytes:
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django's own reading of a template; indentation would mean something in Python.
        content = "\n".join(line.strip() for line in templatize(content, origin=str(path)).splitlines())
    return content.encode()


def _entries(catalogue: Catalog) -> Iterator[tuple[Key, Message]]:
    return ((Key(message.context or "", _forms(message.id)[0]), message) for message in catalogue if message.id)


def _forms(text: str | Sequence[str] | None) -> list[str]:
    """Singular and plurals of a text; the one form of a text that has no plural."""
    return [text or ""] if isinstance(text, str | None) else list(text)


def _framework_texts() -> set[Key]:
    """What Django, Wagtail and the other installed packages say in German themselves."""
    own, known = catalogue_files(), set[Key]()
    for folder in [Path(django.conf.__file__).parent, *(Path(config.path) for config in apps.get_app_configs())]:
        path = folder / FOLDER / "django.mo"
        if path.is_file() and path.with_suffix(".po") not in own:
            catalogue = read_mo(BytesIO(path.read_bytes()))
            known.update(key for key, message in _entries(catalogue) if message.string)
    return known


def _catalogue_for(place: str) -> str:
    """The catalogue to which a text used at this place belongs."""
    parts = Path(place.partition(":")[0]).parts
    names = (f"{parts[0]}/{parts[1]}", parts[0]) if parts[0] != "templates" else (f"exchange/{parts[1]}", parts[1])
    app = next((name for name in names if (BASE / name / "__init__.py").is_file() and name != "exchange"), FRAME_APP)
    return str(app / FOLDER / "django.po")


def problems() -> list[Problem]:
    """All that keeps the German texts from being complete and consistent."""
    used = used_texts()
    found: list[Problem] = []
    translations: dict[Key, list[str]] = {}
    for path in catalogue_files():
        name = str(path.relative_to(BASE))
        for key, message in _entries(read_po(BytesIO(path.read_bytes()), locale=LANGUAGE, abort_invalid=True)):
            found += [Problem(name, kind, key.text) for kind in _faults(message)]
            if key not in used:
                found.append(Problem(name, "unused", key.text))
            if translations.setdefault(key, _forms(message.string)) != _forms(message.string):
                found.append(Problem(name, "translated differently elsewhere", key.text))
    known = translations.keys() | _framework_texts()
    for key in used.keys() - known:
        found.append(Problem(_catalogue_for(used[key][0]), "missing", key.text, used[key][0]))
    return sorted(found)


def _faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation by itself."""
    sources, strings = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "empty"
    # Singulars may leave out the number that plurals name.
    most, least = ({*PLACEHOLDER.findall(source)} for source in (sources[-1], sources[0]))
    if any(not least <= {*PLACEHOLDER.findall(string)} <= most | least for string in strings if string):
        yield "other placeholders"
