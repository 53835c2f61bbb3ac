"""A members-only page, looked for on every surface as each of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from exchange.members.models import User
from exchange.pages.models import ExchangePage, Visibility
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import make_document, make_image, make_report, make_service

pytestmark = pytest.mark.django_db

# Words that stand nowhere else: in the title, the text, a tag and the file of the hidden report.
TITLE, TEXT, TAG = "Zirkonverfahren", "Quarzlampe", "Gneisakte"
SECRETS = (TITLE, TEXT, TAG)

Browser = Callable[[User | None], Client]


@pytest.fixture
def hidden(kehl: MunicipalityPage, cast: Cast) -> ReportPage:
    """A published report for members, with its own tag, picture and document."""
    image, document = make_image(TITLE), make_document(TITLE)
    report = make_report(
        kehl,
        owner=cast.author,
        title=f"{TITLE} im Einsatz",
        slug="zirkonverfahren-im-einsatz",
        summary=f"Unsere {TEXT} leuchtet.",
        starting_point=f"<p>Die {TEXT} war neu.</p>",
        visibility=Visibility.MEMBERS,
        tags=[TAG],
        services=[make_service()],
        body=[
            ("image", {"image": image, "alternative_text": TITLE, "caption": ""}),
            ("document", {"document": document, "description": TITLE, "licence": "CC-BY-4.0"}),
        ],
    )
    make_report(kehl, title="Offener Bericht", slug="offener-bericht", tags=["Wohnen"], services=[make_service()])
    return report


def surfaces() -> list[str]:
    """Addresses on which a published page may show up."""
    return [
        "/",
        "/kommunen/",
        "/kommunen/kehl/",
        "/berichte/",
        "/loesungen/",
        f"/loesungen/?schlagwort={TAG}",
        "/leistungen/",
        "/leistungen/abdeckung/",
        "/leistungen/abdeckung.csv",
        "/leistungen/wohngeld/",
        make_service().topic_field.get_absolute_url(),
        "/schlagworte/",
        "/schlagworte/wohnen/",
        f"/suche/?q={TITLE}",
        f"/suche/?q={TEXT}",
        f"/suche/?q={TAG}",
        f"/suche/?schlagwort={TAG.lower()}",
        "/suche/",
        f"/suche/vorschlaege/?q={TITLE[:6]}",
        f"/suche/vorschlaege/?q={TAG[:5]}",
        "/feeds/neu.atom",
        "/feeds/kommunen/kehl.atom",
        "/feeds/schlagworte/wohnen.atom",
        "/sitemap.xml",
        "/kommunen/kehl/offener-bericht/",
    ]


def own_words(content: str, address: str) -> str:
    """The page without the visitor's own search words, which it may repeat."""
    for word in SECRETS:
        if word.lower()[:5] in address.lower():
            content = content.replace(f'value="{word}"', "").replace(f"„{word}“", "")
    return content


@pytest.mark.parametrize("name", ["outsider", "visitor"])
def test_strangers_find_no_trace(hidden: ReportPage, cast: Cast, browser_of: Browser, name: str) -> None:
    """No word of the hidden report on any surface, and its own addresses do not exist."""
    browser = browser_of(cast.strangers[name])
    for address in surfaces():
        response = browser.get(address)
        assert response.status_code == 200, address
        content = response.content.decode()
        address_less = own_words(content, address)
        if "/suche/" in address:
            assert hidden.list_url not in content, address
            assert "leuchtet" not in content, address
            assert hidden.title not in content, address
        else:
            for word in SECRETS:
                assert word.lower() not in address_less.lower(), (address, word)
    for address in [hidden.list_url, f"/schlagworte/{TAG.lower()}/", f"/feeds/schlagworte/{TAG.lower()}.atom"]:
        assert browser.get(address).status_code == 404, address


@pytest.mark.parametrize("name", ["author", "colleague", "trusted", "coordinator", "other", "editor", "administrator"])
def test_members_find_it(hidden: ReportPage, cast: Cast, browser_of: Browser, name: str) -> None:
    """Members of any municipality read it and find it; feeds and the sitemap stay public only."""
    browser = browser_of(cast.members[name])
    assert TEXT in browser.get(hidden.list_url).content.decode()
    for address in ["/", "/kommunen/kehl/", "/berichte/", "/leistungen/wohngeld/", f"/suche/?q={TITLE}"]:
        assert hidden.list_url in browser.get(address).content.decode(), address
    assert browser.get(f"/schlagworte/{TAG.lower()}/").status_code == 200
    for address in ["/feeds/neu.atom", "/sitemap.xml"]:
        assert TITLE.lower() not in browser.get(address).content.decode().lower(), address


def test_a_members_answer_never_reaches_a_visitor(hidden: ReportPage, cast: Cast, browser_of: Browser) -> None:
    """Whoever comes first, the cache gives each side its own page."""
    visitor, member = browser_of(None), browser_of(cast.other)
    for _round in range(2):
        assert hidden.list_url not in visitor.get("/berichte/").content.decode()
        assert hidden.list_url in member.get("/berichte/").content.decode()
    assert "no-cache" in member.get("/berichte/").headers["Cache-Control"]


def _status(browser: Client, address: str) -> int:
    """Status of an answer that may hold an open file."""
    response = browser.get(address)
    response.getvalue()  # reads it to its end, which closes the file
    return response.status_code


def _files(report: ReportPage) -> dict[str, str]:
    values = {block.block_type: block.value for block in report.body}
    image = values["image"]["image"]
    return {
        "rendition": image.get_rendition("width-300").url,
        "original": image.file.url,
        "document": values["document"]["document"].url,
    }


@pytest.mark.parametrize("kind", ["rendition", "original", "document"])
def test_files_follow_the_page(hidden: ReportPage, cast: Cast, browser_of: Browser, kind: str) -> None:
    """Files of a members' page are for members; they open up when the page does, and close again with it."""
    address = _files(hidden)[kind]
    for name, user in cast.everybody.items():
        expected = 404 if name in cast.strangers else 200
        assert _status(browser_of(user), address) == expected, name

    hidden.visibility = Visibility.PUBLIC
    hidden.save_revision().publish()
    assert _status(browser_of(None), address) == 200
    ReportPage.objects.get(pk=hidden.pk).unpublish()
    assert _status(browser_of(None), address) == 404


def test_a_file_on_no_page_is_for_members(cast: Cast, browser_of: Browser) -> None:
    """What was only uploaded is not public yet."""
    document = make_document()
    assert _status(browser_of(None), document.url) == 404
    assert _status(browser_of(cast.other), document.url) == 200


def test_portraits_in_the_editor_are_for_members(cast: Cast, browser_of: Browser) -> None:
    """What a person uploads under the own account is shown to colleagues and to nobody else."""
    profile = UserProfile.get_for_user(cast.author)
    profile.avatar.save("ich.png", make_image().file)
    address = profile.avatar.url
    assert _status(browser_of(cast.other), address) == 200
    for user in cast.strangers.values():
        assert _status(browser_of(user), address) == 404


@pytest.mark.parametrize(
    "path",
    [
        "../settings.py",
        "images/..%2f..%2fdb.sqlite3",
        "images/",
        "original_images/x.png",
        "x",
        "images/%00",
        "original_images/%00",
    ],
)
def test_strange_file_paths_do_not_exist(cast: Cast, browser_of: Browser, path: str) -> None:
    """Only pictures of the database are served."""
    assert browser_of(cast.author).get(f"/medien/{path}").status_code == 404


def test_public_means_public_for_wagtail_too(hidden: ReportPage) -> None:
    """Wagtail's own parts ask public(); it must not hold the hidden page."""
    assert hidden.pk not in ExchangePage.objects.live().public().values_list("pk", flat=True)


def test_a_draft_is_nowhere(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """What was never published is seen by nobody on the site, not even by its author."""
    draft = make_report(kehl, live=False, owner=cast.author, title="Entwurf Opal", slug="entwurf-opal")
    for user in (None, cast.author, cast.editor):
        browser = browser_of(user)
        assert browser.get(draft.list_url).status_code == 404
        assert "Entwurf Opal" not in browser.get("/berichte/").content.decode()
        assert "Entwurf Opal" not in browser.get("/suche/?q=opal").content.decode()


def test_contact_mail_is_for_members(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """Visitors see the role, members also the address."""
    report = make_report(kehl, contact_role="Sachgebiet Opal", contact_mail="opal@kehl.example")
    for name, user in cast.everybody.items():
        content = browser_of(user).get(report.list_url).content.decode()
        assert "Sachgebiet Opal" in content
        assert ("opal@kehl.example" in content) == (name in cast.members), name


def test_names_of_people_are_for_members(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """The municipality's page names its people to members only."""
    for name, user in cast.everybody.items():
        content = browser_of(user).get(reverse("wagtail_serve", args=["kommunen/kehl/"])).content.decode()
        assert ("Aylin Autorin" in content) == (name in cast.members), name
