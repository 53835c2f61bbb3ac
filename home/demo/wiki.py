"""Sample solutions out of publiccode.yml files, and who uses them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.reports.models import SoftwareUse
from exchange.solutions.adopting import adopt
from exchange.solutions.importing import take_over_file
from exchange.solutions.models import Adoption, AdoptionChange, SolutionPage
from exchange.solutions.publiccode.facts import Germany, PublicService, Software
from exchange.solutions.publiccode.reading import read_publiccode
from exchange.solutions.publiccode.tree import Fields, Items, Node, Scalar

FOLDER = Path(__file__).parent / "solutions"
ADOPTIONS = Path(__file__).parent / "adoptions"  # a file for each solution, of the same name
OWN_FIELD = "x-interkommunal"  # what only the samples say: services, tags, and for whom


def make_solutions(editor: User) -> dict[str, SolutionPage]:
    """A page of the wiki for each file, by the file's name."""
    return {path.stem: _make_solution(path, editor) for path in sorted(FOLDER.glob("*.yml"))}


def read_adoptions() -> Iterator[tuple[str, dict[str, Any]]]:
    """The sample adoptions, each with the name of the file of its solution."""
    for path in sorted(ADOPTIONS.glob("*.toml")):
        for text in tomllib.loads(path.read_text(encoding="utf-8"))["adoption"]:
            yield path.stem, text


def adopters() -> set[str]:
    """The names of the municipalities that use a solution."""
    return {text["municipality"] for _solution, text in read_adoptions()}


def make_adoptions(solutions: Mapping[str, SolutionPage], administrator: User) -> int:
    """Declare who uses what, dated back; returns their number. All adopters must have joined."""
    municipalities = {each.name: each for each in Municipality.objects.joined().filter(name__in=adopters())}
    number = 0
    for solution, text in read_adoptions():
        since = text.get("since")
        adoption = adopt(
            municipality=municipalities[text["municipality"]],
            solution=solutions[solution],
            actor=administrator,
            values={
                "state": text["state"],
                "version": text.get("version", ""),
                "since": since,
                "operated_by": text.get("operated_by", ""),
                "use_case": text["use_case"],
                "contact_role": text["contact_role"],
                "contact_mail": text["contact_mail"],
            },
            coupled=[
                {"name": each["software"], "worked": each["worked"], "note": each.get("note", "")}
                for each in text.get("coupled", [])
            ],
        )
        if since and since <= timezone.localdate():
            moment = timezone.make_aware(datetime.combine(since, time(9, 30)))
            Adoption.objects.filter(pk=adoption.pk).update(changed_at=moment)
            AdoptionChange.objects.filter(adoption=adoption).update(at=moment)
        number += 1
    return number


def link_reports() -> None:
    """Let the software that reports name lead to its page."""
    for page in SolutionPage.objects.only("title"):
        SoftwareUse.objects.filter(name=page.title).update(solution=page)


def _make_solution(path: Path, editor: User) -> SolutionPage:
    software = read_publiccode(path.read_bytes()).software
    own = _own_fields(software)
    services = tuple(PublicService(ozg_id=ozg_id) for ozg_id in own["services"])
    software = replace(
        software,
        germany=Germany(services=services),
        rest=tuple(rest for rest in software.rest if rest.path[0] != OWN_FIELD),
    )
    page = take_over_file(software, actor=editor, source="publiccode.yml").page
    page.tags.set(own["tags"])
    page.visibility = own.get("visibility", page.visibility)
    page.save_revision(user=editor).publish(user=editor, skip_permission_checks=True)
    return page


def _own_fields(software: Software) -> dict[str, Any]:
    (rest,) = (rest for rest in software.rest if rest.path == (OWN_FIELD,))
    plain: dict[str, Any] = _plain(rest.value)
    return plain


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [_plain(each) for each in node.nodes]
    assert isinstance(node, Fields)  # noqa: S101 - there is no fourth kind
    return {key: _plain(value) for key, value in node.entries}
