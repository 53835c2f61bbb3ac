"""The collection as Python objects, and the sample reports it judges, read from their files without a site."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
REPORTS = ROOT / "home" / "demo" / "reports"
SERVICES = ROOT / "exchange" / "ozg" / "data" / "services.csv"
MUNICIPALITIES = ROOT / "exchange" / "municipalities" / "data" / "ortenaukreis.csv"

_MARKS = re.compile(r"\*\*|^(?:## +|- )", re.MULTILINE)
_BLOCK_FIELDS = ("caption", "title", "text", "source", "header", "rows", "items")


@dataclass(frozen=True)
class Query:
    """What somebody types, with ``relevant``: the keys of the reports that answer it, each with 2 or 1."""

    id: str
    text: str
    type: str
    part: str
    relevant: dict[str, int]


def queries(part: str = "") -> list[Query]:
    """All queries of the collection with their judgements, or those of one part: ``tune`` or ``held``."""
    relevant: dict[str, dict[str, int]] = {}
    for row in read_rows("qrels"):
        relevant.setdefault(row["query"], {})[row["doc"]] = row["relevance"]
    rows = read_rows("queries")
    return [Query(**row, relevant=relevant.get(row["id"], {})) for row in rows if part in ("", row["part"])]


def part_of(query_id: str) -> str:
    """The part that a query belongs to by the hash of its id: one in three is ``held``."""
    return "held" if int(hashlib.sha256(query_id.encode()).hexdigest(), 16) % 3 == 0 else "tune"


def read_rows(name: str) -> list[dict[str, Any]]:
    """The lines of ``queries.jsonl`` or ``qrels.jsonl``."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def demo_documents() -> list[dict[str, str]]:
    """The public published sample reports as ``id``, ``title`` and ``text``, by their ids.

    The id is the name of the report's file and stands in ``qrels.jsonl``. The text is plain: summary, all fields of
    the body, software, tags, municipality, and the names of the services with their synonyms; attached files,
    costs and dates are left out, as in the search of the site.
    """
    return [
        {"id": key, "title": report["title"], "text": "\n".join(part for part in _texts(report) if part)}
        for key, report in _reports().items()
        if report["state"] == "published" and report["visibility"] == "public"
    ]


@cache
def _reports() -> dict[str, dict[str, Any]]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(REPORTS.glob("*.toml"))}


def _texts(report: dict[str, Any]) -> Iterator[str]:
    yield report["summary"]
    for name in ("starting_point", "approach", "result", "lessons"):
        yield _plain(report[name])
    for block in report.get("blocks", []):
        yield "\n".join(_plain(text) for name in _BLOCK_FIELDS for text in _strings(block.get(name, "")))
    for figure in report.get("figures", []):
        yield f"{figure['title']}\n{figure['alt']}"
    for use in report.get("software", []):
        yield f"{use['name']} {use.get('vendor', '')}".strip()
    yield report.get("contact_role", "")
    yield ", ".join(report["tags"])
    yield _municipalities()[report["municipality"]]["name"]
    for ozg_id in report["services"]:
        service = _services()[ozg_id]
        yield f"{service['name']}: {service['synonyms'].replace('|', ', ')}"


def _plain(text: str) -> str:
    return _MARKS.sub("", text).strip()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    else:
        yield str(value)


@cache
def _municipalities() -> dict[str, dict[str, str]]:
    return _table(MUNICIPALITIES, "ags", ",")


@cache
def _services() -> dict[str, dict[str, str]]:
    return _table(SERVICES, "ozg_id", ";")


def _table(path: Path, key: str, delimiter: str) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file, delimiter=delimiter)}
