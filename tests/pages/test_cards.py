"""Cards are kept by what they show; icons by their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from exchange.members.models import User
from exchange.pages.cards import PASSAGE, Card, read_cards, render_card
from exchange.pages.models import ExchangePage, Tag, Visibility
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from tests.conftest import Cast
from tests.factories import days_ago, make_report

Browser = Callable[[User | None], Client]
CARD = Card(title="Wohngeld", url="/kommunen/kehl/wohngeld/", kind="report", kind_label="Erfahrungsbericht")


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"title": "Anderes"}, "Anderes"),
        ({"url": "/kommunen/lahr/wohngeld/"}, "/kommunen/lahr/"),
        ({"summary": "Kurz gesagt."}, "Kurz gesagt."),
        ({"status": "abandoned"}, "badge--danger"),
        ({"municipality": "Lahr"}, "Lahr"),
        ({"published_on": date(2026, 3, 1)}, "1. März 2026"),
        ({"tags": (("Bürgerbüro", "buergerbuero"),)}, "/schlagworte/buergerbuero/"),
        ({"is_members_only": True}, "Nur für Mitglieder"),
        ({"is_overdue": True}, "veraltet"),
        ({"has_passage": True}, PASSAGE),
    ],
)
def test_whatever_changes_makes_another_card(change: dict[str, Any], shown: str) -> None:
    """Each part shows, and only in the card that has it."""
    assert shown in render_card(replace(CARD, **change))
    assert shown not in render_card(CARD)


def test_a_card_escapes_its_texts() -> None:
    """Whatever stands in them is text, also what looks like the place of a passage."""
    html = render_card(replace(CARD, title="<b>fett</b>", summary="<passage>", tags=(("<i>", "i"),)))
    assert "<b>" not in html
    assert "<i>" not in html
    assert PASSAGE not in html


def test_the_heading_fits_its_place() -> None:
    """h3 below a heading of the list, h2 where the list has none."""
    assert "<h3" in render_card(CARD)
    assert "<h2" in render_card(CARD, "h2")


def test_icons_have_their_name_and_class() -> None:
    """As the component makes them."""
    template = Template("{% load exchange_tags %}{% icon 'menu' 'icon-when-closed' %}{% icon 'menu' %}")
    html = template.render(Context())
    assert html.count("icons.svg#menu") == 2
    assert html.count("icon-when-closed") == 1


@pytest.mark.django_db
def test_a_day_and_a_renamed_tag_change_the_card(
    kehl: MunicipalityPage, cast: Cast, browser_of: Browser, monkeypatch: Any
) -> None:
    """What is not part of the page itself shows as well."""
    make_report(kehl, title="Wohngeld", tags=["Alt"], review_due=days_ago(0), visibility=Visibility.MEMBERS)
    browser = browser_of(cast.other)
    assert "veraltet" not in browser.get("/berichte/").content.decode()
    tag = Tag.objects.get(name="Alt")
    tag.name = "Umbenannt"
    tag.save()
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2999, 1, 1))
    content = browser.get("/berichte/").content.decode()
    assert "veraltet" in content
    assert "Umbenannt" in content
    assert "Wohngeld" not in browser_of(None).get("/berichte/").content.decode()


@pytest.mark.django_db
def test_a_list_reads_its_cards_in_two_queries(
    kehl: MunicipalityPage, cast: Cast, django_assert_num_queries: Any
) -> None:
    """However many; over all types of pages the same as over one, and the same as the page itself says."""
    for number in range(3):
        report = make_report(kehl, title=f"Bericht {number}", tags=["Zwei", "Eins"], review_due=days_ago(number))
    ContentType.objects.get_for_model(ReportPage)
    with django_assert_num_queries(2):
        cards = read_cards(ReportPage.objects.newest_first())
    assert cards == read_cards(ExchangePage.objects.contributions().newest_first())
    assert [card.title for card in cards] == ["Bericht 2", "Bericht 1", "Bericht 0"]
    card = cards[0]
    assert [name for name, _slug in card.tags] == ["Eins", "Zwei"]
    for name in ("title", "kind", "kind_label", "summary", "status", "published_on", "is_overdue", "is_members_only"):
        assert getattr(card, name) == getattr(report, name), name
    assert (card.url, card.municipality) == (report.list_url, "Kehl")
