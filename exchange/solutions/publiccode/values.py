"""Reading single values: texts, addresses, dates, words of the vocabulary.

Each reader gets the text of a value and its place; it returns what to take, or None after telling the place why not.
What a reader returned, it returns again unchanged when it gets it as text, without a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from exchange.solutions.publiccode.licences import LicenceError, check_licence
from exchange.solutions.publiccode.log import Place
from exchange.solutions.publiccode.vocabulary import LAW_ALIASES, letters

Reader = Callable[[str, Place], object]

MAX_URL = 2000  # characters, what browsers and proxies let through
MAX_NAME = 200
_MAX_EMAIL = 254  # RFC 5321
_MAX_PHONE = 40
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")
_WITHOUT_SCHEME = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|(?:github|gitlab)\.com)(?:[/?#]\S*)?", re.IGNORECASE
)
_SSH = re.compile(r"(?:ssh://)?git@((?:[\w-]+\.)+[a-z]+)[:/](\S+)", re.IGNORECASE)
_GIT_HOSTS = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitlab.opencode.de"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PHONE = re.compile(r"[-+()/.\d\s]*\d[-+()/.\d\s]*(?:(?:ext|int|dw)\.?\s?\d+)?", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+")
_YES, _NO = {"true", "yes", "y", "on", "1", "ja", "si", "sì"}, {"false", "no", "n", "off", "0", "nein"}
_YAML_BOOLEANS = {"true", "false", "yes", "no", "on", "off", "y", "n"}


def line(limit: int = MAX_NAME) -> Reader:
    """Text of one line, blanks between words made single, cut at a blank when it is longer than ``limit``."""

    def read(text: str, place: Place) -> str | None:
        return _shortened(" ".join(text.split()), limit, place) or None

    return read


def paragraphs(limit: int) -> Reader:
    """Text of several lines, without blanks around it and at the end of lines; cut like a line."""

    def read(text: str, place: Place) -> str | None:
        lines = (part.rstrip() for part in text.strip().split("\n"))
        return _shortened("\n".join(lines), limit, place) or None

    return read


def _shortened(text: str, limit: int, place: Place) -> str:
    if len(text) <= limit:
        return text
    place.mended(
        _("The text was shortened to %(limit)d characters, which is all the standard or this site allows.")
        % {"limit": limit}
    )
    start = text[: limit - 1]
    whole = start[: start.rfind(" ")] if " " in start[limit // 2 :] else start
    return f"{whole.rstrip()}…"


def url(text: str, place: Place) -> str | None:
    """An address beginning with http or https, with a host and without user name and password.

    Addresses for git by ssh at the well-known hosts become the same with https; a missing https:// is added.
    """
    address = "".join(text.split("\n")).strip()[: 2 * MAX_URL].strip("<>")
    if (ssh := _SSH.fullmatch(address)) and ssh[1].lower() in _GIT_HOSTS:
        address = f"https://{ssh[1].lower()}/{ssh[2]}"
        place.mended(_("The address for git was turned into one for browsers."))
    elif address.startswith("git://") and address[6:].partition("/")[0].lower() in _GIT_HOSTS:
        address = f"https://{address[6:]}"
        place.mended(_("The address for git was turned into one for browsers."))
    elif _WITHOUT_SCHEME.fullmatch(address):
        address = f"https://{address}"
        place.mended(_("“https://” was put before the address."))
    fault = _url_fault(address)
    if fault:
        place.left_out(fault)
        return None
    return address


def _url_fault(address: str) -> str:
    if len(address) > MAX_URL:
        return _("The address has more than %(limit)d characters.") % {"limit": MAX_URL}
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("This is not an internet address.")
    if parts.scheme not in ("http", "https"):
        return _("The address must begin with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        return _("The address contains a user name or password.")
    if not host or re.search(r"[\s\\<>\"^`{|}]", address):
        return _("This is not an internet address.")
    return ""


def uri(text: str, place: Place) -> str | None:
    """A web address or another URI such as a urn."""
    address = text.strip()
    if (
        address.lower().startswith("urn:")
        and len(address) <= MAX_URL
        and re.fullmatch(r"urn:[^\s<>\"]+", address, re.I)
    ):
        return address
    return url(address, place)


def supported(text: str, place: Place) -> str | None:
    """A law or platform: one of the standard's own ``alias:…`` or a URI."""
    alias = text.strip().casefold().removeprefix("alias:")
    if alias in LAW_ALIASES:
        if f"alias:{alias}" != text:
            place.mended(_("The spelling was adapted to the standard: %(word)s") % {"word": f"alias:{alias}"})
        return f"alias:{alias}"
    return uri(text, place)


def file(text: str, place: Place) -> str | None:
    """A file of the repository: its path from the top, or its address."""
    path = text.strip()
    relative = re.sub(r"^(?:\.?/)+", "", path).strip()
    if _SCHEME.match(relative):
        return url(relative, place)
    if not relative or len(path) > MAX_URL or ".." in path.split("/") or re.search(r"[\n\\]|^//", path):
        place.left_out(_("This is not the path of a file in the repository."))
        return None
    if path.startswith("/"):
        place.mended(_("The path now begins at the top of the repository, without a slash."))
    return relative


def email(text: str, place: Place) -> str | None:
    """One e-mail address, also written with mailto: or with (at) or \\x64 for @, which the standard recommends."""
    address = (
        text.strip()[: 2 * _MAX_EMAIL].strip("<>").removeprefix("mailto:").replace("\\x64", "@").replace("\\x40", "@")
    )
    address = re.sub(r"\s*[\[(]\s*at\s*[\])]\s*", "@", address, flags=re.IGNORECASE)
    address = re.sub(r"\s*[\[(]\s*dot\s*[\])]\s*", ".", address, flags=re.IGNORECASE)
    if len(address) > _MAX_EMAIL or not _EMAIL.fullmatch(address):
        place.left_out(_("This is not an e-mail address."))
        return None
    if address != text.strip():
        place.mended(_("The e-mail address was put into its usual form."))
    return address


def phone(text: str, place: Place) -> str | None:
    """A telephone number."""
    number = " ".join(text.split())
    if len(number) > _MAX_PHONE or not _PHONE.fullmatch(number):
        place.left_out(_("This is not a telephone number."))
        return None
    return number


def media_type(text: str, place: Place) -> str | None:
    """A media type such as text/plain (RFC 6838)."""
    kind = text.strip().lower()
    if len(kind) > MAX_NAME or not _MEDIA_TYPE.fullmatch(kind):
        place.left_out(_("This is not a media type such as text/plain."))
        return None
    return kind


def flag(text: str, place: Place) -> bool | None:
    """Yes or no, in the words of YAML or a few other languages."""
    word = text.strip().casefold()
    if word not in _YES | _NO:
        place.left_out(_("Only yes (true) or no (false) is possible here."))
        return None
    if word not in _YAML_BOOLEANS:
        place.mended(_("The word was understood as yes or no."))
    return word in _YES


def day(text: str, place: Place) -> date | None:
    """A date, written as in the standard (2026-03-31), the German way (31.3.2026), or with a time behind it."""
    written = text.strip()
    found = _date(written) if len(written) <= MAX_NAME else None
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        place.left_out(_("This is not a date that can be told with certainty; the form is 2026-03-31."))
        return None
    if found.isoformat() != written:
        place.mended(_("The date was put into the form of the standard: %(date)s") % {"date": found.isoformat()})
    return found


def _date(written: str) -> date | None:
    compact = re.sub(r"(?<=\d)[Tt ]\d\d?:\d\d.*$", "", written, flags=re.DOTALL)
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y"):
        if form == "%Y%m%d" and len(compact) != len("20260331"):
            continue
        try:
            return datetime.strptime(compact, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def word(spellings: Mapping[str, str], *, open_list: bool = False) -> Reader:
    """A word of a vocabulary, whatever its case and hyphens; in an ``open_list`` other words are taken as they are."""
    allowed = tuple(dict.fromkeys(spellings.values()))

    def read(text: str, place: Place) -> str | None:
        written = " ".join(text.split())
        found = spellings.get(letters(written))
        if found is None and open_list:
            return _shortened(written, MAX_NAME, place) or None
        if found is None:
            place.left_out(_unknown_word(written, allowed))
        elif found != written:
            place.mended(_("The spelling was adapted to the standard: %(word)s") % {"word": found})
        return found

    return read


def _unknown_word(written: str, allowed: tuple[str, ...]) -> str:
    if len(allowed) > 10:
        return _("“%(word)s” is not in the list of the standard.") % {"word": written[:60]}
    return _("“%(word)s” is not possible here, only: %(allowed)s") % {
        "word": written[:60],
        "allowed": ", ".join(allowed),
    }


def licence(text: str, place: Place) -> str | None:
    """An SPDX expression in its one spelling."""
    try:
        found = check_licence(text).expression
    except LicenceError as error:
        place.left_out(str(error))
        return None
    if found != text.strip():
        place.mended(_("The licence was put into the spelling of SPDX: %(licence)s") % {"licence": found})
    return found
