"""How many bytes a first visit to a page sends over the wire."""

from __future__ import annotations

import http.client
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

FETCHED_LINKS = {"stylesheet", "preload", "modulepreload", "icon", "manifest"}


class Weight(NamedTuple):
    """Bytes of the HTML alone, bytes of everything, and the number of files."""

    html: int
    page: int
    files: int


class _Links(HTMLParser):
    """Collects what a browser loads at once: styles, scripts, fonts named for preloading, icons, pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down the address of an element that is loaded."""
        values = dict(attrs)
        if tag == "link" and FETCHED_LINKS.intersection((values.get("rel") or "").split()):
            self.addresses.add(values.get("href") or "")
        elif tag in ("script", "img") and values.get("loading") != "lazy":
            self.addresses.add(values.get("src") or "")


def weigh(port: int, address: str, headers: dict[str, str]) -> Weight:
    """Load a page and what belongs to it, compressed as browsers ask for it.

    Raises RuntimeError when something is missing.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = _fetch(connection, address, headers)
    links = _Links()
    links.feed(_fetch(connection, address, headers, encodings="identity").decode())
    own = {urljoin(address, link) for link in links.addresses if link and not urlsplit(link).scheme}
    files = [len(_fetch(connection, link, headers)) for link in sorted(own)]
    connection.close()
    return Weight(len(body), len(body) + sum(files), 1 + len(files))


def _fetch(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str], encodings: str = "br, gzip"
) -> bytes:
    connection.request("GET", address, headers={**headers, "Accept-Encoding": encodings})
    response = connection.getresponse()
    content = response.read()
    if response.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{address}: {response.status}")
    return content
