"""Nothing is fetched from elsewhere, nothing is refused by the content policy, visitors get no cookies."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NewPage
from tests.browser.pages import PageType, every_page
from tests.browser.site import ServedSite
from tests.browser.watch import Watch

pytestmark = pytest.mark.xdist_group("browser")


@every_page
def test_page_keeps_to_this_site(page_type: PageType, new_page: NewPage, site: ServedSite) -> None:
    page = new_page(page_type.person)
    watch = Watch(page, site.origin, page_type.status)
    page_type.open(page, site)
    page.wait_for_load_state("networkidle")
    watch.assert_nothing_wrong(page_type.name)
    if page_type.person is None:
        assert {cookie["name"] for cookie in page.context.cookies()} <= page_type.cookies
    stored = page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert stored == [], "Nothing may be stored that nobody asked for."
