"""What a person sees who imports a file for the second time."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from exchange.solutions.publiccode.comparing import Difference, differences
from exchange.solutions.publiccode.facts import (
    Contact,
    Contractor,
    Dependencies,
    Dependency,
    Description,
    Germany,
    ItalianPlatforms,
    Italy,
    Localisation,
    Maintenance,
    Organisation,
    PublicService,
    Rest,
    Software,
    key_of,
)
from exchange.solutions.publiccode.labels import LABELS, label
from exchange.solutions.publiccode.reading import read_publiccode
from exchange.solutions.publiccode.tree import Fields, Items, Scalar
from tests.solutions.publiccode.files import VERSIONS


def leaf_paths(facts: Any, path: tuple[str, ...] = ()) -> list[str]:
    """The paths of all single fields and lists of a class of facts."""
    found = []
    for attribute in fields(facts):
        if "key" in attribute.metadata:
            value = getattr(facts, attribute.name)
            own = (*path, key_of(attribute))
            found += leaf_paths(value, own) if is_dataclass(value) else ["/".join(own)]
    return found


def test_every_field_has_a_label_in_the_order_of_the_standard() -> None:
    described = leaf_paths(Description(language="de"), ("description", "[lang]"))
    paths = [described if path == "description" else [path] for path in leaf_paths(Software(name="x"))]
    assert list(LABELS) == [path for part in paths for path in part]


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_differs_from_itself(version: str) -> None:
    software = read_publiccode(VERSIONS[version].encode()).software
    assert differences(software, software) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_all_that_was_added_can_be_read(version: str) -> None:
    software = read_publiccode(VERSIONS[version].encode()).software
    found = differences(Software(name=software.name), software)
    assert all(difference.new and not difference.old and difference.label for difference in found)


def test_values_as_people_read_them() -> None:
    old = Software(
        name="a",
        release_date=date(2026, 3, 31),
        localisation=Localisation(ready=True),
        maintenance=Maintenance(
            contractors=(Contractor(name="Muster GmbH", until=date(2030, 1, 1), email="a@b.de"),),
            contacts=(Contact(name="E. Muster", phone="1"), Contact(name="F. Muster", affiliation="Stadt A")),
        ),
        depends_on=Dependencies(open=(Dependency(name="MySQL", version_min="1", version_max="2", optional=False),)),
        funded_by=(Organisation(uri="https://a.de", name="Land"),),
        germany=Germany(services=(PublicService(leika_id="99", ozg_id="10110"),)),
        italy=Italy(piattaforme=ItalianPlatforms(spid=False)),
        platforms=("web", "linux"),
        rest=(Rest(("nl", "a"), Fields((("b", Items((Scalar("1", False), Scalar("~", False)))),))),),
    )
    found = {difference.path: difference.old for difference in differences(old, Software(name="a"))}
    assert found == {
        "releaseDate": "03/31/2026",
        "platforms": "web\nlinux",
        "fundedBy": "https://a.de, Land",
        "maintenance/contractors": "Muster GmbH, until 01/01/2030, e-mail a@b.de",
        "maintenance/contacts": "E. Muster, phone 1\nF. Muster, works for Stadt A",
        "localisation/localisationReady": "yes",
        "dependsOn/open": "MySQL, from version 1, up to version 2, optional: no",
        "IT/piattaforme/spid": "no",
        "DE/leika": "OZG id 10110, LeiKa key 99",
        "nl/a": "b: 1\n",
    }
    assert [*found][:1] + [*found][-1:] == ["releaseDate", "nl/a"]


def test_languages_are_compared_one_by_one_in_the_order_of_the_standard() -> None:
    old = Software(
        name="a",
        url="https://a.de",
        descriptions=(
            Description(language="de", short_description="alt", feature_list=("x",)),
            Description(language="en", short_description="gone"),
        ),
    )
    new = replace(
        old,
        name="b",
        url="",
        descriptions=(Description(language="it", awards=("y",)), replace(old.descriptions[0], short_description="neu")),
    )
    assert differences(old, new) == [
        Difference("name", "Name", "a", "b"),
        Difference("url", "Source code", "https://a.de", ""),
        Difference("description/it/awards", "Awards (Italian)", "", "y"),
        Difference("description/de/shortDescription", "Short description (German)", "alt", "neu"),
        Difference("description/en/shortDescription", "Short description (English)", "gone", ""),
    ]


def test_unknown_fields_come_last() -> None:
    old = read_publiccode(VERSIONS["0.2"].encode()).software
    new = replace(read_publiccode(VERSIONS["0.7"].encode()).software, rest=(Rest(("nl",), Scalar("x")),))
    paths = [difference.path for difference in differences(old, new)]
    assert paths.index("nl") == len(paths) - 1
    assert paths.index("legal/license") < paths.index("maintenance/type") < paths.index("dependsOn/open")


def test_a_kept_value_does_not_hide_the_one_that_counts() -> None:
    old = Software(name="a", platforms=("web",), rest=(Rest(("platforms",), Scalar("x")),))
    assert differences(old, replace(old, platforms=("linux",), rest=())) == [
        Difference("platforms", "Platforms", "web", "linux"),
        Difference("platforms", "Further field “platforms”", "x", ""),
    ]


def test_order_of_languages_does_not_matter() -> None:
    german, english = Description(language="de", awards=("x",)), Description(language="en", awards=("x",))
    assert not differences(
        Software(name="a", descriptions=(german, english)), Software(name="a", descriptions=(english, german))
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("description", "de-AT", "features"), "Functions (German (Austria))"),
        (("description", "xx-unknown", "features"), "Functions (xx-unknown)"),
        (("legal", "license"), "Licence"),
    ],
)
def test_labels(path: tuple[str, ...], expected: str) -> None:
    assert label(path) == expected
