"""The small text format of shipped texts and samples, turned into rich text.

Paragraphs are separated by an empty line; lines that begin with ``- `` are list items; ``**bold**`` is bold;
``## `` begins a heading.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\b(https?://[^\s<>()]+[^\s<>().,;:])")
_MAIL = re.compile(r"\b([\w.+-]+@[\w-]+\.[\w.-]*\w)")


def to_html(text: str) -> str:
    """Rich text of the given text; everything in it is escaped."""
    return "".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def to_blocks(text: str) -> list[tuple[str, Any]]:
    """Heading and text blocks of a page's body, in order."""
    blocks: list[tuple[str, Any]] = []
    for part in re.split(r"^## +", text.strip(), flags=re.MULTILINE):
        if not part.strip():
            continue
        if blocks or text.strip().startswith("## "):
            heading, _, part = part.partition("\n")
            blocks.append(("heading", heading.strip()))
        if part.strip():
            blocks.append(("text", to_html(part)))
    return blocks


def _paragraph(part: str) -> str:
    html: list[str] = []
    items: list[str] = []
    lines: list[str] = []
    for line in part.strip().splitlines():
        if line.startswith("- "):
            items.append(line[2:].strip())
        elif items:
            items[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    if lines:
        html.append(f"<p>{_inline(' '.join(lines))}</p>")
    if items:
        html.append("<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>")
    return "".join(html)


def _inline(text: str) -> str:
    html = _BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
    html = _LINK.sub(r'<a href="\1">\1</a>', html)
    return _MAIL.sub(r'<a href="mailto:\1">\1</a>', html)
