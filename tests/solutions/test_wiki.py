"""The wiki: who reads and who writes, what is shown, and that pages are not taken away."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from exchange.members.models import User
from exchange.pages.models import Visibility
from exchange.solutions.adopting import adopt
from exchange.solutions.mapping import software_of
from exchange.solutions.models import SolutionIndexPage, SolutionPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import adoption_values, make_image, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
TITLE, TAG = "Zirkonpult", "Gneissoftware"


@pytest.fixture
def hidden(cast: Cast) -> SolutionPage:
    """A solution for members, used in Lahr."""
    solution = make_solution(
        title=TITLE, slug="zirkonpult", visibility=Visibility.MEMBERS, tags=[TAG], services=[make_service()]
    )
    adopt(
        municipality=cast.other.memberships.get().municipality,
        solution=solution,
        actor=cast.other,
        values=adoption_values(),
    )
    return solution


SURFACES = [
    "/",
    "/loesungen/",
    "/loesungen/?kommune=lahr-schwarzwald",
    "/kommunen/lahr-schwarzwald/",
    "/leistungen/wohngeld/",
    "/schlagworte/",
    f"/suche/?q={TITLE}",
    f"/suche/?q={TAG}",
    f"/suche/vorschlaege/?q={TITLE[:6]}",
    "/feeds/neu.atom",
    "/feeds/nachnutzung.atom",
    "/daten/katalog.ttl",
    "/daten/loesungen.json",
    "/daten/nachnutzung.csv",
    "/sitemap.xml",
]


@pytest.mark.parametrize("name", ["outsider", "visitor"])
def test_strangers_find_no_trace(hidden: SolutionPage, cast: Cast, browser_of: Browser, name: str) -> None:
    """A solution for members is not there for others, nor its tag, nor that Lahr uses one."""
    browser = browser_of(cast.strangers[name])
    for address in SURFACES:
        content = browser.get(address).content.decode()
        for word in (TITLE, TAG):
            assert word not in content.replace(f'value="{word}"', "").replace(f"„{word}“", "").replace(
                f'data-question="{word}"', ""
            ), address
    for address in (hidden.list_url, reverse("solutions:publiccode", args=[hidden.slug])):
        assert browser.get(address).status_code == 404
    assert 'value="lahr-schwarzwald"' not in browser.get("/loesungen/").content.decode()


def test_members_find_it(hidden: SolutionPage, cast: Cast, browser_of: Browser) -> None:
    """All of them, in every municipality."""
    for name, user in cast.members.items():
        browser = browser_of(user)
        assert browser.get(hidden.list_url).status_code == 200, name
        assert TITLE in browser.get("/loesungen/?kommune=lahr-schwarzwald").content.decode()
        assert TITLE in browser.get("/kommunen/lahr-schwarzwald/").content.decode()
        assert browser.get(reverse("solutions:publiccode", args=[hidden.slug])).status_code == 200


def test_addresses_of_people_are_for_members(cast: Cast, browser_of: Browser) -> None:
    """On the page and in the file: contacts of the software and of its adopters."""
    solution = make_solution(slug="offen")
    solution.contacts.create(name="Team Support", email="support@zirkon.example")
    solution.save()
    adopt(
        municipality=cast.author.memberships.get().municipality,
        solution=solution,
        actor=cast.author,
        values=adoption_values(contact_mail="digitales@kehl.example"),
    )
    file = reverse("solutions:publiccode", args=["offen"])
    for name, user in cast.everybody.items():
        browser = browser_of(user)
        page = browser.get(solution.list_url).content.decode()
        assert ("digitales@kehl.example" in page) is (name in cast.members), name
        assert ("support@zirkon.example" in page) is (name in cast.members), name
        assert ("support@zirkon.example" in browser.get(file).content.decode()) is (name in cast.members), name
        assert "Hauptamt" in page
        assert "Team Support" in page


def test_every_member_writes(cast: Cast, browser_of: Browser) -> None:
    """Opening the editor and publishing; others do not get in."""
    solution = make_solution()
    address = reverse("wagtailadmin_pages:edit", args=[solution.pk])
    for name, user in cast.members.items():
        assert browser_of(user).get(address).status_code == 200, name
        assert solution.permissions_for_user(user).can_publish(), name
    assert browser_of(cast.outsider).get(address).status_code == 403
    assert browser_of(None).get(address).status_code == 302


def test_members_take_nothing_away(cast: Cast, browser_of: Browser) -> None:
    """Only editors delete, unpublish and move pages that all have written."""
    solution = make_solution()
    for name in ("author", "trusted", "coordinator"):
        browser = browser_of(getattr(cast, name))
        for action in ("delete", "unpublish", "move"):
            browser.post(reverse(f"wagtailadmin_pages:{action}", args=[solution.pk]))
        for action in ("delete", "unpublish", "move"):
            address = reverse("wagtail_bulk_action", args=["pages", "page", action])
            browser.post(f"{address}?id={solution.pk}", {"move_type": "", "chooser": "", "cascade": ""})
        solution.refresh_from_db()
        assert solution.live, name
        permissions = solution.permissions_for_user(getattr(cast, name))
        may = {
            "delete": permissions.can_delete(),
            "unpublish": permissions.can_unpublish(),
            "move": permissions.can_move(),
        }
        assert not any(may.values()), name
    permissions = solution.permissions_for_user(cast.editor)
    assert permissions.can_delete()
    assert permissions.can_unpublish()
    assert permissions.can_lock()


def editor_form(page: SolutionPage, **values: str) -> dict[str, str]:
    """What Wagtail's editor sends for a page without inline entries."""
    rows = ("providers", "contacts", "screenshots", "service_links", "comments")
    management = {f"{name}-{part}_FORMS": "0" for name in rows for part in ("TOTAL", "INITIAL")}
    fields = {"title": page.title, "slug": page.slug, "summary": page.summary, "description": "null"}
    return {**management, **fields, "visibility": page.visibility, "action-publish": "1", **values}


def test_members_move_no_page_out_of_sight(cast: Cast, browser_of: Browser) -> None:
    """Neither by a date of publication in the past nor by another address; editors change addresses."""
    solution = make_solution(slug="bleibt")
    address = reverse("wagtailadmin_pages:edit", args=[solution.pk])
    sent = editor_form(solution, title="Umbenannt", slug="weg", expire_at="2020-01-01 00:00", needs_open="Java >= 21")
    assert browser_of(cast.other).post(address, sent).status_code == 302
    solution.refresh_from_db()
    assert (solution.title, solution.slug, solution.live, solution.expire_at) == ("Umbenannt", "bleibt", True, None)
    assert solution.needs_open == ["Java ≥ 21"]
    browser_of(cast.editor).post(address, editor_form(solution, slug="woanders"))
    solution.refresh_from_db()
    assert solution.slug == "woanders"


def test_only_editors_put_back_what_they_have_taken_off(cast: Cast, browser_of: Browser) -> None:
    """Members may go on writing it, but not publish it."""
    solution = make_solution()
    solution.unpublish()
    address = reverse("wagtailadmin_pages:edit", args=[solution.pk])
    browser_of(cast.other).post(address, editor_form(solution))
    assert not SolutionPage.objects.get().live
    browser_of(cast.editor).post(address, editor_form(solution))
    assert SolutionPage.objects.get().live


def test_the_logo_stands_on_the_page_and_in_lists(
    cast: Cast, browser_of: Browser, settings: Any, tmp_path: Path
) -> None:
    """And costs lists no query; the file names it, unless the project names its own; lost files break nothing."""
    settings.MEDIA_ROOT = tmp_path
    service = make_service()
    solution = make_solution(slug="zammad", services=[service])
    visitor, lists = browser_of(None), ("/loesungen/", "/leistungen/wohngeld/")
    queries, answers = [], [""]
    for logo in (None, make_image()):
        solution.logo = logo
        solution.save_revision().publish(skip_permission_checks=True)
        cache.clear()
        for address in lists:
            visitor.get(address)
        with CaptureQueriesContext(connection) as captured:
            answers = [visitor.get(f"{address}?x=1").content.decode() for address in lists]
        queries.append(len(captured))
    assert all('class="logo-picture" src="' in answer for answer in answers)
    assert queries[0] == queries[1]
    assert "logo-picture--large" in visitor.get("/loesungen/zammad/").content.decode()
    file = reverse("solutions:publiccode", args=["zammad"])
    assert re.search(r"^logo: http.*/original_images/bild", visitor.get(file).content.decode(), re.MULTILINE)
    page = SolutionPage.objects.get()
    page.publiccode = "publiccodeYmlVersion: '0.7'\nname: Zammad\nlogo: assets/logo.svg\n"
    assert software_of(page).logo == "assets/logo.svg"
    make_image_unreadable(page)
    cache.clear()
    assert visitor.get("/loesungen/zammad/").status_code == 200


def make_image_unreadable(page: SolutionPage) -> None:
    """As if the file had been lost, and the small one with it."""
    page.logo.renditions.all().delete()
    page.logo.file.storage.delete(page.logo.file.name)


def test_a_locked_page_is_closed_to_members(cast: Cast, browser_of: Browser) -> None:
    """Against vandalism; the page says so to members and offers no way into the editor."""
    solution = make_solution()
    solution.locked, solution.locked_by = True, cast.editor
    solution.save()
    page = browser_of(cast.author).get(solution.list_url).content.decode()
    assert escape("Die Redaktion hat diese Seite vorläufig gesperrt.") in page
    assert reverse("wagtailadmin_pages:edit", args=[solution.pk]) not in page
    assert not SolutionPage.objects.get(pk=solution.pk).may_edit(cast.author)


def test_new_members_write_too(kehl: MunicipalityPage, offenburg: MunicipalityPage) -> None:
    """The groups of a municipality that joins later get the rights of the wiki."""
    from tests.factories import UserFactory

    newcomer = UserFactory(municipality=offenburg.municipality)
    index = SolutionIndexPage.objects.get()
    assert index.permissions_for_user(newcomer).can_add_subpage()
    assert not index.permissions_for_user(newcomer).can_edit()


def test_a_service_shows_solutions_and_who_uses_them(cast: Cast, browser_of: Browser) -> None:
    """At a glance, also where nobody has reported yet."""
    solution = make_solution(title="Wohngeldpult", services=[make_service()])
    adopt(
        municipality=cast.other.memberships.get().municipality,
        solution=solution,
        actor=cast.other,
        values=adoption_values(),
    )
    page = browser_of(None).get("/leistungen/wohngeld/").content.decode()
    assert "Wohngeldpult" in page
    assert "Von einer Kommune genutzt" in page
    assert "/kommunen/lahr-schwarzwald/" in page


def test_the_feed_of_adoptions(cast: Cast, browser_of: Browser) -> None:
    """Who uses what, the latest first; control characters break nothing."""
    solution = make_solution(title="Alpha")
    for user in (cast.author, cast.other):
        adopt(
            municipality=user.memberships.get().municipality,
            solution=solution,
            actor=user,
            values=adoption_values(use_case="Mit \x0b Zeichen"),
        )
    feed = browser_of(None).get("/feeds/nachnutzung.atom").content.decode()
    assert feed.index("Lahr/Schwarzwald: Alpha (Im Einsatz)") < feed.index("Kehl: Alpha (Im Einsatz)")
    assert "\x0b" not in feed


def test_publishing_is_the_button(cast: Cast, browser_of: Browser) -> None:
    """Not the draft, which nobody would see."""
    address = reverse("wagtailadmin_pages:edit", args=[make_solution().pk])
    content = browser_of(cast.author).get(address).content.decode()
    assert content.index('name="action-publish"') < content.index("Entwurf speichern")


def test_long_lists_of_choices_can_be_used(cast: Cast, browser_of: Browser) -> None:
    """Chosen ones first, and a field to type in; what a file brought that nobody else has stays to be chosen."""
    solution = make_solution(languages=["nds", "de"], categories=["eigene-art"], platforms=["linux", "docker", "web"])
    address = reverse("wagtailadmin_pages:edit", args=[solution.pk])
    content = browser_of(cast.author).get(address).content.decode()
    languages = content[content.index('id="id_languages-options"') :]
    chosen = languages[: languages.index("</ul>")]
    assert chosen.index("Niederdeutsch") < chosen.index("Albanisch") < chosen.index("Englisch")
    assert 'data-filter-input="id_categories-options"' in content
    assert 'data-filter-input="id_platforms-options"' not in content
    assert content.count("js/filter-list.js") == 1
    chosen_now = {
        "languages": ["fi", "nds"],
        "categories": ["cad", "eigene-art"],
        "platforms": ["web", "linux", "docker"],
    }
    sent = editor_form(solution) | chosen_now
    browser_of(cast.author).post(address, sent)
    page = SolutionPage.objects.get()
    assert (page.languages, page.categories) == (["nds", "fi"], ["eigene-art", "cad"]), "in the order they had"
    assert page.platforms == ["linux", "docker", "web"]


def test_versions_are_compared_in_words(cast: Cast, browser_of: Browser) -> None:
    solution = make_solution(languages=["de", "en"], platforms=["web"])
    before = solution.latest_revision
    solution.languages = ["de", "fr"]
    after = solution.save_revision(user=cast.author)
    address = reverse("wagtailadmin_pages:revisions_compare", args=[solution.pk, before.pk, after.pk])
    content = browser_of(cast.other).get(address).content.decode()
    assert 'Deutsch<br><span class="deletion">Englisch</span><br><span class="addition">Französisch</span>' in content
    assert "Läuft auf" not in content
