"""Sample questions of citizens, dated back."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from exchange.citizens.asking import askable_municipalities
from exchange.citizens.enums import State
from exchange.citizens.models import CitizenQuestion
from exchange.citizens.signals import questions_changed
from exchange.members.models import Membership
from exchange.pages.models import ExchangePage

TEXTS = Path(__file__).parent / "citizens.toml"
ADDRESS = "buergerin@privat.example"


def make_questions() -> int:
    """Make the questions of the file; returns their number. KeyError where a page or its municipality is not there."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))["question"]
    for page_id in {_make_question(text) for text in texts}:
        questions_changed.send(CitizenQuestion, page_id=page_id)
    return len(texts)


def _make_question(text: dict[str, Any]) -> int:
    """Make one question; returns the key of its page."""
    pages = ExchangePage.objects.live().contributions().filter(title=text["page"])
    places = {place.name: (page, place) for page in pages for place in askable_municipalities(page)}
    page, place = places[text["municipality"]]
    asked = _moment(text["asked"], time(19, 12))
    answered = _moment(text["answered"], time(10, 40)) if "answered" in text else None
    state = State.ANSWERED if answered else State.WAITING if text.get("waiting") else State.PUBLISHED
    people = Membership.objects.filter(municipality=place.pk).select_related("user").order_by("pk")
    colleague = people[0].user if people else None
    CitizenQuestion.objects.create(
        page=page,
        municipality=place,
        name=text.get("name", ""),
        show_name="name" in text,
        email="" if answered else ADDRESS,
        text=text["text"],
        state=state,
        asked_at=asked,
        confirmed_at=asked,
        decided_at=None if state == State.WAITING else answered or asked,
        decided_by=None if state == State.WAITING else colleague,
        answer=text.get("answer", "").strip(),
        answered_at=answered,
        answered_by=colleague if answered else None,
    )
    return page.pk


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
