"""Values as people write them: what is mended, what is left out, what is kept."""

from __future__ import annotations

import time
from datetime import date

import pytest

from exchange.solutions.publiccode.facts import (
    Audience,
    Contact,
    Dependencies,
    Dependency,
    Description,
    Legal,
    Localisation,
    Maintenance,
    Organisation,
    Software,
)
from exchange.solutions.publiccode.reading import Kind, read_publiccode


def read_field(text: str) -> tuple[Software, list[tuple[str, Kind]]]:
    """The facts of a file with a name and these fields, and the remarks about the fields."""
    reading = read_publiccode(f"name: x\n{text}".encode())
    return reading.software, [(remark.path, remark.kind) for remark in reading.remarks[1:]]


@pytest.mark.parametrize(
    ("text", "attribute", "value", "remarks"),
    [
        ("url: github.com/stadt/x", "url", "https://github.com/stadt/x", [("url", Kind.MENDED)]),
        ("url: git://github.com/stadt/x", "url", "https://github.com/stadt/x", [("url", Kind.MENDED)]),
        ("url: ' https://example.org/x '", "url", "https://example.org/x", [("url", Kind.TAKEN)]),
        ("url: [https://example.org]", "url", "https://example.org", [("url", Kind.MENDED)]),
        ("url: README.md", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: javascript:alert(1)", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: ftp://example.org", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: http;//example.org", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: https://user:secret@example.org", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: 'https://[::1'", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: https://example.org:99999/", "url", "", [("url", Kind.LEFT_OUT)]),
        (f"url: https://example.org/{'x' * 2000}", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url:", "url", "", [("url", Kind.LEFT_OUT)]),
        ("url: ''", "url", "", [("url", Kind.LEFT_OUT)]),
        (
            "landingUrl: https://a.de",
            "landing_url",
            "https://a.de",
            [("landingURL", Kind.MENDED), ("landingURL", Kind.TAKEN)],
        ),
        ("releaseDate: 2021-08-2", "release_date", date(2021, 8, 2), [("releaseDate", Kind.MENDED)]),
        ("releaseDate: 31.3.2026", "release_date", date(2026, 3, 31), [("releaseDate", Kind.MENDED)]),
        ("releaseDate: 20260331", "release_date", date(2026, 3, 31), [("releaseDate", Kind.MENDED)]),
        ("releaseDate: 2026/03/31", "release_date", date(2026, 3, 31), [("releaseDate", Kind.MENDED)]),
        ("releaseDate: 2026-03-31T10:00:00Z", "release_date", date(2026, 3, 31), [("releaseDate", Kind.MENDED)]),
        ("releaseDate: 01/04/2019", "release_date", None, [("releaseDate", Kind.LEFT_OUT)]),
        ("releaseDate: 2026-02-30", "release_date", None, [("releaseDate", Kind.LEFT_OUT)]),
        ("releaseDate: 0001-01-01", "release_date", None, [("releaseDate", Kind.LEFT_OUT)]),
        ("softwareVersion: 1.10", "software_version", "1.10", [("softwareVersion", Kind.TAKEN)]),
        ("softwareVersion: NO", "software_version", "NO", [("softwareVersion", Kind.TAKEN)]),
        ("logo: ./img/logo.svg", "logo", "img/logo.svg", [("logo", Kind.TAKEN)]),
        ("logo: /img/logo.svg", "logo", "img/logo.svg", [("logo", Kind.MENDED)]),
        ("logo: ../logo.svg", "logo", "", [("logo", Kind.LEFT_OUT)]),
        ("logo: file:///etc/passwd", "logo", "", [("logo", Kind.LEFT_OUT)]),
        ("logo: data:image/png;base64,x", "logo", "", [("logo", Kind.LEFT_OUT)]),
        ("platforms: Web; macOS", "platforms", ("web", "mac"), None),
        (
            "platforms: [Kiosk, web, web]",
            "platforms",
            ("Kiosk", "web"),
            [("platforms/3", Kind.LEFT_OUT), ("platforms", Kind.TAKEN)],
        ),
        ("platforms: []", "platforms", (), [("platforms", Kind.LEFT_OUT)]),
        ("platforms: {web: true}", "platforms", (), [("platforms", Kind.KEPT)]),
        ("platforms: [[web]]", "platforms", (), [("platforms/1", Kind.KEPT)]),
        ("categories: Document Management", "categories", ("document-management",), None),
        ("categories: [compliance]", "categories", (), [("categories/1", Kind.LEFT_OUT)]),
        ("developmentStatus: Stable", "development_status", "stable", [("developmentStatus", Kind.MENDED)]),
        ("developmentStatus: production", "development_status", "stable", [("developmentStatus", Kind.MENDED)]),
        ("developmentStatus: soon", "development_status", "", [("developmentStatus", Kind.LEFT_OUT)]),
        ("softwareType: softwareAddon", "software_type", "addon", [("softwareType", Kind.MENDED)]),
        ("softwareType: standalone-web", "software_type", "standalone/web", [("softwareType", Kind.MENDED)]),
        ("softwareType: configurationfiles", "software_type", "configurationFiles", [("softwareType", Kind.MENDED)]),
        ("usedBy: Stadt A, Stadt B", "used_by", ("Stadt A", "Stadt B"), [("usedBy", Kind.MENDED)]),
        (
            "isBasedOn: https://a.de https://b.de",
            "is_based_on",
            ("https://a.de", "https://b.de"),
            [("isBasedOn", Kind.MENDED)],
        ),
        (
            "supports: [gdpr, {id: 'alias:cra'}, {name: x}, {id: 'urn:x:y'}]",
            "supports",
            ("alias:gdpr", "alias:cra", "urn:x:y"),
            None,
        ),
        ("inputTypes: text/csv, pdf", "input_types", ("text/csv",), None),
        ("organisation: Stadt A", "organisation", Organisation(name="Stadt A"), None),
        ("organizationUri: urn:x:a", "organisation", Organisation(uri="urn:x:a"), None),
        (
            "fundedBy: [Land, https://a.de]",
            "funded_by",
            (Organisation(name="Land"), Organisation(uri="https://a.de")),
            None,
        ),
        ("legal: {licence: GPLv3}", "legal", Legal(license="GPL-3.0-only"), None),
        ("legal: {license: secret}", "legal", Legal(), [("legal/license", Kind.LEFT_OUT)]),
        ("legal: EUPL-1.2", "legal", Legal(), [("legal", Kind.KEPT)]),
        (
            "localization: {localizationReady: maybe, availableLanguages: 'deutsch, en_us, XX'}",
            "localisation",
            Localisation(available_languages=("de", "en-US")),
            None,
        ),
        ("localisation: {localisationReady: ja}", "localisation", Localisation(ready=True), None),
        (
            "intendedAudience: {countries: [de, DEU, Italy, UK, EUR], scope: [Sports]}",
            "intended_audience",
            Audience(countries=("DE", "IT", "GB"), scope=("sport",)),
            None,
        ),
        (
            "dependsOn: {open: PostgreSQL, hardware: {name: Printer, version: 1.10}}",
            "depends_on",
            Dependencies(open=(Dependency(name="PostgreSQL"),), hardware=(Dependency(name="Printer", version="1.10"),)),
            None,
        ),
        (
            "maintenance: {type: Internal, contacts: [{email: 'mailto:a@b.de'}, Erika Muster, {phone: none}]}",
            "maintenance",
            Maintenance(
                type="internal", contacts=(Contact(name="a@b.de", email="a@b.de"), Contact(name="Erika Muster"))
            ),
            None,
        ),
        (
            "maintenance: {contacts: [{name: A, email: a(at)b.de}, {name: B, email: b\\x64c.de}, {name: C, email: x}]}",
            "maintenance",
            Maintenance(
                contacts=(Contact(name="A", email="a@b.de"), Contact(name="B", email="b@c.de"), Contact(name="C"))
            ),
            None,
        ),
        ("maintenance: {until: 2030-01-01}", "maintenance", Maintenance(), [("maintenance/until", Kind.KEPT)]),
        (
            "description: {DE: {shortDescription: a}}",
            "descriptions",
            (Description(language="de", short_description="a"),),
            None,
        ),
        (
            'description: {english: {features: "- a\\n- b"}}',
            "descriptions",
            (Description(language="en", feature_list=("a", "b")),),
            None,
        ),
        (
            "description: {de: Kurz, en:, it: [x]}",
            "descriptions",
            (Description(language="de", short_description="Kurz"),),
            [
                ("description/de", Kind.MENDED),
                ("description/de/shortDescription", Kind.TAKEN),
                ("description/en", Kind.LEFT_OUT),
                ("description/it", Kind.KEPT),
            ],
        ),
        ("description: {shortDescription: a}", "descriptions", (), [("description/shortDescription", Kind.KEPT)]),
        ("description: a", "descriptions", (), [("description", Kind.KEPT)]),
    ],
)
def test_values_are_mended_or_left_out(
    text: str, attribute: str, value: object, remarks: list[tuple[str, Kind]] | None
) -> None:
    software, found = read_field(text)
    assert getattr(software, attribute) == value
    assert found
    assert remarks is None or found == remarks


def test_long_texts_are_shortened() -> None:
    text = "Wort " * 3000
    software, found = read_field(f"description:\n  de:\n    shortDescription: {text}\n    longDescription: {text}")
    assert len(software.descriptions[0].short_description) <= 150
    assert software.descriptions[0].short_description.endswith("Wort…")
    assert len(software.descriptions[0].long_description) <= 10_000
    assert [kind for _path, kind in found] == [Kind.MENDED, Kind.MENDED]


def test_long_lists_are_cut() -> None:
    software, found = read_field("usedBy:\n" + "".join(f"- {number}\n" for number in range(10_100)))
    assert len(software.used_by) == 10_000
    assert found == [("usedBy", Kind.TAKEN), ("usedBy/10001", Kind.LEFT_OUT)]


@pytest.mark.parametrize(
    "text",
    ["a" + " " * 90_000 + "b", "a." * 45_000, "1 " * 45_000, "-/" * 45_000, "(at" * 30_000],
    ids=["blanks", "dots", "digits", "slashes", "at"],
)
@pytest.mark.parametrize(
    "field",
    [
        "url: '%s'",
        "url: 'git@%s'",
        "url: 'www.%s'",
        "releaseDate: '1 %s'",
        "logo: '%s'",
        "platforms: '%s'",
        "categories: ['%s']",
        "legal: {license: '%s'}",
        "localisation: {localisationReady: '%s', availableLanguages: ['%s']}",
        "intendedAudience: {countries: ['%s']}",
        "maintenance: {contacts: [{name: a, email: '%s', phone: '%s'}]}",
        "publiccodeYmlVersion: '%s'",
        "? '%s'\n: x",
    ],
)
def test_hostile_texts_take_no_time(field: str, text: str) -> None:
    """No pattern may go over a text again and again."""
    share = text[: len(text) // field.count("%s")]
    started = time.monotonic()
    read_field(field.replace("%s", share))
    assert time.monotonic() - started < 10  # less than one on a slow machine
