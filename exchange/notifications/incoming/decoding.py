"""Bytes and headers of mails as text, whatever they claim to be; nothing here raises an error."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from itertools import islice

from exchange.notifications.incoming.limits import MAX_HEADER

MAX_HEADERS = 50  # of one name

# What mail programs write. Python knows more encodings, some of them traps (utf-7, punycode, idna).
_KNOWN = re.compile(r"(?:utf[-_]?(?:8|16|32)|iso|latin|windows|cp\d|mac|koi8|gb|big5|euc|shift)[\w:.-]*", re.IGNORECASE)
# Mostly windows-1252 in truth, as browsers take it too (https://encoding.spec.whatwg.org/#names-and-labels).
_LATIN_1 = re.compile(r"(?:iso[-_]?8859[-_]1|latin[-_]?1)", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
# Would show „exe.pdf“ for „fdp.exe“.
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text_of_bytes(data: bytes, charset: str | None) -> str:
    """The text; where the named charset is unknown or wrong, as UTF-8, else as Windows wrote it."""
    name = (charset or "").strip()
    if _LATIN_1.fullmatch(name):
        name = "windows-1252"
    for candidate in (name if _KNOWN.fullmatch(name) else "", "utf-8"):
        try:
            if candidate:
                return clean(data.decode(candidate))
        except (LookupError, UnicodeError):
            continue
    return clean(data.decode("windows-1252", "replace"))


def clean(text: str) -> str:
    """Without what no database and no reader wants; line ends are newlines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def decoded(value: object) -> str:
    """A header's value as it is meant, in one line."""
    raw = str(value)[:MAX_HEADER]
    try:
        chunks = decode_header(raw)
    except (HeaderParseError, ValueError):
        chunks = [(raw, None)]
    texts = []
    for chunk, charset in chunks:
        data = chunk.encode("utf-8", "surrogateescape") if isinstance(chunk, str) else chunk
        texts.append(text_of_bytes(data, charset))
    return " ".join("".join(texts).split())


def header(message: Message, name: str) -> str:
    """A header as it is meant; empty where the mail has none."""
    return next(iter(headers(message, name)), "")


def headers(message: Message, name: str) -> list[str]:
    """All headers of this name."""
    return [decoded(value) for value in raw_headers(message, name)]


def addresses(message: Message, *names: str) -> list[str]:
    """All mail addresses in these headers, as they are written.

    The values are not decoded: an encoded word may stand in names only (RFC 2047, 5), and „=?…?=“ that becomes an
    address would be somebody else's.
    """
    values = [value[:MAX_HEADER] for name in names for value in raw_headers(message, name)]
    found = (clean(address).strip() for _name, address in getaddresses(values))
    return [address for address in found if "@" in address]


def raw_headers(message: Message, name: str) -> list[str]:
    """The values as they came, with the bytes that are no ASCII; ``Message.get`` would put question marks for them."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return list(islice(values, MAX_HEADERS))


def file_name(message: Message) -> str:
    """The name of an attached file without folders; empty where it has none."""
    try:
        raw = message.get_filename("")
    except (LookupError, ValueError, TypeError):
        raw = ""
    name = _DIRECTIONS.sub("", decoded(raw)).replace("\\", "/").rpartition("/")[2].strip()
    if not name.strip(". "):
        return ""
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:100]}.{ending[:20]}" if dot else name[:100]
