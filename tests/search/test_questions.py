"""Pages are found by what citizens ask about them, and by nothing that was not published."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from exchange.citizens.answering import answer_question, publish_question, refuse_question
from exchange.citizens.asking import ask_question, confirm_question
from exchange.pages.models import Visibility
from search.api import SearchRequest, search
from tests.conftest import Cast
from tests.factories import make_report

pytestmark = pytest.mark.django_db


def test_a_page_is_found_by_its_published_questions(cast: Cast) -> None:
    """From the publication on, until the question is taken off or the page is for members only."""
    report = make_report(cast.author.memberships.get().municipality.pages.get(depth=4).specific, title="Wohngeld")

    def finds(word: str, user: object = None) -> bool:
        return any(hit.page_id == report.pk for hit in search(SearchRequest(word), user or AnonymousUser()).hits)

    question = ask_question(
        page=report,
        municipality=report.municipality,
        email="f@privat.example",
        text="Gilt das auch im Schwarzwildgehege?",
    )
    assert not finds("Schwarzwildgehege")
    question = confirm_question(question_id=question.pk)
    assert not finds("Schwarzwildgehege", cast.editor)
    question = publish_question(question=question, actor=cast.editor, version=question.version)
    assert finds("Schwarzwildgehege")
    question = answer_question(
        question=question, actor=cast.author, text="Nur mit Murmeltieren.", version=question.version
    )
    assert finds("Murmeltiere")
    report.visibility = Visibility.MEMBERS
    report.save_revision().publish(skip_permission_checks=True)
    assert not finds("Murmeltiere")
    assert finds("Murmeltiere", cast.other)
    refuse_question(question=question, actor=cast.editor, reason="Zu viele Tiere.", version=question.version)
    assert not finds("Murmeltiere", cast.other)
