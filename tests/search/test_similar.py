"""Similar pages at the foot, and what else of a page can be searched."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from exchange.members.models import User
from exchange.pages.models import StandardPage, Visibility
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from search.attachments.texts import AttachmentPassage
from search.content import PageContent, read_content
from search.index import index_pages
from search.models import AttachmentState, AttachmentText
from search.similar import similar_pages
from tests.conftest import Cast
from tests.factories import make_document, make_report, make_service
from tests.search.conftest import Finder, facet, titles

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def test_similar_pages_are_shown_to_those_who_may_read_them(
    kehl: MunicipalityPage,
    cast: Cast,
    browser_of: Browser,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    text = "<p>Zinnober und Karmesin im Malkasten der Bauhofwerkstatt.</p>"
    report = make_report(kehl, title="Erster", approach=text)
    other = make_report(kehl, title="Zweiter", approach=text)
    secret = make_report(kehl, title="Geheimer", approach=text, visibility=Visibility.MEMBERS)
    assert similar_pages(report.pk, AnonymousUser())[0] == other.pk
    assert report.pk not in similar_pages(report.pk, cast.other)
    for name, user in cast.everybody.items():
        html = browser_of(user).get(report.list_url).content.decode()
        assert "Ähnliche Beiträge" in html, name
        assert ("Geheimer" in html) == (name in cast.members), name
    assert secret.pk in similar_pages(report.pk, cast.other)
    with django_capture_on_commit_callbacks(execute=True):
        other.unpublish()
    assert "Zweiter" not in browser_of(None).get(report.list_url).content.decode()


def test_only_what_people_write_is_similar(kehl: MunicipalityPage, site: HomePage, cast: Cast) -> None:
    """Not the pages about the site itself, whatever words they share."""
    words = "Zinnober und Karmesin im Malkasten der Bauhofwerkstatt."
    page = StandardPage(title="Datenschutz", slug="farben", summary=words)
    site.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    reports = [make_report(kehl, title=title, approach=f"<p>{words}</p>") for title in ("Erster", "Zweiter")]
    assert similar_pages(reports[0].pk, cast.other) == [reports[1].pk]


def test_a_file_is_searched_and_named(kehl: MunicipalityPage, cast: Cast, found: Finder) -> None:
    document = make_document("Satzung")
    report = make_report(
        kehl,
        title="Erster",
        body=[("document", {"document": document, "description": "Satzung", "licence": "CC-BY-4.0"})],
    )
    AttachmentText.objects.update_or_create(
        document=document,
        defaults={"state": AttachmentState.READ, "pages": [["3", "Auf dem Papier steht Zinnober und sonst nichts."]]},
    )
    index_pages([report.pk])
    results = found("zinnober")
    assert titles(results) == ["Erster"]
    assert "<cite>" in results.hits[0].excerpt_html
    assert document.filename in results.hits[0].excerpt_html
    assert "<mark>Zinnober</mark>" in results.hits[0].excerpt_html
    report.visibility = Visibility.MEMBERS
    report.save_revision().publish()
    assert found("zinnober").total == 0
    assert found("zinnober", cast.other).total == 1


def test_long_files_are_cut(kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.content.MAX_ATTACHED", 20)
    passages = [AttachmentPassage(1, "Satzung", f"Satzung.pdf, Seite {page}", "x" * 15) for page in (1, 2, 3)]
    content: PageContent = read_content(make_report(kehl, title="Erster"), passages)
    assert [place for _start, place in content.sources] == ["Satzung.pdf, Seite 1", "Satzung.pdf, Seite 2"]
    assert content.text.count("x" * 15) == 1


def test_size_and_keys_of_services_find_reports(kehl: MunicipalityPage, found: Finder) -> None:
    service = make_service()
    make_report(kehl, title="Erster", services=[service])
    assert titles(found(service.ozg_id))[0] == "Erster"
    size = kehl.municipality.size_class
    assert facet(found(), "groesse") == {size: 1}
    assert found(groesse=[size]).total == 1
