"""„Beitrag melden“: who can report what, what keeps robots out, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from exchange.discussions.models import Post
from exchange.discussions.services import open_thread, post_reply, remove_post
from exchange.members.models import User
from exchange.moderation.flags.enums import Reason
from exchange.moderation.flags.models import Flag, FlagCase
from exchange.moderation.flags.services import report
from exchange.moderation.flags.targets import target_of_page, target_of_post
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import make_report, make_solution
from tests.moderation.conftest import VISITOR_MAIL, flagged, send

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
Committed = Callable[[Callable[[], Any]], dict[str, Any]]
WHOLE_CAST = [
    "author",
    "colleague",
    "trusted",
    "coordinator",
    "other",
    "editor",
    "administrator",
    "outsider",
    "visitor",
]


def address_of(page: Any) -> str:
    return reverse("moderation:flag_page", args=[page.pk])


@pytest.mark.parametrize("name", WHOLE_CAST)
@pytest.mark.usefixtures("patient")
def test_everybody_reports_what_is_public(cast: Cast, page: ReportPage, browser_of: Browser, name: str) -> None:
    user = cast.everybody[name]
    response = send(browser_of(user), address_of(page), name="Erika Muster", mail=VISITOR_MAIL)
    assert response.url == reverse("moderation:page_flagged", args=[page.pk])
    flag = Flag.objects.get()
    assert (flag.reason, flag.text, flag.reporter) == (Reason.SPAM, "Reine Werbung.", user)
    assert (flag.name, flag.mail) == (("Erika Muster", VISITOR_MAIL) if user is None else ("", ""))
    assert (flag.case.page_id, flag.case.author) == (page.pk, cast.author)
    assert "Es lief gut." in flag.case.snapshot
    thanks = browser_of(user).get(response.url).content.decode()
    assert "Danke für Ihre Meldung" in thanks
    assert page.list_url in thanks


@pytest.mark.parametrize("name", WHOLE_CAST)
def test_strangers_find_nothing_to_report(cast: Cast, kehl: MunicipalityPage, browser_of: Browser, name: str) -> None:
    """What is for members, drafts, removed posts: 404, and the confirmation tells no title either."""
    hidden = make_report(kehl, visibility=Visibility.MEMBERS)
    thread = open_thread(author=cast.author, title="Intern", html="<p>Frage.</p>")
    post = post_reply(thread=thread, author=cast.author, html="<p>Antwort.</p>")
    gone = post_reply(thread=thread, author=cast.author, html="<p>Weg.</p>")
    remove_post(post=gone, actor=cast.author)
    draft = make_report(kehl, live=False, owner=cast.author)
    browser = browser_of(cast.everybody[name])
    expected = 200 if name in cast.members else 404
    for view in ("flag", "flagged"):
        page_view = "moderation:flag_page" if view == "flag" else "moderation:page_flagged"
        post_view = "moderation:flag_post" if view == "flag" else "moderation:post_flagged"
        assert browser.get(reverse(page_view, args=[hidden.pk])).status_code == expected
        assert browser.get(reverse(post_view, args=[post.pk])).status_code == expected
        assert browser.get(reverse(page_view, args=[draft.pk])).status_code == 404
        assert browser.get(reverse(post_view, args=[gone.pk])).status_code == 404
        assert browser.get(reverse(page_view, args=[10**20])).status_code == 404
    assert browser.post(address_of(hidden), {}).status_code == expected


def test_the_service_asks_who_may_read_it(cast: Cast, kehl: MunicipalityPage) -> None:
    target = target_of_page(make_report(kehl, visibility=Visibility.MEMBERS))
    for stranger in cast.strangers.values():
        with pytest.raises(PermissionDenied):
            report(target=target, reason=Reason.SPAM, text="x", reporter=stranger)
    report(target=target, reason=Reason.SPAM, text="x", reporter=cast.other)


@pytest.mark.usefixtures("patient")
def test_a_post_is_reported_by_its_own_address(answer: Post, cast: Cast, browser_of: Browser) -> None:
    send(browser_of(None), reverse("moderation:flag_post", args=[answer.pk]))
    case = FlagCase.objects.get()
    assert (case.post, case.page, case.author) == (answer, None, cast.author)
    assert (case.title, case.snapshot) == ("Beitrag in „Wer hat das?“", "Kaufen Sie bei uns!")
    assert case.url == answer.get_absolute_url()


@pytest.mark.usefixtures("patient")
def test_the_opening_post_is_the_thread(answer: Post, cast: Cast, browser_of: Browser) -> None:
    opening = answer.thread.posts.get(is_opening=True)
    send(browser_of(None), reverse("moderation:flag_post", args=[opening.pk]))
    case = FlagCase.objects.get()
    assert (case.page_id, case.post, case.author) == (answer.thread_id, None, cast.other)
    assert "Frage." in case.snapshot


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"reason": ""}, "Bitte wählen Sie, was am ehesten zutrifft."),
        ({"reason": "erfunden"}, "keine gültige Auswahl"),
        ({"text": "  "}, "Bitte sagen Sie in ein, zwei Sätzen, was Sie meinen."),
        ({"text": "a" * 4_001}, "höchstens 4000 Zeichen"),
        ({"text": "Null\0byte, und <b>mehr</b>"}, "Nullzeichen"),
        ({"mail": "keine-adresse"}, "gültige E-Mail-Adresse"),
        ({"stamp": ""}, "noch einmal"),
        ({"stamp": "/melden/1/:1abc:gefälscht"}, "noch einmal"),
        ({"homepage": "https://spam.example"}, "noch einmal"),
    ],
)
@pytest.mark.usefixtures("patient")
def test_wrong_input_is_kept_and_explained(
    page: ReportPage, browser_of: Browser, values: dict[str, str], error: str
) -> None:
    given = {"name": "Erika Muster", "text": "Die Zahl ist falsch.", **values}
    response = send(browser_of(None), address_of(page), **given)
    content = response.content.decode()
    assert response.status_code == 200
    assert error in content
    assert "Erika Muster" in content
    assert not Flag.objects.exists()
    if "stamp" in values or "homepage" in values:
        again = {name: str(response.context["form"][name].value() or "") for name in response.context["form"].fields}
        assert browser_of(None).post(address_of(page), {**again, "text": given["text"]}).status_code == 302


def test_nobody_fills_it_in_within_seconds(page: ReportPage, browser_of: Browser) -> None:
    response = send(browser_of(None), address_of(page))
    assert "Das ging sehr schnell" in response.content.decode()
    assert not Flag.objects.exists()


@pytest.mark.usefixtures("patient")
def test_a_stamp_is_for_one_thing(page: ReportPage, kehl: MunicipalityPage, browser_of: Browser) -> None:
    browser = browser_of(None)
    stamp = browser.get(address_of(kehl)).context["form"]["stamp"].value()
    browser.post(address_of(page), {"reason": "spam", "text": "Werbung.", "stamp": stamp})
    assert not Flag.objects.exists()


@pytest.mark.usefixtures("patient")
def test_a_second_click_reports_nothing_more(page: ReportPage, browser_of: Browser) -> None:
    browser = browser_of(None)
    stamp = browser.get(address_of(page)).context["form"]["stamp"].value()
    sent = {"reason": "spam", "text": "Werbung.", "stamp": stamp}
    first, second = (browser.post(address_of(page), sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Flag.objects.count() == 1


@pytest.mark.usefixtures("patient")
def test_an_address_has_its_limit(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    """Ten an hour; what was typed is still there, and others are not stopped."""
    browser = browser_of(None)
    for _ in range(10):
        assert send(browser, address_of(page)).status_code == 302
    response = send(browser, address_of(page), text="Die elfte Meldung.")
    assert response.status_code == 200
    assert "viele Meldungen" in response.content.decode()
    assert "Die elfte Meldung." in response.content.decode()
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert send(other, address_of(page)).status_code == 302
    assert send(browser_of(cast.author), address_of(page)).status_code == 302
    assert FlagCase.objects.count() == 1


@pytest.mark.usefixtures("patient")
def test_one_network_of_ipv6_is_one_sender(page: ReportPage) -> None:
    for number in range(11):
        response = send(Client(REMOTE_ADDR=f"2001:db8::{number + 1:x}"), address_of(page))
    assert response.status_code == 200


@pytest.mark.usefixtures("patient")
def test_nobody_can_flood_a_mailbox(page: ReportPage) -> None:
    for number in range(4):
        response = send(Client(REMOTE_ADDR=f"198.51.100.{number}"), address_of(page), mail=VISITOR_MAIL)
    assert response.status_code == 200
    assert Flag.objects.count() == 3


def test_who_is_told_of_a_report(page: ReportPage, cast: Cast, second_editor: User, committed: Committed) -> None:
    """The sender gets a receipt without what was typed, the editors one mail for each case; the author nothing yet."""
    told = committed(lambda: flagged(page, text="Kaufen Sie Pillen!", name="Pillen"))
    assert set(told) == {VISITOR_MAIL, cast.editor.email, second_editor.email}
    receipt = told[VISITOR_MAIL]
    assert Flag.objects.get().number in receipt.subject
    assert "Guten Tag,\n\ndanke für Ihre Meldung" in receipt.body
    assert "Wohngeld online" in receipt.body
    assert "Pillen" not in receipt.subject + receipt.body
    assert reverse("flag_case", args=[FlagCase.objects.get().pk]) in told[cast.editor.email].body
    assert set(committed(lambda: flagged(page, mail="zweite@web.example"))) == {"zweite@web.example"}
    assert set(committed(lambda: flagged(page, reporter=cast.other, mail=""))) == {cast.other.email}
    assert not committed(lambda: flagged(page, mail=""))


def test_pages_of_the_tree_have_the_link(page: ReportPage, kehl: MunicipalityPage, browser_of: Browser) -> None:
    solution = make_solution()
    browser = browser_of(None)
    for each in (page, kehl, solution):
        assert f'href="{address_of(each)}"' in browser.get(each.list_url).content.decode()
    assert "/melden/" not in browser.get("/suche/").content.decode()


def test_the_form_is_never_kept(page: ReportPage) -> None:
    """Not even for browsers without cookies: each gets its own secret."""
    first, second = (Client().get(address_of(page)) for _ in range(2))
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value
    assert 'name="robots" content="noindex"' in first.content.decode()
    assert "Disallow: /melden/" in Client().get("/robots.txt").content.decode()


def test_posts_and_pages_can_be_targets_of_one_case_each(answer: Post) -> None:
    flagged(target_of_post(answer))
    flagged(target_of_post(answer))
    flagged(target_of_page(answer.thread))
    assert sorted(case.flags.count() for case in FlagCase.objects.all()) == [1, 2]
