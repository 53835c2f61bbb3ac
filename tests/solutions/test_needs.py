"""What a software needs: lines for people, the standard's fields for files, and who wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.members.models import User
from exchange.solutions.importing import take_over_file
from exchange.solutions.mapping import changed_since, software_of
from exchange.solutions.models import SolutionPage
from exchange.solutions.needs import line_of, need_of, tidy
from exchange.solutions.publiccode.facts import Dependency
from exchange.solutions.publiccode.reading import read_publiccode

FILE = """\
publiccodeYmlVersion: "0.7"
name: Zirkonpult
dependsOn:
  open:
    - name: PostgreSQL
      versionMin: "14"
      optional: false
    - name: Redis
      optional: true
  hardware:
    - name: Kartenleser
"""


@pytest.mark.parametrize(
    ("line", "need"),
    [
        ("PostgreSQL ≥ 14", Dependency(name="PostgreSQL", version_min="14")),
        ("PostgreSQL >=14 <= 17.2", Dependency(name="PostgreSQL", version_min="14", version_max="17.2")),
        ("Java = 21 (optional)", Dependency(name="Java", version="21", optional=True)),
        ("Windows 11", Dependency(name="Windows 11")),
        ("Redis  (optional)", Dependency(name="Redis", optional=True)),
        ("≥ 14", Dependency(name="≥ 14")),
        ("Java = 21 = 22", Dependency(name="Java = 21 = 22")),
    ],
)
def test_a_line_says_what_is_needed(line: str, need: Dependency) -> None:
    """Name, versions, and whether it can be left out; what is no version is part of the name."""
    assert need_of(line) == need
    assert line_of(need) == tidy(line).replace("≥14", "≥ 14")


@given(st.text(alphabet="aB1 .=<>≥≤()optinal\n\t", max_size=40))
def test_lines_stay_as_they_are(text: str) -> None:
    """Whatever people type: saving it again, and reading it again out of a file, changes nothing more."""
    line = line_of(need_of(text))
    assert line_of(need_of(line)) == line == tidy(line)


@pytest.mark.django_db
def test_people_win(author: User) -> None:
    """On the way out and when a newer file comes in; what they left alone keeps all that the file says of it."""
    page = take_over_file(read_publiccode(FILE.encode()).software, actor=author).page
    assert page.needs_open == ["PostgreSQL ≥ 14", "Redis (optional)"]
    assert page.needs_hardware == ["Kartenleser"]
    assert changed_since(page) == []
    page.needs_open = ["PostgreSQL ≥ 14", "Elasticsearch ≥ 8"]
    page.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    newer = FILE.replace('"14"', '"15"').replace("Kartenleser", "Drucker")
    outcome = take_over_file(read_publiccode(newer.encode()).software, actor=author)
    assert (outcome.updated, outcome.kept) == (("needs_hardware",), ("needs_open",))
    needs = software_of(SolutionPage.objects.get()).depends_on
    assert [line_of(need) for need in needs.open] == ["PostgreSQL ≥ 14", "Elasticsearch ≥ 8"]
    assert [need.name for need in needs.hardware] == ["Drucker"]
    page = take_over_file(read_publiccode(FILE.encode()).software, actor=author).page
    assert software_of(page).depends_on.open[0].optional is False
