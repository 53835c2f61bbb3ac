"""What editors do about reports, who may, and what those concerned are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from exchange.discussions.models import Post
from exchange.members.models import User
from exchange.moderation.flags.effects import possible_actions
from exchange.moderation.flags.enums import Action, Reason, State
from exchange.moderation.flags.models import Decision, Flag, FlagCase
from exchange.moderation.flags.services import ActionError, NotWaitingError, decide
from exchange.moderation.flags.targets import target_of_page, target_of_post
from exchange.reports.models import ReportPage
from exchange.spaces.models import MunicipalityPage
from home.models import HomePage
from tests.conftest import Cast
from tests.factories import make_report
from tests.moderation.conftest import VISITOR_MAIL, decided, flagged

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
Committed = Callable[[Callable[[], Any]], dict[str, Any]]


def test_only_editors_see_and_decide(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    case = flagged(page).case
    addresses = [reverse("flag_queue"), reverse("flag_case", args=[case.pk])]
    for name, user in cast.everybody.items():
        answers = [browser_of(user).get(address) for address in addresses]
        # Who may work in the editor is sent to its start, visitors to the sign-in.
        expected = 200 if name in ("editor", "administrator") else 403 if name == "outsider" else 302
        assert [answer.status_code for answer in answers] == [expected] * 2, name
        if user is not None and expected != 200:
            browser_of(user).post(addresses[1], {"action": "rejected", "reason": "Meins!"})
            with pytest.raises(PermissionDenied):
                decide(case=case, actor=user, action=Action.REJECTED, reason="Meins!")
    assert not Decision.objects.exists()


def test_the_menu_counts_what_waits(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.editor)
    assert "Meldungen (" not in browser.get(reverse("review_queue")).content.decode()
    flag = flagged(page)
    assert "Meldungen (1)" in browser.get(reverse("review_queue")).content.decode()
    assert "/admin/meldungen/" not in browser_of(cast.author).get(reverse("wagtailadmin_home")).content.decode()
    decided(flag, cast.editor)
    assert "Meldungen (" not in browser.get(reverse("review_queue")).content.decode()


def test_several_reports_are_decided_together(
    page: ReportPage, cast: Cast, browser_of: Browser, committed: Committed
) -> None:
    """By the form in the editor; everybody hears of it, and nobody who has reported."""
    first = flagged(page, text="Die Kosten stimmen nicht.", name="Erika Muster")
    flagged(page, reporter=cast.other, mail="", reason=Reason.COPYRIGHT)
    browser, address = browser_of(cast.editor), reverse("flag_case", args=[first.case.pk])
    content = browser.get(address).content.decode()
    for shown in ("Die Kosten stimmen nicht.", "Erika Muster", VISITOR_MAIL, cast.other.email, "Es lief gut."):
        assert shown in content
    values = {"action": "rejected", "reason": 'Die Zahlen sind "belegt" & <richtig>.'}
    told = committed(lambda: browser.post(address, values))
    decision = Decision.objects.get()
    assert (decision.by, decision.action, decision.is_final) == (cast.editor, Action.REJECTED, False)
    assert "Es lief gut." in decision.snapshot
    assert set(told) == {VISITOR_MAIL, cast.other.email, cast.author.email}
    for message in told.values():
        assert values["reason"] in message.body
        assert "Der Beitrag bleibt unverändert stehen." in message.body
        assert "/melden/widerspruch/" in message.body
    to_author = told[cast.author.email].body
    assert "Er ist sachlich falsch" in to_author
    assert "Er verletzt ein Urheberrecht" in to_author
    for hidden in ("Erika", VISITOR_MAIL, cast.other.email, "Die Kosten stimmen nicht."):
        assert hidden not in to_author
    page.refresh_from_db()
    assert page.live
    listed = browser.get(reverse("flag_queue") + "?entschieden").content.decode()
    assert page.title in listed
    assert page.title not in browser.get(reverse("flag_queue")).content.decode()


def test_a_decision_needs_its_reason(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    address = reverse("flag_case", args=[flagged(page).case.pk])
    response = browser_of(cast.editor).post(address, {"action": "page_unpublished", "reason": " "})
    assert "Beide Seiten haben einen Anspruch darauf." in response.content.decode()
    assert response.context["form"]["action"].value() == "page_unpublished"
    content = browser_of(cast.editor).post(address, {"action": "restored", "reason": "Warum nicht"}).content.decode()
    assert "Das geht nicht mehr" in content
    assert "Warum nicht" in content
    assert not Decision.objects.exists()


def test_a_page_is_taken_off_the_site(page: ReportPage, cast: Cast, browser_of: Browser, committed: Committed) -> None:
    """Also out of the pages kept for visitors."""
    visitor = browser_of(None)
    assert visitor.get(page.list_url).status_code == 200
    flag = flagged(page)
    committed(lambda: decided(flag, cast.editor, Action.PAGE_UNPUBLISHED))
    page.refresh_from_db()
    assert not page.live
    assert visitor.get(page.list_url).status_code == 404
    assert possible_actions(target_of_page(page), None, cast.editor) == [Action.AWAY]


def test_a_post_is_removed(answer: Post, cast: Cast, committed: Committed) -> None:
    flag = flagged(target_of_post(answer))
    told = committed(lambda: decided(flag, cast.editor, Action.POST_REMOVED, "Das ist Werbung."))
    answer.refresh_from_db()
    assert answer.is_removed
    assert (answer.removed_by, answer.removal_reason) == (cast.editor, "Nach einer Meldung entfernt.")
    assert Decision.objects.get().snapshot == "Kaufen Sie bei uns!"
    assert "Das ist Werbung." in told[cast.author.email].body


def test_the_start_page_and_lists_stay(site: HomePage, cast: Cast, kehl: MunicipalityPage) -> None:
    for structural in (site, kehl.get_parent()):
        assert Action.PAGE_UNPUBLISHED not in possible_actions(target_of_page(structural), None, cast.editor)
    flag = flagged(site)
    with pytest.raises(ActionError):
        decided(flag, cast.editor, Action.PAGE_UNPUBLISHED)
    assert Action.PAGE_UNPUBLISHED in possible_actions(target_of_page(kehl), None, cast.editor)


def test_coordinators_stand_in_for_pages_without_author(
    kehl: MunicipalityPage, cast: Cast, committed: Committed
) -> None:
    flag = flagged(kehl)
    assert set(committed(lambda: decided(flag, cast.editor))) == {VISITOR_MAIL, cast.coordinator.email}


def test_nobody_decides_about_their_own_contribution(
    kehl: MunicipalityPage, cast: Cast, second_editor: User, browser_of: Browser, committed: Committed
) -> None:
    """Nor learns who has reported it, as long as somebody else can decide."""
    page = make_report(kehl, owner=cast.editor, title="Eigener Bericht")
    told = committed(lambda: flagged(page, name="Erika Muster", text="Mein Geheimnis.", mail=""))
    assert set(told) == {second_editor.email}
    case = FlagCase.objects.get()
    address = reverse("flag_case", args=[case.pk])
    own = browser_of(cast.editor).get(address).content.decode()
    assert "Darüber entscheidet jemand anderes" in own
    assert "Erika" not in own
    assert "Geheimnis" not in own
    browser_of(cast.editor).post(address, {"action": "rejected", "reason": "Alles gut."})
    with pytest.raises(PermissionDenied):
        decide(case=case, actor=cast.editor, action=Action.REJECTED, reason="Alles gut.")
    assert not case.decisions.exists()
    assert "Erika Muster" in browser_of(second_editor).get(address).content.decode()
    User.objects.exclude(pk=cast.editor.pk).update(is_active=False)
    assert "niemand sonst kann entscheiden" in browser_of(cast.editor).get(address).content.decode()
    decide(case=case, actor=cast.editor, action=Action.REJECTED, reason="Sonst ist niemand da.")
    assert case.decisions.count() == 1


def test_two_editors_at_once_decide_once(
    page: ReportPage, cast: Cast, second_editor: User, browser_of: Browser
) -> None:
    flag = flagged(page)
    decided(flag, cast.editor)
    with pytest.raises(NotWaitingError):
        decided(flag, second_editor)
    address = reverse("flag_case", args=[flag.case.pk])
    response = browser_of(second_editor).post(address, {"action": "rejected", "reason": "Auch ich."})
    assert "inzwischen entschieden" in response.content.decode()
    assert Decision.objects.count() == 1


def test_a_report_after_the_decision_opens_another_case(page: ReportPage, cast: Cast, browser_of: Browser) -> None:
    decided(flagged(page), cast.editor, reason="War in Ordnung.")
    again = flagged(page)
    assert FlagCase.objects.count() == 2
    content = browser_of(cast.editor).get(reverse("flag_case", args=[again.case.pk])).content.decode()
    assert "Andere Meldungen desselben Beitrags" in content


def test_what_is_gone_can_be_decided(page: ReportPage, answer: Post, cast: Cast, browser_of: Browser) -> None:
    """Author and thing were deleted for good meanwhile; the case keeps title and text."""
    flags = [flagged(page), flagged(target_of_post(answer))]
    page.delete()
    answer.thread.delete()
    for flag in flags:
        case = FlagCase.objects.get(pk=flag.case.pk)
        assert (case.page, case.post) == (None, None)
        content = browser_of(cast.editor).get(reverse("flag_case", args=[case.pk])).content.decode()
        assert case.snapshot.split("\n")[0] in content
        decide(case=case, actor=cast.editor, action=Action.AWAY, reason="Ist weg.")
    assert FlagCase.objects.filter(state=State.DECIDED).count() == 2


def test_authors_do_not_see_in_the_editor_that_they_were_reported(page: ReportPage, cast: Cast) -> None:
    case = flagged(page).case
    case.save()
    assert not ReferenceIndex.model_is_indexable(FlagCase)
    assert not ReferenceIndex.get_references_to(page).exists()


def test_the_queue_asks_as_often_for_many(kehl: MunicipalityPage, cast: Cast, browser_of: Browser) -> None:
    browser = browser_of(cast.editor)
    counts = []
    for _ in range(2):
        for _ in range(3):
            report = make_report(kehl, owner=cast.author)
            flag = flagged(report)
            flagged(report, reason=Reason.SPAM)
            decided(flag, cast.editor)
            flagged(report, reporter=cast.other, mail="")
        queries = []
        for address in (reverse("flag_queue"), reverse("flag_queue") + "?entschieden"):
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            queries.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            assert browser_of(cast.author).get(reverse("moderation:my_area")).status_code == 200
        counts.append([*queries, len(captured)])
    assert counts[0] == counts[1]


def test_the_database_keeps_the_rules(page: ReportPage, answer: Post, cast: Cast) -> None:
    flag = flagged(page)
    wrong: list[Callable[[], Any]] = [
        lambda: FlagCase.objects.create(page_id=page.pk, title="x", url="/"),
        lambda: FlagCase.objects.create(page_id=page.pk, post=answer, title="x", url="/"),
        lambda: FlagCase.objects.create(title="x", url="/", state="lost"),
        lambda: Flag.objects.create(case=flag.case, reason="mood"),
        lambda: Flag.objects.create(case=flag.case, reason="spam", reporter=cast.other, mail="a@b.example"),
        lambda: Decision.objects.create(case=flag.case, by=cast.editor, action="rejected", reason=""),
        lambda: Decision.objects.create(case=flag.case, by=cast.editor, action="burnt", reason="x"),
    ]
    for create in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            create()
