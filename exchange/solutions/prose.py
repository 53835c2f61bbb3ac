"""Plain text as rich text and back: what a publiccode.yml says at length has paragraphs and lists, and no more."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser


def to_html(text: str) -> str:
    """Plain text as rich text: paragraphs parted by empty lines, and lists of lines that begin with a dash or star."""
    blocks = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        lines = [" ".join(line.split()) for line in paragraph.split("\n")]
        lines = [line for line in lines if line]
        if lines and all(line.startswith(("- ", "* ")) for line in lines):
            blocks.append("<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>")
        elif lines:
            blocks.append(f"<p>{escape(' '.join(lines))}</p>")
    return "".join(blocks)


def plain_text(html: str) -> str:
    """Rich text as plain text in the same form."""
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    return "\n\n".join(block for block in ("\n".join(lines) for lines in reader.blocks) if block)


class _PlainText(HTMLParser):
    """Collects paragraphs and the lines of lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[list[str]] = [[]]
        self._text = ""
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "ul", "ol", "li", "br"}:
            self._end_line()
        if tag in {"p", "ul", "ol"}:
            self.blocks.append([])
        if tag == "li":
            self._mark = "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li"}:
            self._end_line()
            self._mark = ""
        if tag in {"ul", "ol"}:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        self._text += data

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        line = " ".join(self._text.split())
        if line:
            self.blocks[-1].append(self._mark + line)
        self._text = ""
