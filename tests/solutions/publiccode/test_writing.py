"""What is written is valid and says the same; nothing that was read gets lost on the way."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exchange.solutions.publiccode.facts import Audience, Description, Organisation, Rest, Software
from exchange.solutions.publiccode.reading import Kind, Refused, read_publiccode
from exchange.solutions.publiccode.tree import Fields, Items, Node, Scalar, read_tree
from exchange.solutions.publiccode.writing import write_publiccode
from tests.solutions.publiccode.files import VERSION_0_2, VERSIONS

TOP_LEVEL = [
    "publiccodeYmlVersion", "name", "applicationSuite", "url", "landingURL", "isBasedOn", "organisation",
    "softwareVersion", "releaseDate", "logo", "monochromeLogo", "inputTypes", "outputTypes", "platforms", "categories",
    "usedBy", "fundedBy", "roadmap", "developmentStatus", "softwareType", "supports", "intendedAudience", "description",
    "legal", "maintenance", "localisation", "dependsOn", "IT", "DE",
]  # fmt: skip
SECTIONS = {
    "organisation": {"uri", "name"},
    "intendedAudience": {"countries", "unsupportedCountries", "scope"},
    "legal": {"license", "mainCopyrightOwner", "repoOwner", "authorsFile"},
    "maintenance": {"type", "contractors", "contacts"},
    "localisation": {"localisationReady", "availableLanguages"},
    "dependsOn": {"open", "proprietary", "hardware"},
}


def written(text: str) -> dict[str, Any]:
    """The facts of a file, written and understood by another reader."""
    plain = yaml.safe_load(write_publiccode(read_publiccode(text.encode()).software, updated=None))
    assert isinstance(plain, dict)
    return plain


def assert_same_after_writing(text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    software = read_publiccode(data).software
    again = read_publiccode(write_publiccode(software, updated=None).encode())
    assert again.software == software
    assert again.version == "0.7"
    assert {remark.kind for remark in again.remarks} <= {Kind.TAKEN, Kind.KEPT}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same_after_writing(version: str) -> None:
    assert_same_after_writing(VERSIONS[version])


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_written_has_the_form_of_version_0_7(version: str) -> None:
    plain = written(VERSIONS[version])
    assert plain["publiccodeYmlVersion"] == "0.7"
    others = [key for key in plain if key not in TOP_LEVEL]
    assert all(key.startswith("x-") for key in others)
    assert [key for key in plain if key in TOP_LEVEL] == [key for key in TOP_LEVEL if key in plain]
    for section, keys in SECTIONS.items():
        assert set(plain.get(section, {})) <= keys
    assert plain["maintenance"]["type"] in ("internal", "contract", "community", "none")
    assert plain["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    for description in plain["description"].values():
        assert len(description["shortDescription"]) <= 150
    for member in plain.get("supports", []):
        assert set(member) == {"id"}


def test_values_have_the_types_of_the_standard() -> None:
    plain = written(VERSION_0_2)
    assert plain["softwareVersion"] == "1.10"
    assert plain["releaseDate"] == "2017-04-15"
    assert plain["localisation"]["localisationReady"] is False
    assert plain["maintenance"]["contractors"][0]["until"] == "2030-01-01"
    assert plain["dependsOn"]["open"] == [{"name": "MySQL", "versionMin": "1.1", "versionMax": "1.3", "optional": True}]
    assert plain["intendedAudience"] == {
        "countries": ["IT"],
        "unsupportedCountries": ["US"],
        "scope": ["science-and-technology"],
    }
    assert plain["isBasedOn"] == ["https://example.com/otello.git"]
    assert plain["IT"]["piattaforme"] == {"spid": True}


def test_layout() -> None:
    software = Software(
        name="Bürgerbüro: Termine",
        release_date=date(2026, 3, 31),
        software_version="1.10",
        platforms=("web",),
        descriptions=(
            Description(
                language="no", long_description="Erster Absatz.\n\n- ein Punkt\n  weiter", feature_list=("x" * 120,)
            ),
        ),
        rest=(
            Rest(("nl", "a/b~c"), Items((Scalar("no"), Scalar("no", is_text=False)))),
            Rest(("x-own",), Fields((("key", Scalar("1.10", is_text=False)),))),
        ),
    )
    text = write_publiccode(software, updated=date(2026, 11, 26))
    assert text == (
        "# As of 2026-11-26\n"
        'publiccodeYmlVersion: "0.7"\n'
        "name: 'Bürgerbüro: Termine'\n"
        "softwareVersion: '1.10'\n"
        'releaseDate: "2026-03-31"\n'
        "platforms:\n"
        "  - web\n"
        "description:\n"
        "  'no':\n"
        "    longDescription: |-\n"
        "      Erster Absatz.\n"
        "\n"
        "      - ein Punkt\n"
        "        weiter\n"
        "    features:\n"
        "      - |-\n"
        f"        {'x' * 120}\n"
        "x-own:\n"
        "  key: 1.10\n"
        "x-other-fields:\n"
        "  nl/a~1b~0c:\n"
        "    - 'no'\n"
        "    - no\n"
    )
    assert read_publiccode(text.encode()).software == software


def test_empty_facts_write_nothing() -> None:
    software = Software(name="x", organisation=Organisation(), intended_audience=Audience())
    assert write_publiccode(software, updated=None) == 'publiccodeYmlVersion: "0.7"\nname: x\n'


@pytest.mark.parametrize(
    "text",
    [
        "name: a\nx-other-fields: nonsense",
        "name: a\nx-other-fields: {x-other-fields: 1, '': 2, b/c: 3}",
        "name: a\nx-other-fields: {nl: 1}\nnl: 2",
        "name: a\n'': b",
        "name: a\n? |\n  a\n  b\n: c",
        "name: a\n" + "k" * 200 + ": c",
        'name: a\nunknown: " \\n x\\t\\n\\n"',
        "name: a\nunknown: ['', ' ', \"\\n\", '# x', '- y', '!z', '=', '<<', '...', '---', \"\\u2028\"]",
        "name: a\nunknown: [{}, [], [[]], {a: {}}]",
        "name: a\nunknown: |2+\n   x\n\n\n",
        "name: '...'",
        "name: a\nlegal: {license: 'GPL-3.0+ OR (MIT AND LicenseRef-x)'}",
        "name: a\nmaintenance: {contacts: [{email: " + "a" * 230 + "@example.org}]}",
        "name: a\nlogo: /./x:y",
    ],
)
def test_odd_things_say_the_same_after_writing(text: str) -> None:
    assert_same_after_writing(text)


def untold(node: Node, told: set[int]) -> list[int]:
    """The lines of values and empty groups about which neither they nor anything around them has a remark."""
    if node.line in told and not isinstance(node, Scalar):
        return []
    if isinstance(node, Scalar):
        return [] if node.line in told else [node.line]
    inner = list(node.nodes) if isinstance(node, Items) else [value for _key, value in node.entries]
    return [line for member in inner for line in untold(member, told)] if inner else [node.line]


def assert_nothing_lost_silently(data: bytes) -> None:
    node, _notices = read_tree(data)
    assert isinstance(node, Fields)
    told = {remark.line for remark in read_publiccode(data).remarks}
    assert [line for _key, value in node.entries for line in untold(value, told)] == []


KEYS = st.sampled_from(
    [
        *TOP_LEVEL,
        *(key for keys in SECTIONS.values() for key in sorted(keys)),
        "it",
        "de",
        "en",
        "DE-de",
        "deu",
        "id",
        "email",
        "phone",
        "until",
        "website",
        "shortDescription",
        "longDescription",
        "features",
        "screenshots",
        "leika",
        "leika-id",
        "version",
        "optional",
        "piattaforme",
        "spid",
        "tags",
        "landing-url",
        "x-a",
        "x-other-fields",
        "",
    ]
)
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "web",
        "Web",
        "true",
        "no",
        "1.10",
        "2021-01-01",
        "31.3.2026",
        "https://example.org/a b",
        "de",
        "ITA",
        "https://example.org",
        "git@github.com:a/b",
        "a, b; c",
        "- a\n- b",
        "GPLv3+",
        "MIT OR x",
        "EUPL 1.2",
        "alias:GDPR",
        "urn:x:y",
        "Stable",
        "standalone",
        "<a@b.de>",
        "a (at) b.de",
        "+49 1",
        "/../x",
        "./a",
        "x" * 400,
        "x " * 6000,
        "contract",
        "javascript:alert(1)",
        "https://u:p@example.org",
        "http://[",
        "~",
        "null",
        "\x00",
        "\ud83d",
        "😀 \u2028",
    ]
)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-5, 3000) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)


@given(st.dictionaries(KEYS, VALUES, max_size=12))
@settings(max_examples=300, deadline=5000)
@example({"publiccodeYmlVersion": None, "x-other-fields": {}})
@example({"name": "a", "description": {"de": {"documentation": "www.example.de"}, "DE": "x", "deu": {}}})
def test_whatever_is_read_says_the_same_after_writing(content: dict[str, Any]) -> None:
    """JSON is YAML; the name makes the file one that must be read."""
    data = json.dumps(content | {"name": "Software"}, indent=1).encode()
    assert_same_after_writing(data)
    assert_nothing_lost_silently(data)


@given(st.sampled_from(list(VERSIONS.values())), st.data())
@settings(max_examples=300, deadline=5000)
def test_damaged_files_are_read_or_refused(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    put = data.draw(st.text(alphabet=" \n\t-:[]{}'\"|>#&*!aä0.", max_size=6))
    damaged = (text[:start] + put + text[end:]).encode()
    try:
        read_publiccode(damaged)
    except Refused:
        return
    assert_same_after_writing(damaged)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_field_is_lost_silently(version: str) -> None:
    assert_nothing_lost_silently(VERSIONS[version].encode())
