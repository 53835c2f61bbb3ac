"""Nothing is fetched from elsewhere, nothing is refused by the content policy, visitors get no cookies."""

from __future__ import annotations

import pytest

from tests.browser.pages import Shown

pytestmark = pytest.mark.xdist_group("browser: pages")


def test_page_keeps_to_this_site(shown: Shown) -> None:
    assert not shown.watch.problems, f"{shown}:\n" + "\n".join(shown.watch.problems)


def test_visitors_get_no_cookies(shown: Shown) -> None:
    if shown.type.person is None:
        assert shown.cookies <= shown.type.cookies, f"{shown} sets {', '.join(shown.cookies)}"
    assert shown.stored == (), "Nothing may be stored that nobody asked for."
