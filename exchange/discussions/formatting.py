"""Texts of posts: what members type or send becomes clean HTML, and plain text for search and mails.

Whatever comes in, only the elements of ``TAGS`` come out, and links that lead to other pages or to mail addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from html import unescape

import nh3
from django.utils.html import escape, urlize

TAGS = {"a", "b", "blockquote", "br", "code", "del", "div", "em", "i", "li", "ol", "p", "pre", "strong", "ul"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
SCHEMES = {"http", "https", "mailto"}
# For search engines: not ours, and written by anybody (https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links).
LINK_REL = "nofollow ugc noopener"
# Elements whose whole content goes with them.
DROPPED = {"script", "style", "title", "template", "textarea", "noscript", "iframe", "object"}

SUMMARY_LENGTH = 280  # characters
_TOKEN = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_BREAKS = re.compile(r"</(?:p|div|li|blockquote|pre|ul|ol)>|<br>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")
_BETWEEN = re.compile(r"</(p|div)>\s*<(p|div)>")
_QUOTED = re.compile(r"<(/?)blockquote>")
_QUOTE_PREFIX = re.compile(r"^> ?")
_MENTION = re.compile(r'<span class="mention">@([^<]*)</span>')


def clean_html(html: str) -> str:
    """Formatted text as the editor or anybody else sends it, with nothing in it but what posts may have.

    Bare addresses become links; links do not vouch for what they lead to.
    """
    return _clean(_with_links(_clean(html))).strip()


def html_of_text(text: str) -> str:
    """Plain text as HTML: paragraphs at empty lines, quotes where lines begin with „>“, links."""
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for quoted, lines in _runs(block.splitlines()):
            inner = "<br>".join(escape(line) for line in lines)
            parts.append(f"<blockquote><p>{inner}</p></blockquote>" if quoted else f"<p>{inner}</p>")
    return clean_html("".join(parts).replace("</blockquote><blockquote>", ""))


def text_of_html(html: str) -> str:
    """The words of clean HTML, with line breaks where it has them."""
    with_breaks = _BREAKS.sub(lambda match: match.group() + "\n", html)
    bare = unescape(_TOKEN.sub("", with_breaks))
    lines = "\n".join(line.strip() for line in bare.replace("\xa0", " ").splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip()


def typed_text_of_html(html: str) -> str:
    """Clean HTML as somebody would have typed it without the editor, as ``html_of_text`` reads it."""
    lines: list[str] = []
    depth = 0
    for number, part in enumerate(_QUOTED.split(html)):
        if number % 2:
            depth += -1 if part else 1
        elif text := text_of_html(_joined(part)):
            mark = "> " if depth else ""
            lines += [*([""] if lines else []), *(f"{mark}{line}".rstrip() for line in text.splitlines())]
    room_for_an_answer = ["", ""] if lines and lines[-1].startswith(">") else []
    return "\n".join([*lines, *room_for_an_answer])


def editor_html(html: str) -> str:
    """Clean HTML as the editor reads it without loss.

    It knows one block with line breaks, not paragraphs one after the other: those of a quote it glues together.
    """
    return _joined(html).replace("<p>", "<div>").replace("</p>", "</div>")


def shortened(text: str) -> str:
    """The beginning of a text for lists, cut between words where it has any so far."""
    line = " ".join(text.split())
    if len(line) <= SUMMARY_LENGTH:
        return line
    beginning = line[:SUMMARY_LENGTH]
    return (beginning.rpartition(" ")[0] or beginning).rstrip(",;:–- ") + " …"


def without_mentions(html: str) -> str:
    """The HTML of a post without the names of those it addresses: names of members are for members."""
    return _MENTION.sub("@…", html)


def mentioned_names(html: str) -> set[str]:
    """The names that are marked as mentions in the HTML of a post."""
    return {unescape(match.group(1)) for match in _MENTION.finditer(html)}


def map_texts(html: str, change: Callable[[str, bool], str]) -> str:
    """Clean HTML with each piece of text outside links put through ``change`` (HTML to HTML).

    ``change`` is told whether the text is quoted.
    """
    links = quotes = 0
    parts = []
    for token in _TOKEN.split(html):
        if token.startswith("<") and token.endswith(">"):
            links += token.startswith(("<a ", "<a>")) - token.startswith("</a")
            quotes += token.startswith("<blockquote") - token.startswith("</blockquote")
            parts.append(token)
        else:
            parts.append(change(token, quotes > 0) if links == 0 and token else token)
    return "".join(parts)


def quote_of(html: str, head: str, names: Container[str]) -> str:
    """A post as the beginning of an answer that quotes it, below ``head``.

    Of those it addresses only these names stay, as they are typed.
    """

    def typed(match: re.Match[str]) -> str:
        return f"@{match.group(1)}" if unescape(match.group(1)) in names else "@…"

    quoted = _clean(_MENTION.sub(typed, html))
    return f"<blockquote><p><em>{escape(head)}:</em></p>{quoted}</blockquote><p><br></p>"


def _joined(html: str) -> str:
    """Paragraphs that follow each other as one block, with the breaks between them that they had."""
    return _BETWEEN.sub(lambda match: "<br>" if match.group(1) == match.group(2) == "div" else "<br><br>", html)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=LINK_REL,
        strip_comments=True,
    )


def _with_links(html: str) -> str:
    return map_texts(html, lambda text, _quoted: urlize(unescape(text), nofollow=True, autoescape=True))


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Lines in runs of quoted and of own ones, the marks of quoting taken off."""
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        quoted = line.startswith(">")
        if not runs or runs[-1][0] != quoted:
            runs.append((quoted, []))
        runs[-1][1].append(_QUOTE_PREFIX.sub("", line) if quoted else line)
    return runs
