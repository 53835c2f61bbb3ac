"""Text out of the HTML of mails. Quoted passages get „>“ before their lines, as in plain text."""

from __future__ import annotations

import re
import warnings

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from bs4.exceptions import ParserRejectedMarkup

MAX_HTML = 500_000  # characters; Outlook's styles alone take 50,000
_UNSEEN = ["head", "script", "style", "title", "template", "noscript", "iframe", "object", "svg"]
# Signatures that mail programs mark, and the line above a quote.
_MARKED = ".gmail_signature, .moz-signature, #Signature, #ms-outlook-mobile-signature, .gmail_attr, .moz-cite-prefix"
# Quotes that are no <blockquote>: Outlook's and Yahoo's.
_QUOTED = ".yahoo_quoted"
# With Outlook everything from here on is quoted.
_QUOTED_FROM_HERE = "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container"
_BLOCKS = [
    "address",
    "article",
    "div",
    "dd",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
]
_BLOCKS += ["hr", "main", "section", "table", "tr", "ul", "ol", "li"]
_SPACES = re.compile(r"[\s\xa0]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def text_of_mail_html(html: str) -> str:
    """The text with line breaks where the reader sees some; empty for what is no HTML at all."""
    with warnings.catch_warnings():
        # Texts that look like a file name or like XML are nothing to worry about.
        warnings.simplefilter("ignore")
        try:
            soup = BeautifulSoup(html[:MAX_HTML], "html.parser")
        except (ParserRejectedMarkup, AssertionError, RecursionError):
            return ""
    for tag in soup.find_all(_UNSEEN):
        tag.extract()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.select(_MARKED):
        tag.extract()
    _collapse_spaces(soup)
    for start in soup.select(_QUOTED_FROM_HERE)[:1]:
        _quote_from(soup, start)
    for tag in [*soup.find_all("blockquote"), *soup.select(_QUOTED)]:
        if not any(parent.name == "blockquote" for parent in tag.parents):
            _quote(tag)
    return _plain(soup)


def _collapse_spaces(soup: BeautifulSoup) -> None:
    """Line ends of the source mean nothing outside <pre>."""
    for text in soup.find_all(string=True):
        if not any(parent.name == "pre" for parent in text.parents):
            text.replace_with(NavigableString(_SPACES.sub(" ", text)))


def _quote(tag: Tag) -> None:
    tag.replace_with(NavigableString(_quoted(_plain(tag))))


def _quote_from(soup: BeautifulSoup, start: Tag) -> None:
    """Mark this element and all that follows it as quoted."""
    following = [node for node in start.next_elements if isinstance(node, NavigableString)]
    text = " ".join(str(node).strip() for node in following if str(node).strip())
    for node in following:
        node.extract()
    start.insert_before(NavigableString(_quoted(text)))


def _quoted(text: str) -> str:
    lines = [f"> {line}".rstrip() for line in text.split("\n")]
    return "\n\n" + "\n".join(lines) + "\n\n" if text else "\n"


def _plain(tag: Tag) -> str:
    """The text of an element, one line for each line that is seen; changes the element."""
    for line_break in tag.find_all("br"):
        line_break.replace_with(NavigableString("\n"))
    for paragraph in tag.find_all("p"):
        paragraph.insert(0, NavigableString("\n\n"))
        paragraph.append(NavigableString("\n\n"))
    for item in tag.find_all("li"):
        item.insert(0, NavigableString("- "))
    for block in tag.find_all(_BLOCKS):
        block.insert(0, NavigableString("\n"))
        block.append(NavigableString("\n"))
    lines = (line.strip() for line in tag.get_text().split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
