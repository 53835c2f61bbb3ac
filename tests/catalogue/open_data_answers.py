"""Reads what the files of open data answer."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

PAGE = "/daten/"
SOLUTIONS, ADOPTIONS = "/daten/loesungen.json", "/daten/nachnutzung.json"
SOLUTIONS_CSV, ADOPTIONS_CSV = "/daten/loesungen.csv", "/daten/nachnutzung.csv"
TURTLE, JSON_LD = "/daten/katalog.ttl", "/daten/katalog.jsonld"
FILES = (SOLUTIONS, SOLUTIONS_CSV, ADOPTIONS, ADOPTIONS_CSV, TURTLE, JSON_LD)


def text_of(browser: Client, address: str) -> str:
    """The file; it must be there."""
    response = browser.get(address)
    assert response.status_code == 200, address
    return response.content.decode("utf-8-sig")


def solutions_of(browser: Client) -> list[dict[str, Any]]:
    """The solutions of the JSON file."""
    found: list[dict[str, Any]] = json.loads(text_of(browser, SOLUTIONS))["solutions"]
    return found


def adoptions_of(browser: Client) -> list[dict[str, Any]]:
    """The adoptions of the JSON file."""
    found: list[dict[str, Any]] = json.loads(text_of(browser, ADOPTIONS))["adoptions"]
    return found
