"""Writing a report in the editor, as each of the cast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from exchange.members.models import Membership, User
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import make_report, make_service

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]


def form(**fields: Any) -> dict[str, Any]:
    """What the browser sends for a complete report; ``fields`` replaces parts of it."""
    services = fields.pop("services", [])
    values = {
        "title": "Hundesteuer online",
        "slug": "hundesteuer-online",
        "summary": "Anmeldung in fünf Minuten.",
        "status": "live",
        "starting_point": rich_text("<p>Viel Papier.</p>"),
        "approach": rich_text("<p>Formular gebaut.</p>"),
        "result": rich_text("<p>Weniger Papier.</p>"),
        "lessons": rich_text("<p>Früher fragen.</p>"),
        "body": streamfield([]),
        "tags": "Hundesteuer, Onlineantrag",
        "visibility": "public",
        "review_due": "",
        "started_on": "2024-01-01",
        "ended_on": "",
        "cost_once": "1.200,50",
        "cost_per_year": "",
        "effort_person_days": "12,5",
        "cases_per_year": "800",
        "procurement": "",
        "contact_role": "Kämmerei",
        "contact_mail": "steuern@kehl.example",
        "service_links": inline_formset([{"service": service.pk} for service in services]),
        "software": inline_formset([{"name": "Formular-Werkzeug", "vendor": "", "kind": "software", "note": ""}]),
        "attachments": inline_formset([]),
        "comments": inline_formset([]),
    }
    return dict(nested_form_data({**values, **fields}))


def add_url(space: MunicipalityPage) -> str:
    """Address of the writing form of a space."""
    return reverse("wagtailadmin_pages:add", args=["reports", "reportpage", space.pk])


def test_the_button_leads_into_the_own_space(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """One membership: straight into the form, which is in German and has the guiding questions."""
    browser = browser_of(cast.author)
    response = browser.get(reverse("moderation:write_report"))
    assert response.headers["Location"] == add_url(kehl)
    content = browser.get(add_url(kehl)).content.decode()
    for text in ("Ausgangslage", "Vorgehen", "Ergebnis", "Was würden wir anders machen?", "Schlagwörter"):
        assert text in content
    assert "Starting point" not in content


def test_with_two_memberships_one_is_asked(
    kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """The person chooses the municipality; without membership there is advice instead."""
    Membership.objects.create(user=cast.author, municipality=lahr.municipality)
    browser = browser_of(cast.author)
    content = browser.get(reverse("moderation:write_report")).content.decode()
    assert "Kehl" in content
    assert "Lahr" in content
    response = browser.get(reverse("moderation:write_report"), {"kommune": lahr.slug})
    assert response.headers["Location"] == add_url(lahr)
    assert browser_of(cast.outsider).get(reverse("moderation:write_report")).status_code == 200


def test_draft_then_submission(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """A draft with everything in it, then submitted: it waits, it belongs to Kehl, and it is not public."""
    browser, service = browser_of(cast.author), make_service("Hundehaltung")
    browser.post(add_url(kehl), form(services=[service]))
    report = ReportPage.objects.get(slug="hundesteuer-online")
    assert not report.live
    assert report.owner == cast.author
    draft = report.get_latest_revision_as_object()
    assert draft.municipality == kehl.municipality
    assert (str(draft.cost_once), str(draft.effort_person_days)) == ("1200.50", "12.5")
    assert [link.service for link in draft.service_links.all()] == [service]
    assert sorted(tag.name for tag in draft.tags.all()) == ["Hundesteuer", "Onlineantrag"]

    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    browser.post(edit, form(services=[], **{"action-submit": "1"}))
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 1
    assert browser_of(None).get(report.list_url).status_code == 404


def test_a_draft_may_be_half_finished_a_submission_may_not(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser
) -> None:
    """Saving needs the title only; submitting names what is missing and keeps what was typed."""
    browser = browser_of(cast.author)
    browser.post(add_url(kehl), form(summary="", starting_point=rich_text(""), approach=rich_text("")))
    report = ReportPage.objects.get(slug="hundesteuer-online")
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    response = browser.post(edit, form(summary="", lessons=rich_text("<p>Immer fragen.</p>"), **{"action-submit": "1"}))
    assert response.status_code == 200
    content = response.content.decode()
    assert "Dieses Feld muss ausgefüllt werden." in content
    assert "Immer fragen." in content
    assert not TaskState.objects.exists()


def test_wrong_values_are_named_beside_their_fields(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """An end before the begin, too many tags, a negative cost."""
    browser = browser_of(cast.author)
    bad = form(
        started_on="2024-05-01", ended_on="2024-01-01", cost_once="-5", tags=", ".join(f"Wort{n}" for n in range(13))
    )
    content = browser.post(add_url(kehl), bad).content.decode()
    assert "Das Ende liegt vor dem Beginn (01.05.2024)." in content
    assert "höchstens 12" in content
    assert "größer oder gleich 0" in content
    assert not ReportPage.objects.exists()


@pytest.mark.parametrize("name", ["other", "outsider", "visitor"])
def test_others_cannot_write_in_kehl(kehl: MunicipalityPage, cast: Cast, browser_of: Browser, name: str) -> None:
    """Neither open the form nor send it, nor change a page."""
    user = cast.everybody[name]
    report = make_report(kehl, owner=cast.author, title="Bleibt so")
    browser = browser_of(user)
    assert browser.get(add_url(kehl)).status_code in (302, 403)
    browser.post(add_url(kehl), form(slug="fremd"))
    browser.post(
        reverse("wagtailadmin_pages:edit", args=[report.pk]), form(title="Geändert", **{"action-publish": "1"})
    )
    browser.post(reverse("wagtailadmin_pages:delete", args=[report.pk]))
    assert not ReportPage.objects.filter(slug="fremd").exists()
    report.refresh_from_db()
    assert (report.title, report.live, report.has_unpublished_changes) == ("Bleibt so", True, False)


@pytest.mark.parametrize(
    ("name", "live"), [("author", False), ("trusted", True), ("coordinator", True), ("editor", True)]
)
def test_who_publishes_without_review(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser, name: str, live: bool
) -> None:
    """Trusted authors, coordinators and editors; an author's attempt leaves a draft."""
    browser_of(getattr(cast, name)).post(add_url(kehl), form(**{"action-publish": "1"}))
    assert ReportPage.objects.filter(slug="hundesteuer-online", live=True).exists() == live


def test_reports_stand_in_spaces_only(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """Not below the start page, not below another report."""
    report = make_report(kehl)
    for parent in (report, kehl.get_parent()):
        address = reverse("wagtailadmin_pages:add", args=["reports", "reportpage", parent.pk])
        assert browser_of(cast.administrator).get(address).status_code in (302, 403)


def test_a_moved_report_changes_its_municipality(kehl: MunicipalityPage, lahr: MunicipalityPage, cast: Cast) -> None:
    """Also when an older version is published afterwards."""
    report = make_report(kehl, owner=cast.author)
    old = report.latest_revision
    report.move(lahr, pos="last-child")
    report = ReportPage.objects.get(pk=report.pk)
    assert report.municipality == lahr.municipality
    old.publish(skip_permission_checks=True)
    report.refresh_from_db()
    assert report.municipality == lahr.municipality


def test_history_comparison_and_restore(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """An editor compares two versions and brings the first one back."""
    report = make_report(kehl, title="Alte Fassung")
    first = report.latest_revision
    report.title = "Neue Fassung"
    second = report.save_revision()
    second.publish()
    browser = browser_of(cast.editor)
    assert browser.get(reverse("wagtailadmin_pages:history", args=[report.pk])).status_code == 200
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[report.pk, first.pk, second.pk])
    content = browser.get(compare).content.decode()
    assert "Alte" in content
    assert "Neue" in content
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[report.pk, first.pk])
    assert "Alte Fassung" in browser.get(revert).content.decode()


def test_addresses_are_german_and_never_taken(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    """Two reports of one title, whatever the browser proposes; after publication the address stays."""
    browser = browser_of(cast.trusted)
    for _time in range(2):
        browser.post(add_url(kehl), form(title="Fundfahrräder: Rückgabe", slug="fundfahrrader-ruckgabe"))
    slugs = list(ReportPage.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["fundfahrraeder-rueckgabe", "fundfahrraeder-rueckgabe-2"]
    report = ReportPage.objects.get(slug=slugs[0])
    edit = reverse("wagtailadmin_pages:edit", args=[report.pk])
    browser.post(edit, form(title="Fundräder", slug=report.slug, **{"action-publish": "1"}))
    browser.post(edit, form(title="Neuer Titel", slug="fundraeder", **{"action-publish": "1"}))
    report.refresh_from_db()
    assert (report.title, report.slug) == ("Neuer Titel", "fundraeder")
