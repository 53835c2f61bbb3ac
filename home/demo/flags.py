"""Sample reports of contributions: one waits for the editors, one was decided."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from exchange.members.models import User
from exchange.moderation.flags.enums import Action, Reason
from exchange.moderation.flags.services import decide, report
from exchange.moderation.flags.targets import target_of_page
from exchange.reports.models import ReportPage


def make_flags(editor: User, member: User) -> None:
    """A visitor's report about the first public page, and a member's about the second."""
    first, second = ReportPage.objects.visible_to(AnonymousUser()).order_by("pk")[:2]
    report(
        target=target_of_page(first),
        reason=Reason.WRONG,
        text="Die Gebühr im Bericht ist die alte. Seit Januar steht eine andere in der Satzung.",
        name="Beate Beispiel",
        mail="beate@beispiel.example",
    )
    flag = report(
        target=target_of_page(second),
        reason=Reason.PERSONAL_DATA,
        text="Unter „Vorgehen“ wird eine Kollegin so beschrieben, dass man sie erkennt.",
        reporter=member,
    )
    decide(
        case=flag.case,
        actor=editor,
        action=Action.REJECTED,
        reason="Der Bericht nennt ein Amt und keine Person. Die Kommune hat uns das bestätigt.",
    )
