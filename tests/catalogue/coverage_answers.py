"""Reads what the page and the file of the coverage matrix answer."""

from __future__ import annotations

import csv
import io

from django.test import Client

PAGE = "/leistungen/abdeckung/"
FILE = "/leistungen/abdeckung.csv"


def html_of(browser: Client, address: str = PAGE) -> str:
    """The page; it must be there."""
    response = browser.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def table_of(content: str) -> str:
    """The table alone."""
    return content[content.index("<table") : content.index("</table>")]


def lines_of(browser: Client, address: str = FILE) -> list[list[str]]:
    """The rows of the file."""
    response = browser.get(address)
    assert response.status_code == 200, address
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
