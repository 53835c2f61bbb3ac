"""Every address of the forum, met by the whole cast; visibility on each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.services import accept_answer, open_thread, post_reply
from exchange.pages.enums import Visibility
from exchange.reports.models import ReportPage
from tests.conftest import Cast
from tests.factories import make_image, make_service, make_solution

pytestmark = pytest.mark.django_db

Browsers = Callable[[Any], Client]


@pytest.fixture
def threads(cast: Cast) -> dict[str, ThreadPage]:
    """A public and a members' thread of the author, each with an answer of another municipality."""
    found = {}
    for visibility in Visibility:
        thread = open_thread(
            author=cast.author,
            title=f"Frage {visibility.value}?",
            html="<p>Geheimwort Quitte, @Kim Muster999.</p>",
            visibility=visibility,
            tags=["Hundesteuer"],
            services=[make_service()],
        )
        post_reply(thread=thread, author=cast.other, html="<p>Antwort mit Mispel.</p>")
        found[visibility.value] = thread
    return found


def test_who_reads_what(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    members_only = threads["members"]
    for name, person in cast.everybody.items():
        browser = browser_of(person)
        assert browser.get(threads["public"].list_url).status_code == 200, name
        expected = 200 if name in cast.members else 404
        assert browser.get(members_only.list_url).status_code == expected, name
        post = members_only.posts.last()
        assert browser.get(post.get_absolute_url()).status_code == (302 if name in cast.members else 404), name
        page = browser.get("/austausch/").content.decode()
        assert "Frage public?" in page
        assert ("Frage members?" in page) == (name in cast.members), name


def test_visitors_read_no_names(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    thread = threads["public"]
    post_reply(thread=thread, author=cast.editor, html=f"<p>Danke @{cast.other.get_full_name()}!</p>")
    page = browser_of(None).get(thread.list_url).content.decode()
    for person in (cast.author, cast.other, cast.editor):
        assert person.get_full_name() not in page
    assert "Mispel" in page
    member = browser_of(cast.colleague).get(thread.list_url).content.decode()
    assert f'<span class="mention">@{cast.other.get_full_name()}</span>' in member


def test_members_open_threads(cast: Cast, browser_of: Browsers) -> None:
    address = reverse("discussions:new")
    solution = make_solution(title="Zammad")
    for name, person in cast.everybody.items():
        browser = browser_of(person)
        expected = {"visitor": 302, "outsider": 404}.get(name, 200)
        assert browser.get(address).status_code == expected, name
        sent = browser.post(
            address,
            {
                "kind": "question",
                "title": f"Frage von {name}",
                "text": "Erste Zeile\n\nhttps://kehl.example/",
                "tags": "Hundesteuer, OZG",
                "services": "Wohngeld",
                "solution": solution.pk,
                "visibility": "members",
            },
        )
        assert sent.status_code == (302 if expected == 200 else expected), name
        assert ThreadPage.objects.filter(title=f"Frage von {name}").exists() == (name in cast.members), name
    thread = ThreadPage.objects.get(title="Frage von author")
    assert thread.posts.get().html == (
        '<p>Erste Zeile</p><p><a href="https://kehl.example/" rel="nofollow ugc noopener">https://kehl.example/</a></p>'
    )
    assert [service.name for service in thread.service_list] == ["Wohngeld"]


def test_a_wrong_form_keeps_what_was_typed(cast: Cast, browser_of: Browsers) -> None:
    page = browser_of(cast.author).post(
        reverse("discussions:new"),
        {
            "kind": "question",
            "title": "",
            "text": "<div>Mein <strong>langer</strong> Text</div>",
            "text-format": "html",
            "services": "Gibt es nicht",
            "visibility": "members",
        },
    )
    body = page.content.decode()
    assert page.status_code == 200
    assert "Mein &lt;strong&gt;langer" not in body
    assert "<template><div>Mein <strong>langer</strong> Text</div></template>" in body
    assert "Mein langer Text" in body
    assert "„Gibt es nicht“ steht nicht im Leistungskatalog." in body
    assert not ThreadPage.objects.exists()


def test_members_answer(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    thread = threads["members"]
    address = reverse("discussions:reply", args=[thread.slug])
    for name, person in cast.everybody.items():
        sent = browser_of(person).post(address, {"text": f"Von {name}"})
        assert sent.status_code == ({"visitor": 302, "outsider": 404}.get(name, 302)), name
        assert Post.objects.filter(text=f"Von {name}").exists() == (name in cast.members), name


def test_quoting_fills_the_form(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    thread = threads["members"]
    answer = thread.posts.get(is_opening=False)
    browser = browser_of(cast.author)
    page = browser.get(reverse("discussions:reply", args=[thread.slug]), {"zitat": answer.pk}).content.decode()
    # The editor would join paragraphs; without it the quote stands there as one types it.
    assert f"<div><em>@{cast.other.get_full_name()}:</em><br><br>Antwort mit Mispel.</div></blockquote>" in page
    assert f"&gt; @{cast.other.get_full_name()}:\n&gt;\n&gt; Antwort mit Mispel.\n\n" in page
    for nonsense in ("x", "9" * 30, "-1", "\0"):
        assert browser.get(reverse("discussions:reply", args=[thread.slug]), {"zitat": nonsense}).status_code == 200


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("edit_post", {"author", "editor", "administrator"}),
        ("history", {"author", "colleague", "trusted", "coordinator", "other", "editor", "administrator"}),
    ],
)
def test_who_edits(
    threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers, name: str, allowed: set[str]
) -> None:
    opening = threads["members"].posts.get(is_opening=True)
    for who, person in cast.everybody.items():
        status = browser_of(person).get(reverse(f"discussions:{name}", args=[opening.pk])).status_code
        assert status == (200 if who in allowed else 302 if who == "visitor" else 404), who


def test_editing_by_form(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    opening = threads["members"].posts.get(is_opening=True)
    address = reverse("discussions:edit_post", args=[opening.pk])
    browser = browser_of(cast.author)
    seen = browser.get(address).context["form"]["seen"].value()
    assert browser.post(address, {"text": "Neu", "seen": seen}).status_code == 302
    again = browser.post(address, {"text": "Noch neuer", "seen": seen})
    assert again.status_code == 200
    assert "inzwischen bearbeitet" in again.content.decode()
    assert "Noch neuer" in again.content.decode()
    assert browser.post(address, {"text": "Noch neuer", "seen": "Unsinn"}).status_code == 302
    assert opening.revisions.count() == 2


def test_helpful_accept_remove(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    thread = threads["members"]
    answer = thread.posts.get(is_opening=False)
    helpful = reverse("discussions:helpful", args=[answer.pk])
    accept = reverse("discussions:accept", args=[answer.pk])
    remove = reverse("discussions:remove_post", args=[answer.pk])
    for name, person in cast.everybody.items():
        browser = browser_of(person)
        assert browser.get(helpful).status_code == 405
        voted = browser.post(helpful, {"hilfreich": "1"}).status_code
        assert voted == (404 if name in ("other", "outsider") else 302), name
        if name not in ("author", "editor", "administrator"):
            assert browser.post(accept, {"angenommen": "1"}).status_code == (302 if name == "visitor" else 404), name
        if name not in ("other", "editor", "administrator"):
            assert browser.post(remove).status_code == (302 if name == "visitor" else 404), name
    answer.refresh_from_db()
    assert answer.helpful_count == len(cast.members) - 1
    assert browser_of(cast.author).post(accept, {"angenommen": "1"}).status_code == 302
    thread.refresh_from_db()
    assert thread.accepted_answer == answer
    assert browser_of(cast.editor).post(remove, {"reason": "Doppelt"}).status_code == 302
    assert "Dieser Beitrag wurde entfernt: Doppelt" in browser_of(cast.author).get(thread.list_url).content.decode()
    assert browser_of(cast.other).post(remove).status_code == 404
    # A second editor who was still asked why does not bring it back; the button does.
    browser_of(cast.editor).post(remove, {"reason": "Auch doppelt"})
    answer.refresh_from_db()
    assert answer.removal_reason == "Doppelt"
    button = 'name="zeigen" value="1"'
    assert button in browser_of(cast.editor).get(thread.list_url).content.decode()
    assert button not in browser_of(cast.other).get(thread.list_url).content.decode()
    browser_of(cast.editor).post(remove, {"zeigen": "1"})
    answer.refresh_from_db()
    assert not answer.is_removed


def test_only_editors_manage(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    thread = threads["members"]
    for view in ("manage", "split"):
        address = reverse(f"discussions:{view}", args=[thread.slug])
        for name, person in cast.everybody.items():
            expected = 200 if name in ("editor", "administrator") else 302 if name == "visitor" else 404
            assert browser_of(person).get(address).status_code == expected, (view, name)


def test_files_go_to_whoever_reads_the_post(cast: Cast, browser_of: Browsers, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = make_image().file
    address = reverse("discussions:new")
    files = [
        SimpleUploadedFile("Plan.txt", b"Inhalt"),
        SimpleUploadedFile("bild.png", picture.read(), "image/png"),
    ]
    sent = browser_of(cast.author).post(
        address,
        {
            "kind": "question",
            "title": "Mit Datei",
            "text": "Siehe Anhang",
            "visibility": "members",
            "attachments": files,
        },
    )
    assert sent.status_code == 302
    attachments = list(ThreadPage.objects.get(title="Mit Datei").posts.get().attachments.all())
    assert [(each.name, each.is_image) for each in attachments] == [("Plan.txt", False), ("bild.png", True)]
    for attachment in attachments:
        for name, person in cast.everybody.items():
            answer = browser_of(person).get(attachment.url)
            assert answer.status_code == (200 if name in cast.members else 404), name
            if answer.status_code == 200:
                assert answer["Content-Disposition"].startswith("inline" if attachment.is_image else "attachment")
                assert answer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("boese.exe", b"MZ", "werden nicht angenommen"),
        ("bild.svg", b"<svg/>", "werden nicht angenommen"),
        ("bild.png", b"<script>alert(1)</script>", "lässt sich nicht lesen"),
        ("brief.pdf", b"kein PDF", "passt nicht zur Endung"),
        ("leer.txt", b"", "leer"),
    ],
)
def test_bad_files_are_named(cast: Cast, browser_of: Browsers, name: str, content: bytes, message: str) -> None:
    sent = browser_of(cast.author).post(
        reverse("discussions:new"),
        {
            "kind": "question",
            "title": "Mit Datei",
            "text": "Siehe Anhang",
            "visibility": "members",
            "attachments": [SimpleUploadedFile(name, content)],
        },
    )
    assert sent.status_code == 200
    assert name in sent.content.decode()
    assert message in sent.content.decode()


def test_mentions_are_suggested_to_members(cast: Cast, browser_of: Browsers) -> None:
    address = reverse("discussions:members")
    for name, person in cast.everybody.items():
        answer = browser_of(person).get(address, {"q": "Ayl"})
        assert answer.status_code == (200 if name in cast.members else 404), name
    found = browser_of(cast.other).get(address, {"q": "Ayl Aut"}).json()["members"]
    assert found == [{"insert": "@Aylin Autorin", "name": "Aylin Autorin", "note": "Kehl"}]


def test_filters_of_the_list(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    browser = browser_of(cast.author)
    for query in ("schlagwort=hundesteuer", "leistung=wohngeld", "kommune=kehl", "art=question", "ansicht=meine"):
        assert "Frage public?" in browser.get(f"/austausch/?{query}").content.decode(), query
    assert "Frage public?" not in browser.get("/austausch/?ansicht=unbeantwortet").content.decode()
    assert (
        "Frage public?"
        not in browser.get(f"/austausch/?kommune={cast.other.active_memberships[0].municipality.slug}").content.decode()
    )
    assert 'href="/austausch/?kommune=kehl&amp;art=project"' in browser.get("/austausch/?kommune=kehl").content.decode()
    assert "Nur zeigen:" not in browser.get("/austausch/?art=project").content.decode()
    visitor = browser_of(None)
    assert 'href="/anmelden/?next=/austausch/neu/"' in visitor.get("/austausch/").content.decode()
    thread = threads["public"]
    assert f'href="/anmelden/?next={thread.list_url}"' in visitor.get(thread.list_url).content.decode()
    for nonsense in ("art=x", "schlagwort=%00", "page=x", "page=99999", "ansicht=meine", "kommune=nirgends"):
        assert browser_of(None).get(f"/austausch/?{nonsense}").status_code == 200


def test_posts_are_found_as_part_of_their_thread(
    threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers
) -> None:
    assert "Frage members?" in browser_of(cast.other).get("/suche/?q=Mispel").content.decode()
    visitor = browser_of(None).get("/suche/?q=Mispel").content.decode()
    assert "Frage public?" in visitor
    assert "Frage members?" not in visitor


def test_similar_threads_while_typing(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    for name, person in cast.everybody.items():
        answer = browser_of(person).get("/suche/aehnlich/", {"q": "Quitte"})
        assert answer.status_code == (200 if name in cast.members else 404), name
    assert "Frage members?" in browser_of(cast.other).get("/suche/aehnlich/?q=Quitte").content.decode()
    assert browser_of(cast.other).get("/suche/aehnlich/?q=").content.strip() == b""


def test_a_report_out_of_an_answered_question(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    thread = threads["members"]
    accept_answer(thread=thread, post=thread.posts.get(is_opening=False), actor=cast.author)
    address = reverse("moderation:report_from_thread", args=[thread.slug])
    for name, person in cast.everybody.items():
        expected = 302 if name not in ("outsider", "editor", "administrator") else 404
        assert browser_of(person).post(address).status_code == expected, name
    report = ReportPage.objects.filter(owner=cast.author).get()
    assert not report.live
    assert report.municipality == thread.municipality
    assert "Mispel" in report.approach
    assert thread.posts.get(is_opening=True).get_absolute_url() in report.lessons
    assert report.visibility == Visibility.MEMBERS
    assert ReportPage.objects.get(owner=cast.other).municipality.name == "Lahr/Schwarzwald"
    # A second click leads to the draft that is there; once that is published, another one may be begun.
    browser = browser_of(cast.author)
    assert browser.post(address).headers["Location"] == reverse("wagtailadmin_pages:edit", args=[report.pk])
    report.result = "<p>Läuft.</p>"
    report.save_revision().publish()
    assert browser.post(address).headers["Location"] != reverse("wagtailadmin_pages:edit", args=[report.pk])
    assert ReportPage.objects.filter(owner=cast.author).count() == 2


def test_threads_are_no_reports(threads: dict[str, ThreadPage], cast: Cast, browser_of: Browsers) -> None:
    browser = browser_of(cast.author)
    assert "Frage public?" not in browser.get("/mein-bereich/").content.decode()
    entries = browser.get("/kommunen/").context["directory"].entries
    assert sum(entry.contributions for entry in entries) == 0
    assert "Frage public?" in browser.get(reverse("catalogue:service", args=["wohngeld"])).content.decode()
    space = f"/kommunen/{threads['public'].municipality.slug}/"
    assert "Frage public?" in browser.get(space).content.decode()
