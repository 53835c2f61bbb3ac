"""What a mail says itself, without what it quotes and without its signature.

The library finds the lines above quotes and the signatures, in German, French (Kehl's neighbours) and English. What it
does not know or cuts too freely is said here. Answers between the lines of a quote keep the lines that they answer.
"""

from __future__ import annotations

import re
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from mailparser_reply.parser import EmailMessage  # type: ignore[import-untyped]

from exchange.notifications.incoming.addresses import TOKEN_LENGTH
from exchange.notifications.incoming.limits import CUT_SECONDS, TooLongError, time_limit

MAX_LENGTH = 200_000  # characters that are looked at
MAX_QUOTE_LINES = 6  # kept above an answer that stands between the lines
MAX_HEAD = 300  # characters of the line above a quote
MAX_CLOSING = 60  # characters of „Viele Grüße aus Kehl“; what is longer is a sentence
LANGUAGES = ["de", "fr"]  # English is always among them

_BLANK_LINES = re.compile(r"\n\s*\n")
_CLOSING = re.compile(
    r"(?:(?:mit|die|ganz)\s+)*"
    r"(?:best|freundlich|herzlich|kollegial|lieb|sch(?:ö|oe)n|sonnig|viel)e?[nmrs]?\s+gr(?:ü|u|ue)(?:ß|ss)e?n?\b.{0,40}"
    r"|(?:mfg|mkg|vg|lg|bg|glg)(?:[\s,.!].{0,25})?",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    r"(?:diese (?:e-?mail|nachricht) wurde )?von (?:meine[mr]?|unterwegs)\b.{0,70}\b(?:gesendet|geschickt)\.?"
    r"|(?:gesendet|verschickt) (?:von|mit|über)\b.{0,70}"
    r"|(?:holen sie sich |laden sie )?outlook (?:für|for) (?:ios|android|mac)\b.{0,70}"
    r"|(?:sent from|get outlook for)\b.{0,70}",
    re.IGNORECASE,
)
# Left over above a quote that is gone: „-----Ursprüngliche Nachricht-----“.
_SEPARATOR = re.compile(r"[-_*\s]{3,}(?:(?:ursprüngliche|original|weitergeleitete)[\s-]+\w+)?[-_*\s:]*", re.IGNORECASE)
# The line above a quote, where the library does not know it.
_HEAD = re.compile(r".*\b(?:schrieb|wrote|a écrit|ha scritto|skrev|schreef|napisał)\b.*:", re.IGNORECASE)
_OUTLOOK = re.compile(r"[*_ ]*(?:Von|From|De) ?:[*_ ]* .*@")
# GroupWise: „>>> Name <mail@example.org> 23.11.2026 10:15 >>>“, and what follows has no marks.
_GROUPWISE = re.compile(r"^>>> .*(?:>>>|@|schrieb|wrote).*$", re.MULTILINE)


def reply_line() -> str:
    """A line for the top of notifications: whatever stands below it in an answer is quoted, in any language."""
    return _("Please write your answer above this line")


def own_text(text: str) -> str:
    """What the sender has written; empty where nothing is left."""
    text = "\n".join(line.rstrip() for line in text[:MAX_LENGTH].split("\n"))
    # Many empty lines would keep the library's expressions busy for ever.
    text = _BLANK_LINES.sub("\n\n", _above_marks(text)).strip()
    try:
        with time_limit(CUT_SECONDS):
            own = _cut(text)
    except TooLongError:
        own = ""
    return _without_addresses(own or _unquoted(text)).strip()


def _cut(text: str) -> str:
    fragments = EmailMessage(text=text, languages=[*LANGUAGES], keep_hyphen_lists=True).read().replies
    first = fragments[0]
    above = ""
    if not first.headers:
        lines = first.content.split("\n")
        has_marks = any(line.startswith(">") for line in lines)
        above = _between_lines(lines, is_all=True) if has_marks else _without_signature(first.content, keep_some=True)
        fragments = fragments[1:]
    quoted: list[str] = []
    for number, fragment in enumerate(fragments):
        header = fragment.headers or ""
        if number and not header.startswith(">"):
            break
        quoted += fragment.content.removeprefix(header).split("\n")
    return "\n\n".join(filter(None, [above, _between_lines(quoted, is_all=not above)]))


def _between_lines(lines: list[str], *, is_all: bool) -> str:
    """Answers below or between quoted lines; of a quote as a whole nothing, of those between answers the last lines.

    Where something stands above the quote (not ``is_all``), a line of it that has lost its „>“ on the way must not
    pass for an answer: only what follows an empty line is one.
    """
    runs = [(quoted, list(run)) for quoted, run in groupby(lines, key=lambda line: line.startswith(">"))]
    if not any(quoted for quoted, _run in runs):
        return ""
    kept: list[tuple[bool, str]] = []
    for number, (quoted, run) in enumerate(runs):
        if not quoted and number + 1 < len(runs):
            run = _without_head(run)
        text = "\n".join(run)
        if quoted:
            kept.append((True, _shortened(run)))
        elif text.strip() and (is_all or (number and run[:1] == [""])):
            kept.append((False, text.strip()))
    own = [number for number, (quoted, _text) in enumerate(kept) if not quoted]
    if not own:
        return ""
    last = own[-1]
    kept[last] = (False, _without_signature(kept[last][1], keep_some=False))
    if not kept[last][1]:
        own = own[:-1]
    if len(own) < 2 and is_all:
        return "\n\n".join(kept[number][1] for number in own)
    answered = kept[: own[-1] + 1] if own else []
    return "\n\n".join(text for _quoted, text in answered if text)


def _without_head(lines: list[str]) -> list[str]:
    """Lines above a quote without the one that says who has written it."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    is_head = bool(lines) and len(lines[-1]) <= MAX_HEAD and _HEAD.fullmatch(lines[-1])
    return lines[:-1] if is_head else lines


def _shortened(quote: list[str]) -> str:
    lines = [line for line in quote if line.strip("> ")]
    return "\n".join(["> …", *lines[-MAX_QUOTE_LINES:]] if len(lines) > MAX_QUOTE_LINES else lines)


def _without_signature(text: str, *, keep_some: bool) -> str:
    """The text up to its signature; with ``keep_some`` a text that begins with one stays."""
    found = EmailMessage(text=text, languages=[*LANGUAGES], keep_hyphen_lists=True).read().replies[0].signatures or ""
    first_line = found.partition("\n")[0]
    if found and len(first_line) <= MAX_CLOSING and text.endswith(found):
        text = text.removesuffix(found).rstrip()
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if number or not keep_some:
            plain = line.strip().strip("*_")
            if plain == "--" or _CLOSING.fullmatch(plain) or _MOBILE.fullmatch(plain):
                lines = lines[:number]
                break
    while lines and _SEPARATOR.fullmatch(lines[-1].strip() or "---"):
        lines.pop()
    return "\n".join(lines).strip()


def _above_marks(text: str) -> str:
    """The text above our own line and above what GroupWise quotes, where something stands there."""
    position = text.find(reply_line())
    start = text.rfind("\n", 0, max(position, 0)) + 1
    if position >= 0 and not text.startswith(">", start) and text[:start].strip():
        text = text[:start]
    match = _GROUPWISE.search(text)
    return text[: match.start()] if match and text[: match.start()].strip() else text


def _unquoted(text: str) -> str:
    """All lines without a mark: better too much than nothing, where the library takes everything for a signature."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= MAX_HEAD and (_HEAD.fullmatch(line) or _OUTLOOK.match(line)):
            break
        if not line.startswith(">"):
            lines.append(line)
    return "\n".join(lines).strip()


def _without_addresses(text: str) -> str:
    """Reply addresses are for one member alone; quoted heads of mails have them."""
    if not settings.REPLY_DOMAIN:
        return text
    mailbox, domain = re.escape(settings.REPLY_MAILBOX), re.escape(settings.REPLY_DOMAIN)
    pattern = rf"{mailbox}\+[a-z2-7]{{{TOKEN_LENGTH}}}@{domain}"
    return re.sub(pattern, f"{settings.REPLY_MAILBOX}@{settings.REPLY_DOMAIN}", text, flags=re.IGNORECASE)
