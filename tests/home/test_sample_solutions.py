"""The sample solutions and adoptions, read from their files without a site."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from exchange.solutions.models import Adoption, CoupledSoftware
from exchange.solutions.publiccode.licences import check_licence
from exchange.solutions.publiccode.log import Kind
from exchange.solutions.publiccode.reading import read_publiccode
from home.demo.wiki import FOLDER, OWN_FIELD, adopters, read_adoptions

DATA = Path(__file__).resolve().parents[2] / "exchange"
FILES = sorted(FOLDER.glob("*.yml"))
TEXTS = list(read_adoptions())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_keep_to_the_standard(path: Path) -> None:
    """Nothing in them has to be mended but for the field of the samples, and the licence is one of SPDX."""
    read = read_publiccode(path.read_bytes())
    assert {remark.path for remark in read.remarks if remark.kind is not Kind.TAKEN} == {OWN_FIELD}
    software = read.software
    assert software.landing_url.startswith("https://")
    licence = check_licence(software.legal.license)
    assert licence.expression == software.legal.license
    assert licence.is_open == bool(software.url)


def test_files_name_services_that_exist() -> None:
    """A service that the catalogue lacks would be left out in silence."""
    with (DATA / "ozg" / "data" / "services.csv").open(encoding="utf-8") as file:
        known = {row["ozg_id"] for row in csv.DictReader(file, delimiter=";")}
    lines = [line.strip() for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
    named = {line.removeprefix("- ").strip('"') for line in lines if line.startswith('- "1')}
    assert named
    assert named <= known


@pytest.mark.parametrize(("solution", "text"), TEXTS, ids=[f"{text['municipality']} {name}" for name, text in TEXTS])
def test_adoptions_could_have_been_typed(solution: str, text: dict[str, Any]) -> None:
    """What a form would refuse is no sample: too long, unknown words. Nobody real can be written to."""
    assert (FOLDER / f"{solution}.yml").exists()
    given = {name: value for name, value in text.items() if name not in ("municipality", "coupled")}
    Adoption(**given).clean_fields(exclude=["municipality", "solution"])
    for each in text.get("coupled", []):
        coupled = CoupledSoftware(name=each["software"], worked=each["worked"], note=each.get("note", ""))
        coupled.clean_fields(exclude=["adoption"])
    assert text["use_case"]
    assert text["contact_role"]
    assert text["contact_mail"].endswith(".example")


def test_most_municipalities_use_something() -> None:
    """Each is of the register and says it once for a solution; a few have not joined, as in every county."""
    with (DATA / "municipalities" / "data" / "ortenaukreis.csv").open(encoding="utf-8") as file:
        known = {row["name"] for row in csv.DictReader(file)}
    assert adopters() < known
    assert len(adopters()) >= 48
    pairs = [(text["municipality"], solution) for solution, text in TEXTS]
    assert len(pairs) == len(set(pairs)) >= 150
    assert {solution for solution, _text in TEXTS} == {path.stem for path in FILES}
