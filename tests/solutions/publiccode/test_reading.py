"""What becomes of the fields of files from every version, and of the faults in them."""

from __future__ import annotations

import time
from datetime import date

import pytest

from exchange.solutions.publiccode.facts import (
    Audience,
    Conformity,
    Contact,
    Contractor,
    Dependencies,
    Dependency,
    Description,
    Germany,
    ItalianPlatforms,
    Italy,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    PublicService,
    Rest,
    Reuse,
    Software,
)
from exchange.solutions.publiccode.reading import Kind, Reading, Refused, read_publiccode
from exchange.solutions.publiccode.tree import Fields, Items, Scalar
from exchange.solutions.publiccode.writing import write_publiccode
from tests.solutions.publiccode.files import VERSION_0_1, VERSION_0_2, VERSIONS


def read(text: str) -> Reading:
    return read_publiccode(text.encode())


def read_field(text: str) -> tuple[Software, list[tuple[str, Kind]]]:
    """The facts of a file with a name and these fields, and the remarks about the fields."""
    reading = read(f"name: x\n{text}")
    return reading.software, [(remark.path, remark.kind) for remark in reading.remarks[1:]]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_is_named(version: str) -> None:
    assert read(VERSIONS[version]).version == version


def test_version_0_1() -> None:
    reading = read(VERSION_0_1)
    assert reading.software == Software(
        name="Bürgerbüro",
        url="https://github.com/stadt/buergerbuero.git",
        release_date=date(2018, 4, 15),
        categories=("content-management", "video-conferencing"),
        software_type="standalone/other",
        development_status="stable",
        platforms=("web", "linux"),
        descriptions=(Description(language="it", generic_name="Software", short_description="Un programma"),),
        intended_audience=Audience(countries=("IT",)),
        legal=Legal(license="AGPL-3.0-only"),
        maintenance=Maintenance(
            type="contract", contractors=(Contractor(name="Muster GmbH", until=date(2027, 12, 31)),)
        ),
        localisation=Localisation(ready=True, available_languages=("it", "en")),
        italy=Italy(conforme=Conformity(design=True), piattaforme=ItalianPlatforms(spid=True)),
        rest=(
            Rest(("description", "it", "freeTags"), Items((Scalar("anagrafe"),))),
            Rest(("intendedAudience", "onlyFor"), Items((Scalar("city"),))),
        ),
    )
    kinds = {(remark.path, remark.line): remark.kind for remark in reading.remarks}
    assert kinds["categories/2", 5] is Kind.MENDED
    assert kinds["categories/3", 5] is Kind.LEFT_OUT
    assert kinds["description/it/freeTags", 13] is Kind.KEPT
    assert kinds["intendedAudience/onlyFor", 15] is Kind.KEPT


def test_version_0_2_with_everything() -> None:
    reading = read(VERSION_0_2)
    assert reading.software == Software(
        name="Medusa",
        application_suite="Suite",
        url="https://example.com/medusa.git",
        landing_url="https://example.com/medusa",
        is_based_on=("https://example.com/otello.git",),
        software_version="1.10",
        release_date=date(2017, 4, 15),
        logo="img/logo.svg",
        monochrome_logo="img/logo-mono.svg",
        input_types=("text/plain",),
        output_types=("text/html",),
        platforms=("android", "ios"),
        categories=("content-management",),
        used_by=("Stadt Musterstadt",),
        roadmap="https://example.com/roadmap",
        development_status="development",
        software_type="standalone/desktop",
        intended_audience=Audience(countries=("IT",), unsupported_countries=("US",), scope=("science-and-technology",)),
        descriptions=(
            Description(
                language="en",
                localised_name="Medusa",
                generic_name="Text Editor",
                short_description="A text over two lines",
                long_description="First paragraph: it has *marks*.\n\n- a point",
                documentation="https://docs.example.com",
                api_documentation="https://api.example.com",
                feature_list=("First", "Second"),
                screenshots=("img/sshot1.jpg",),
                videos=("https://video.example.com/1",),
                awards=("1st prize",),
            ),
        ),
        legal=Legal(
            license="AGPL-3.0-or-later",
            main_copyright_owner="City of Chicago",
            repo_owner="City of Chicago",
            authors_file="AUTHORS.txt",
        ),
        maintenance=Maintenance(
            type="contract",
            contractors=(
                Contractor(
                    name="Muster GmbH", until=date(2030, 1, 1), email="info@example.com", website="https://example.com"
                ),
            ),
            contacts=(
                Contact(
                    name="Erika Muster",
                    email="erika@example.com",
                    phone="+49 781 12345",
                    affiliation="Stadt Musterstadt",
                ),
            ),
        ),
        localisation=Localisation(ready=False, available_languages=("en", "sl-IT-nedis")),
        depends_on=Dependencies(
            open=(Dependency(name="MySQL", version_min="1.1", version_max="1.3", optional=True),),
            proprietary=(Dependency(name="Oracle", version="11.4"),),
            hardware=(Dependency(name="NFC Reader"),),
        ),
        italy=Italy(
            country_extension_version="0.2",
            conforme=Conformity(design=True, gdpr=False),
            piattaforme=ItalianPlatforms(spid=True),
            riuso=Reuse(ipa_code="c_h501"),
        ),
    )
    assert reading.software.documentation == {"en": "https://docs.example.com"}
    assert [remark.path for remark in reading.remarks if remark.kind is not Kind.TAKEN] == ["IT/piattaforme"]
    assert [remark.line for remark in reading.remarks] == sorted(remark.line for remark in reading.remarks)


def test_later_versions() -> None:
    assert read(VERSIONS["0.3"]).software.rest == (
        Rest(("sv",), Fields((("countryExtensionVersion", Scalar("1.0", False)), ("disFas1", Scalar("false", False))))),
    )
    german = read(VERSIONS["0.4"]).software
    assert german.is_based_on == ("https://example.org/a", "https://example.org/b")
    assert german.germany == Germany(
        country_extension_version="1.0",
        services=(
            PublicService(
                topic_field="Bauen & Wohnen",
                life_situation="Wohnen & Umzug",
                ozg_id="10110",
                leika_id="77000000000316",
            ),
            PublicService(leika_id="00000000000317"),
        ),
    )
    owned = read(VERSIONS["0.5.0"]).software
    assert owned.organisation == Organisation(uri="urn:x-italian-pa:c_f158", name="Stadt Musterstadt")
    assert owned.legal.license == "MIT OR Apache-2.0"
    assert owned.italy.piattaforme.io is False
    newest = read(VERSIONS["0.7"]).software
    assert newest.supports == ("alias:gdpr", "https://example.org/law")
    assert newest.funded_by == (Organisation(uri="https://example.org/land", name="Land"),)
    assert [part.path for part in newest.rest] == [("x-own",)]


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"- a\n- b", 1, "fields with names"),
        (b"text", 1, "fields with names"),
        (b"url: https://example.org", None, "name"),
        (b"name:\nurl: https://example.org", None, "name"),
        (b"name: [a, b]", None, "name"),
        (b"a: !!python/object:os.system x", 1, "tag"),
    ],
)
def test_refusals(data: bytes, line: int | None, word: str) -> None:
    with pytest.raises(Refused, match=word) as caught:
        read_publiccode(data)
    assert caught.value.line == line


def test_the_name_may_stand_in_a_description() -> None:
    reading = read("publiccodeYmlVersion: '0.2'\ndescription:\n  de:\n    localisedName: Bürgerbüro")
    assert reading.software.name == "Bürgerbüro"
    assert ("name", Kind.MENDED) in [(remark.path, remark.kind) for remark in reading.remarks]


@pytest.mark.parametrize("version", ["0.6", "1.0", "", "[1]", "latest"])
def test_other_versions_are_read_all_the_same(version: str) -> None:
    reading = read(f"publiccodeYmlVersion: {version}\nname: x")
    assert (reading.version, reading.software.name) == ("", "x")
    assert reading.remarks[0].kind in (Kind.LEFT_OUT, Kind.KEPT)


def test_of_two_spellings_the_right_one_counts() -> None:
    software, found = read_field("landingUrl: https://a.de\nlandingURL: https://b.de\nlanding-url: https://c.de")
    assert software.landing_url == "https://b.de"
    assert found == [("landingUrl", Kind.KEPT), ("landingURL", Kind.TAKEN), ("landing-url", Kind.KEPT)]


def test_of_two_texts_in_a_language_one_counts() -> None:
    software, found = read_field("description: {deu: {features: [a]}, de: {features: [b]}, ger: {features: [c]}}")
    assert software.descriptions == (Description(language="de", feature_list=("b",)),)
    assert found == [
        ("description/deu", Kind.KEPT),
        ("description/de/features", Kind.TAKEN),
        ("description/ger", Kind.KEPT),
    ]


def test_fields_at_the_top_go_to_their_group() -> None:
    software, found = read_field(
        "description: {de: Termine vergeben, en: {features: [two]}}\n"
        "features: [eins]\ndocumentation: https://hilfe.example\nshortDescription: Noch eine\n"
        "maintenance: {type: internal}\ncontacts: {name: Hauptamt}"
    )
    german, english = software.descriptions
    assert (german.short_description, german.feature_list, german.documentation) == (
        "Termine vergeben",
        ("eins",),
        "https://hilfe.example",
    )
    assert english.feature_list == ("two",)
    assert [contact.name for contact in software.maintenance.contacts] == ["Hauptamt"]
    assert {("features", Kind.MENDED), ("contacts", Kind.MENDED)} <= set(found)
    assert ("shortDescription", Kind.KEPT) in found, "the group has one"


def test_fields_at_the_top_stay_where_there_is_no_group() -> None:
    software, found = read_field("features: [eins]\ndescription: {unbekannte-sprache-x: {features: [a]}}")
    assert not software.descriptions
    assert ("features", Kind.KEPT) in found


def test_a_field_that_stands_twice_is_told() -> None:
    reading = read("name: a\nurl: https://a.de\nname: b")
    assert reading.software.name == "b"
    assert [(remark.path, remark.line, remark.kind) for remark in reading.remarks] == [
        ("name", 1, Kind.LEFT_OUT),
        ("url", 2, Kind.TAKEN),
        ("name", 3, Kind.TAKEN),
    ]


def test_secrets_in_addresses_are_not_repeated() -> None:
    reading = read("name: a\nurl: https://user:geheim@example.org")
    assert all("geheim" not in remark.message for remark in reading.remarks)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"k{number}: v" for number in range(9000)),
        "usedBy:\n" + "\n".join(f"- Stadt {number}" for number in range(15_000)),
        "usedBy: " + "a," * 400_000,
        "description:\n" + "\n".join(f"  x{number}: {{features: [a]}}" for number in range(3000)),
        "description:\n" + "\n".join(f"  de-{number:03}: {{features: [a, a]}}" for number in range(1000)),
        "maintenance:\n  contacts:\n" + "\n".join(f"  - {{phone: '{'1 ' * 20}x'}}" for number in range(4000)),
        "legal: {license: '" + "(" * 140 + "MIT" + ")" * 140 + "'}",
        "url: https://example.org/" + "%" * 900_000,
        "maintenance: {contacts: [{name: a, email: '" + "a@" * 400_000 + "'}]}",
        "description: {de: {longDescription: '" + "x " * 400_000 + "'}}",
    ],
    ids=range(10),
)
def test_the_largest_files_are_read_in_seconds(text: str) -> None:
    started = time.monotonic()
    reading = read(f"name: x\n{text}")
    assert read_publiccode(write_publiccode(reading.software, updated=None).encode()).software == reading.software
    assert time.monotonic() - started < 60  # ten on a slow machine
