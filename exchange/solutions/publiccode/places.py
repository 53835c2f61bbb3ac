"""Codes of languages and countries, from codes of other lists and from names in the common languages.

The names and the older codes come from the Unicode CLDR, in the edition that Babel brings.
"""

from __future__ import annotations

import re
from functools import cache

from babel.core import Locale, get_global
from django.utils.translation import gettext as _

from exchange.solutions.publiccode.log import Place

# BCP 47 (RFC 5646, section 2.1) without private use: language, extended language, script, region, variants.
_LANGUAGE = re.compile(
    r"([a-z]{2,3})((?:-[a-z]{3})?)(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)",
    re.IGNORECASE,
)
_MAX_LENGTH = 100  # characters; longer texts are neither codes nor names
_NAMED_IN = ("en", "de", "it", "fr", "nl", "es")


def language(text: str, place: Place) -> str | None:
    """A language tag (BCP 47) in its usual case, also from the three letters of ISO 639-2 and from names.

    None, after telling the place, when it is none.
    """
    written = text.strip()[:_MAX_LENGTH]
    tag = written.replace("_", "-")
    match = _LANGUAGE.fullmatch(tag)
    primary = match[1].lower() if match else ""
    primary = (get_global("language_aliases").get(primary) or primary).split("_")[0]
    if match and primary in _languages().values():
        script = f"-{match[3].title()}" if match[3] else ""
        region = f"-{match[4].upper()}" if match[4] else ""
        found = f"{primary}{match[2].lower()}{script}{region}{match[5].lower()}"
    else:
        found = _languages().get(written.casefold(), "")
    if not found:
        place.left_out(_("“%(word)s” is not the code of a language such as de or en.") % {"word": written[:60]})
        return None
    if found != written:
        place.mended(_("The spelling was adapted to the standard: %(word)s") % {"word": found})
    return found


def country(text: str, place: Place) -> str | None:
    """A country as two capitals (ISO 3166-1), also from three letters and from names; None when it is none."""
    written = text.strip()[:_MAX_LENGTH]
    code = written.upper()
    alias = get_global("territory_aliases").get(code)
    code = alias[0] if alias else code
    if not (re.fullmatch("[A-Z]{2}", code) and code in _countries().values()):
        code = _countries().get(written.casefold(), "")
    if not code:
        place.left_out(_("“%(word)s” is not the code of a country such as DE or AT.") % {"word": written[:60]})
        return None
    # Until version 0.4 the codes were written small.
    if code not in (written, written.upper()):
        place.mended(_("The spelling was adapted to the standard: %(word)s") % {"word": code})
    return code


@cache
def _languages() -> dict[str, str]:
    """Codes by name in any of the common languages; names of dialects (with a region) are left out."""
    codes: dict[str, str] = {}
    for locale in _NAMED_IN:
        for code, name in Locale(locale).languages.items():
            if "_" not in code:
                codes.setdefault(name.casefold(), code)
    return codes


@cache
def _countries() -> dict[str, str]:
    codes: dict[str, str] = {}
    for locale in _NAMED_IN:
        for code, name in Locale(locale).territories.items():
            if len(code) == 2 and code.isalpha():
                codes.setdefault(name.casefold(), code)
    return codes
