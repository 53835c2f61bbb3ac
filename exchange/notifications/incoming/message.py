"""A mail out of its bytes: parsed with bounds, then its text and its files."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser

from exchange.notifications.incoming.decoding import file_name, text_of_bytes
from exchange.notifications.incoming.html_text import text_of_mail_html
from exchange.notifications.incoming.limits import MAX_HEADER, MAX_PARTS, MAX_TEXT_BYTES

HEADER_BYTES = 64 * 1024
# Parts that mail programs add and nobody misses.
_SILENT_TYPES = {
    "application/pgp-keys",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/calendar",
    "text/x-amp-html",
}
_BLANK_LINES = re.compile(r"\n{3,}")


class UnreadableError(Exception):
    """No mail, or one with more parts than anybody sends."""


@dataclass(frozen=True)
class MailFile:
    """An attached file; ``is_inline`` where it stands inside the text, as logos do."""

    name: str
    content: bytes
    is_inline: bool


def parse(data: bytes) -> Message:
    """The mail; UnreadableError for one with too many parts. Each part counts, so depth is bounded as well."""
    made = 0

    def make(**options: object) -> Message:
        nonlocal made
        made += 1
        if made > MAX_PARTS:
            raise UnreadableError
        return Message(**options)  # type: ignore[arg-type]

    try:
        return BytesParser(_class=make).parsebytes(data)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableError from error


def parse_headers(data: bytes) -> Message:
    """Only the headers of a mail that is too large or too odd to be parsed."""
    try:
        return BytesHeaderParser().parsebytes(data[:HEADER_BYTES])
    except (ValueError, LookupError, TypeError, AttributeError):
        return Message()


def text_of(message: Message) -> str:
    """What the mail says: its plain text, else that of its HTML; quotes have „>“ before their lines."""
    return _BLANK_LINES.sub("\n\n", _text(message)[0]).strip()


def files_of(message: Message) -> Iterator[MailFile]:
    """What is attached."""
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in _SILENT_TYPES or _is_text(part):
            continue
        content = b"" if part.get_content_maintype() == "message" else _content(part)
        is_inline = part.get_content_disposition() != "attachment" and kind.startswith("image/")
        yield MailFile(file_name(part) or _made_up_name(part), content, is_inline or bool(part.get("Content-ID")))


def _text(part: Message) -> tuple[str, bool]:
    """The text of a part, and whether the sender wrote it as plain text."""
    if part.get_content_maintype() == "message" or len(str(part.get("Content-Type", ""))) > MAX_HEADER:
        return "", False
    if not part.is_multipart():
        return (_leaf_text(part), part.get_content_type() == "text/plain") if _is_text(part) else ("", False)
    texts = [_text(child) for child in _children(part)]
    filled = [each for each in texts if each[0].strip()]
    if part.get_content_type() == "multipart/alternative":
        plain = [each for each in filled if each[1]]
        return (plain or filled or [("", False)])[0]
    return "\n\n".join(text.strip("\n") for text, _plain in filled), bool(filled) and all(each[1] for each in filled)


def _leaf_text(part: Message) -> str:
    data = _content(part)[:MAX_TEXT_BYTES]
    charset = part.get_content_charset()
    text = text_of_bytes(data, charset)
    if part.get_content_type() == "text/html":
        return text_of_mail_html(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Paragraphs in one line each: a line that ends in a space goes on in the next (RFC 3676, 4)."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        content = line[1:] if not quoted and line.startswith(" ") else line
        if goes_on and not quoted and content != "-- ":
            lines[-1] += content
        else:
            lines.append(content)
        goes_on = not quoted and content.endswith(" ") and content != "-- "
        if goes_on and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold content, in order; mails inside the mail are one part each."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() != "message":
            waiting.extend(reversed(_children(part)))
        else:
            yield part


def _children(part: Message) -> list[Message]:
    children = part.get_payload()
    return [child for child in children if isinstance(child, Message)] if isinstance(children, list) else []


def _is_text(part: Message) -> bool:
    """Whether it belongs to the text of the mail: text that is not attached as a file."""
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    return part.get_content_disposition() != "attachment" and not file_name(part)


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _made_up_name(part: Message) -> str:
    ending = mimetypes.guess_extension(part.get_content_type()) or ""
    if part.get_content_maintype() == "message":
        ending = ".eml"
    return f"anhang{ending}"
