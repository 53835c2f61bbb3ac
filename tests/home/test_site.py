"""Setting up, samples, and what machines look for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Site, WorkflowState

from exchange.members.models import User
from exchange.ozg.models import Service
from exchange.pages.models import ExchangePage, Tag, Visibility
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import Adoption, SolutionPage
from exchange.spaces.models import MunicipalityPage
from home.context_processors import main_navigation
from home.demo.contributions import read_texts
from home.demo.people import ACCOUNTS
from home.management.commands.load_demo import PASSWORD
from home.models import ExchangeSettings, HomePage
from home.setup import ensure_site
from tests.factories import make_report

Browser = Callable[[User | None], Client]


@pytest.mark.django_db
def test_setting_up_twice_changes_nothing(site: HomePage) -> None:
    """What editors changed meanwhile stays: titles, texts, deleted rights."""
    site.title = "Unser Austausch"
    site.save_revision().publish()
    settings = ExchangeSettings.objects.get()
    settings.operator = "Landratsamt"
    settings.save()
    pages = ExchangePage.objects.count()
    ensure_site()
    assert ExchangePage.objects.count() == pages
    assert HomePage.objects.get().title == "Unser Austausch"
    assert ExchangeSettings.objects.get().operator == "Landratsamt"
    assert Site.objects.get().root_page.specific == site


@pytest.mark.skipif(
    bool(os.environ.get("TEST_DATABASE_URL")), reason="Takes PostgreSQL a minute; the run on SQLite has it."
)
@pytest.mark.django_db
def test_samples(capsys: Any) -> None:
    """The whole demo: as much as promised, in every state and in the index, and a second run changes nothing."""
    call_command("check_search_index", mend=True)
    call_command("load_demo")
    call_command("check_search_index")
    out = capsys.readouterr().out
    for account in ACCOUNTS:
        assert account.email in out
    reports = ReportPage.objects.all()
    assert reports.count() == len(list(read_texts())) >= 60
    assert reports.live().count() >= 55
    assert reports.values("municipality").distinct().count() >= 25
    assert Service.objects.filter(page_links__isnull=False).distinct().count() >= 40
    assert Tag.objects.filter(tagged_pages__isnull=False).distinct().count() >= 80
    assert reports.filter(visibility=Visibility.MEMBERS).exists()
    assert SolutionPage.objects.live().count() >= 40
    assert Adoption.objects.values("municipality").distinct().count() >= 48
    assert set(Adoption.objects.values_list("state", flat=True)) == set(AdoptionState.values)
    assert reports.filter(software__solution__isnull=False).exists()
    assert reports.live().overdue().exists()
    assert {state.status for state in WorkflowState.objects.all()} == {"in_progress", "needs_changes"}
    assert set(reports.values_list("status", flat=True)) == {"planned", "pilot", "live", "abandoned"}

    written_by_hand = reports.live().first()
    assert written_by_hand is not None
    written_by_hand.title = "Von Hand geändert"
    written_by_hand.save_revision().publish()
    ReportPage.objects.live().last().delete()
    left = ReportPage.objects.count()
    call_command("load_demo")
    assert ReportPage.objects.count() == left
    assert ReportPage.objects.filter(title="Von Hand geändert").exists()


@pytest.mark.django_db
def test_samples_never_reach_a_real_site(settings: Any, capsys: Any) -> None:
    """Neither in production nor among real accounts, where the start goes on and names no sample accounts."""
    settings.SAMPLES_ALLOWED = False
    with pytest.raises(CommandError, match="Betrieb"):
        call_command("load_demo")
    settings.SAMPLES_ALLOWED = True
    User.objects.create_user("echt@kehl.example", first_name="Echt", last_name="Person")
    call_command("load_demo")
    out = capsys.readouterr().out
    assert "leere Website" in out
    assert PASSWORD not in out
    assert User.objects.count() == 1
    assert not ReportPage.objects.exists()


@pytest.mark.django_db
def test_start_page_counts(kehl: MunicipalityPage, lahr: MunicipalityPage, browser_of: Browser) -> None:
    """Numbers are counted, of what the visitor may see."""
    make_report(kehl, tags=["Eins", "Zwei"])
    make_report(kehl, visibility=Visibility.MEMBERS, tags=["Drei"])
    numbers = browser_of(None).get("/").context["numbers"]
    assert (numbers["reports"], numbers["municipalities"], numbers["tags"]) == (1, 2, 2)


@pytest.mark.django_db
def test_addresses_for_machines(kehl: MunicipalityPage, browser_of: Browser) -> None:
    """robots.txt, the sitemap, the description of the search, security.txt."""
    report = make_report(kehl)
    browser = browser_of(None)
    assert "Sitemap: http://testserver/sitemap.xml" in browser.get("/robots.txt").content.decode()
    assert report.list_url in browser.get("/sitemap.xml").content.decode()
    assert "{searchTerms}" in browser.get("/opensearch.xml").content.decode()
    assert browser.get("/.well-known/security.txt").status_code == 404
    settings = ExchangeSettings.objects.get()
    settings.security_mail = "sicherheit@kreis.example"
    settings.save()
    assert "Contact: mailto:sicherheit@kreis.example" in browser.get("/.well-known/security.txt").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["impressum", "datenschutz", "barrierefreiheit"])
def test_legal_pages(site: HomePage, browser_of: Browser, name: str) -> None:
    """They exist from the first start and are linked on every page."""
    browser = browser_of(None)
    assert browser.get(f"/{name}/").status_code == 200
    assert f'href="/{name}/"' in browser.get("/berichte/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/%00/",
        "/kommunen/%ff%fe/",
        "/" + "a" * 3000 + "/",
        "/kommunen/../../etc/passwd",
        "/?x=%00",
        "/berichte/?status=%00",
    ],
)
def test_strange_addresses_are_no_error(site: HomePage, browser_of: Browser, address: str) -> None:
    """Any address is answered, never with a 500."""
    assert browser_of(None).get(address).status_code in (200, 301, 302, 400, 404)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/berichte/", "/berichte/"),
        ("/kommunen/kehl/", "/kommunen/"),
        ("/leistungen/wohngeld/", "/leistungen/"),
        ("/leistungen/abdeckung/", "/leistungen/"),
        ("/themen/bauen-wohnen/", "/leistungen/"),
        ("/impressum/", None),
    ],
)
def test_the_navigation_tells_where_one_is(path: str, current: str | None) -> None:
    """A topic field belongs to the services."""
    assert [entry.url for entry in main_navigation(path) if entry.current] == ([current] if current else [])
