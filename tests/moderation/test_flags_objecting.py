"""Objections: who can object, who decides then, and what is left of it after six months."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.discussions.models import Post
from exchange.members.models import User
from exchange.moderation.flags.effects import possible_actions
from exchange.moderation.flags.enums import Action, Reason, State
from exchange.moderation.flags.models import OBJECTION_PERIOD, Decision, Flag, FlagCase, Objection
from exchange.moderation.flags.services import ObjectionError, SameEditorError, decide, object_to
from exchange.moderation.flags.targets import target_of_page, target_of_post
from exchange.moderation.flags.tokens import objection_url
from exchange.reports.models import ReportPage
from tests.conftest import Cast
from tests.moderation.conftest import VISITOR_MAIL, decided, flagged

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
Committed = Callable[[Callable[[], Any]], dict[str, Any]]


def test_the_link_of_the_mail_leads_to_the_objection(
    page: ReportPage, cast: Cast, second_editor: User, browser_of: Browser, committed: Committed
) -> None:
    """Without signing in; it comes back to the queue and to another editor."""
    flag = flagged(page)
    told = committed(lambda: decided(flag, cast.editor, reason="Alles richtig."))
    found = re.search(r"/melden/widerspruch/\S+", told[VISITOR_MAIL].body)
    assert found is not None
    browser = browser_of(None)
    content = browser.get(found[0]).content.decode()
    assert "Alles richtig." in content
    assert "Bitte sagen Sie, warum" in browser.post(found[0], {"text": " "}).content.decode()
    told = committed(lambda: browser.post(found[0], {"text": "Nein, es ist falsch."}))
    assert set(told) == {second_editor.email}
    assert Objection.objects.get().flag == flag
    assert FlagCase.objects.get().state == State.OBJECTED
    content = browser.get(found[0]).content.decode()
    assert "Ihr Widerspruch ist bei der Redaktion angekommen" in content
    assert "Widerspruch absenden" not in content
    queue = browser_of(second_editor).get(reverse("flag_queue")).content.decode()
    assert page.title in queue
    assert "Widerspruch" in queue


@pytest.mark.parametrize("token", ["x", "WzEsMF0:1abc:falsch", "%00", "a" * 2000, "ä:ö:ü"])
def test_wrong_links_lead_nowhere(site: Any, browser_of: Browser, token: str) -> None:
    assert browser_of(None).get(f"/melden/widerspruch/{token}/").status_code == 404


def test_another_editor_decides_finally(
    page: ReportPage, cast: Cast, second_editor: User, browser_of: Browser, committed: Committed
) -> None:
    flag = flagged(page)
    decision = decided(flag, cast.editor, Action.PAGE_UNPUBLISHED)
    object_to(decision=decision, flag=None, text="Der Bericht war richtig.")
    address = reverse("flag_case", args=[flag.case.pk])
    content = browser_of(cast.editor).get(address).content.decode()
    assert "jemand anderen aus der Redaktion" in content
    assert "Der Bericht war richtig." in content
    with pytest.raises(SameEditorError):
        decide(case=flag.case, actor=cast.editor, action=Action.RESTORED, reason="Doch.")
    assert "Darüber können Sie nicht entscheiden" in (
        browser_of(cast.editor).post(address, {"action": "restored", "reason": "Doch."}).content.decode()
    )
    values = {"action": "restored", "reason": "Stimmt, er war richtig."}
    told = committed(lambda: browser_of(second_editor).post(address, values))
    assert set(told) == {VISITOR_MAIL, cast.author.email}
    content = browser_of(None).get(objection_url(decision, flag)).content.decode()
    assert "Über einen Widerspruch wurde entschieden" in content
    assert "Stimmt, er war richtig." in content
    assert "endgültig" in told[cast.author.email].body
    assert "/melden/widerspruch/" not in told[cast.author.email].body
    page.refresh_from_db()
    assert page.live
    assert browser_of(None).get(page.list_url).status_code == 200
    final = Decision.objects.get(is_final=True)
    assert (final.by, FlagCase.objects.get().state) == (second_editor, State.CLOSED)
    for side in (None, flag):
        for one in (decision, final):
            with pytest.raises(ObjectionError):
                object_to(decision=one, flag=side, text="Noch einmal.")
    assert "nicht mehr möglich" in browser_of(None).get(objection_url(final, flag)).content.decode()


def test_an_administrator_may_decide_twice(page: ReportPage, cast: Cast) -> None:
    flag = flagged(page)
    object_to(decision=decided(flag, cast.administrator), flag=flag, text="Doch falsch.")
    final = decide(case=flag.case, actor=cast.administrator, action=Action.MENDED, reason="Zahl berichtigt.")
    assert final.is_final


def test_what_was_published_comes_back_not_a_later_draft(page: ReportPage, cast: Cast, second_editor: User) -> None:
    flag = flagged(page)
    decision = decided(flag, cast.editor, Action.PAGE_UNPUBLISHED)
    draft = ReportPage.objects.get(pk=page.pk)
    draft.title = "Ein Entwurf"
    draft.save_revision(user=cast.author)
    object_to(decision=decision, flag=None, text="Bitte wieder zeigen.")
    decide(case=flag.case, actor=second_editor, action=Action.RESTORED, reason="Gut.")
    restored = ReportPage.objects.get(pk=page.pk)
    assert (restored.live, restored.title, restored.has_unpublished_changes) == (True, "Wohngeld online", True)


def test_a_removed_post_comes_back(answer: Post, cast: Cast, second_editor: User) -> None:
    flag = flagged(target_of_post(answer))
    decision = decided(flag, cast.editor, Action.POST_REMOVED)
    object_to(decision=decision, flag=None, text="Das war keine Werbung.")
    answer.refresh_from_db()
    assert possible_actions(target_of_post(answer), decision, second_editor) == [Action.AWAY, Action.RESTORED]
    decide(case=flag.case, actor=second_editor, action=Action.RESTORED, reason="Stimmt.")
    answer.refresh_from_db()
    assert not answer.is_removed


def test_each_side_objects_once(page: ReportPage, cast: Cast) -> None:
    """Both before the final decision; somebody else's report does not count."""
    flag, other = flagged(page), flagged(page, reporter=cast.other, mail="")
    decision = decided(flag, cast.editor)
    for side in (flag, other, None):
        object_to(decision=decision, flag=side, text="Ich bin nicht einverstanden.")
        with pytest.raises(ObjectionError):
            object_to(decision=decision, flag=side, text="Noch einmal.")
    assert Objection.objects.count() == 3
    stranger = flagged(page)
    with pytest.raises(ObjectionError):
        object_to(decision=decision, flag=stranger, text="Auch ich.")


def test_after_six_months_it_is_too_late(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    flag = flagged(page)
    decision = decided(flag, cast.editor)
    Decision.objects.update(at=timezone.now() - OBJECTION_PERIOD)
    response = browser_of(None).post(objection_url(decision, flag), {"text": "Mein langer Text."})
    content = response.content.decode()
    assert "nicht mehr möglich" in content
    assert "Mein langer Text." in content
    assert not Objection.objects.exists()


def test_members_object_in_their_own_area(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    """Reporter and author find the decision there; an undecided report only who has sent it; others nothing."""
    flag = flagged(page, reporter=cast.other, mail="")
    areas = {name: browser_of(user).get(reverse("moderation:my_area")) for name, user in cast.members.items()}
    shown = {name for name, answer in areas.items() if "Meldungen und Entscheidungen" in answer.content.decode()}
    assert shown == {"other"}
    decision = decided(flag, cast.editor, reason="Alles richtig.")
    for user, side in ((cast.other, flag), (cast.author, None)):
        content = browser_of(user).get(reverse("moderation:my_area")).content.decode()
        assert "Alles richtig." in content
        assert objection_url(decision, side).split(":")[0] in content
    assert "Alles richtig." not in browser_of(cast.colleague).get(reverse("moderation:my_area")).content.decode()


def _make_old(case: FlagCase) -> None:
    FlagCase.objects.filter(pk=case.pk).update(moved_at=timezone.now() - OBJECTION_PERIOD - timedelta(hours=1))


def test_who_reported_is_deleted_after_six_months(page: ReportPage, answer: Post, cast: Cast, capsys: Any) -> None:
    """Not before, and not while an objection waits; the decision stays, the text only where it named nobody."""
    old = flagged(page, name="Erika Muster")
    object_to(decision=decided(old, cast.editor), flag=old, text="Ich, Erika Muster, widerspreche.")
    decide(case=old.case, actor=cast.administrator, action=Action.REJECTED, reason="Bleibt.")
    personal = flagged(target_of_post(answer), reason=Reason.PERSONAL_DATA, reporter=cast.other, mail="")
    decided(personal, cast.editor, Action.POST_REMOVED)
    fresh, waiting = flagged(page), flagged(target_of_page(answer.thread))
    decided(fresh, cast.editor)
    for flag in (old, personal, waiting):
        _make_old(flag.case)
    for expected in ("2 Meldungen bereinigt.", "0 Meldungen bereinigt."):
        call_command("clean_flags")
        assert expected in capsys.readouterr().out
    for flag in (old, personal):
        flag.refresh_from_db()
        assert (flag.text, flag.name, flag.mail, flag.reporter) == ("", "", "", None)
    assert Objection.objects.get().text == ""
    assert set(Flag.objects.exclude(mail="")) == {fresh, waiting}
    assert "Es lief gut." in Decision.objects.get(case=old.case, is_final=True).snapshot
    kept = Decision.objects.get(case=personal.case)
    assert (kept.action, kept.snapshot, kept.case.snapshot) == (Action.POST_REMOVED, "", "")
