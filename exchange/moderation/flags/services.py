"""Reporting, deciding, objecting."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from exchange import page_cache
from exchange.members.models import User
from exchange.members.roles import EDITORS_GROUP, Role
from exchange.moderation.flags import tasks
from exchange.moderation.flags.effects import carry_out, possible_actions
from exchange.moderation.flags.enums import WAITING, Action, Reason, State
from exchange.moderation.flags.models import Decision, Flag, FlagCase, Objection
from exchange.moderation.flags.targets import Target, target_of


class NotWaitingError(Exception):
    """Somebody else has decided meanwhile."""


class SameEditorError(PermissionDenied):
    """An objection is decided by somebody else than the first decision."""


class ActionError(Exception):
    """This cannot be done with the thing as it is now."""


class ObjectionError(Exception):
    """It is too late, or this side has objected already."""


@transaction.atomic
def report(
    *, target: Target, reason: Reason, text: str, reporter: User | None = None, name: str = "", mail: str = ""
) -> Flag:
    """Keep a report of something that whoever reports it can read (PermissionDenied otherwise).

    The sender gets a mail where there is an address, the editors one for each new case.
    """
    if not target.is_visible_to(reporter):
        raise PermissionDenied
    case, is_new = _open_case(target)
    flag = Flag.objects.create(
        case=case,
        reason=reason,
        text=text,
        reporter=reporter,
        name="" if reporter else name,
        mail="" if reporter else mail,
    )
    if flag.address:
        transaction.on_commit(partial(tasks.send_receipt.enqueue, flag.pk))
    if is_new:
        _tell_editors(case)
    return flag


def _open_case(target: Target) -> tuple[FlagCase, bool]:
    """The open case about this, locked, and whether it is new."""
    values = {"title": target.title, "url": target.url, "author": target.author, "snapshot": target.text}
    while True:
        case, is_new = FlagCase.objects.get_or_create(
            page=target.page, post=target.post, state=State.OPEN, defaults=values
        )
        # An editor may have decided between the two queries; then the report opens another case.
        locked = FlagCase.objects.select_for_update(of=("self",)).filter(pk=case.pk, state=State.OPEN).first()
        if locked is not None:
            return locked, is_new


def _tell_editors(case: FlagCase, but: User | None = None) -> None:
    editors = User.objects.filter(groups__name=EDITORS_GROUP, is_active=True)
    if but is not None:
        editors = editors.exclude(pk=but.pk)
    keys = list(editors.order_by("pk").values_list("pk", flat=True))
    for key in [each for each in keys if each != case.author_id] or keys:
        transaction.on_commit(partial(tasks.send_waiting.enqueue, case.pk, key))


@transaction.atomic
def decide(*, case: FlagCase, actor: User, action: Action, reason: str) -> Decision:
    """Decide about all reports of a thing, or finally about objections; what was decided is done at once.

    Only editors may (PermissionDenied), nobody about what they have written themselves, and about an objection only
    another one than before, or an administrator (SameEditorError). NotWaitingError where it has been decided meanwhile,
    ActionError where it cannot be done.
    """
    if not actor.is_editor:
        raise PermissionDenied
    locked = FlagCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.state not in WAITING:
        raise NotWaitingError
    first = first_decision(locked)
    if not may_decide(locked, first, actor):
        raise SameEditorError
    target = target_of(locked)
    if action not in possible_actions(target, first, actor):
        raise ActionError
    judged = target.text
    revision = carry_out(action, target, first, actor)
    decision = Decision.objects.create(
        case=locked,
        by=actor,
        action=action,
        reason=reason,
        is_final=first is not None,
        snapshot=judged,
        revision=revision,
    )
    _move(locked, State.CLOSED if decision.is_final else State.DECIDED)
    _tell_those_concerned(decision, target)
    page_cache.forget_all()
    return decision


def first_decision(case: FlagCase) -> Decision | None:
    """The decision to which somebody may object."""
    return case.decisions.filter(is_final=False).select_related("revision", "by").first()


def may_decide(case: FlagCase, first: Decision | None, actor: User) -> bool:
    """Whether this editor may decide.

    About objections only somebody else than before, or an administrator; about their own contributions nobody, as long
    as there is anybody else who may.
    """
    if case.author_id == actor.pk and others_decide(case, first, actor):
        return False
    return not case.is_objection or first is None or first.by_id != actor.pk or actor.is_superuser


def others_decide(case: FlagCase, first: Decision | None, actor: User) -> bool:
    """Whether somebody else than this editor may decide about a case."""
    editors = Q(groups__name=EDITORS_GROUP)
    if case.is_objection and first is not None:
        editors &= ~Q(pk=first.by_id)
    return User.objects.filter(editors | Q(is_superuser=True), is_active=True).exclude(pk=actor.pk).exists()


def _move(case: FlagCase, state: State) -> None:
    case.state = state
    case.moved_at = timezone.now()
    case.save(update_fields=["state", "moved_at"])


def _tell_those_concerned(decision: Decision, target: Target) -> None:
    for flag in decision.case.flags.select_related("reporter"):
        if flag.address:
            transaction.on_commit(partial(tasks.tell_reporter.enqueue, decision.pk, flag.pk))
    for key in people_concerned(decision.case, target).values_list("pk", flat=True):
        transaction.on_commit(partial(tasks.tell_author.enqueue, decision.pk, key))


def people_concerned(case: FlagCase, target: Target) -> QuerySet[User]:
    """The author, or where there is none the coordinators of the page's municipality."""
    active = User.objects.filter(is_active=True).order_by("pk")
    if case.author is not None and case.author.is_active:
        return active.filter(pk=case.author.pk)
    if target.municipality_id is None:
        return active.none()
    return active.filter(
        memberships__municipality=target.municipality_id, memberships__role=Role.COORDINATOR
    ).distinct()


@transaction.atomic
def object_to(*, decision: Decision, flag: Flag | None, text: str) -> Objection:
    """Bring a case back to the editors: for the sender of a report, or for the author's side where ``flag`` is None.

    Who may is decided by who holds the link. ObjectionError where it is too late, or this side has objected before.
    """
    case = FlagCase.objects.select_for_update(of=("self",)).get(pk=decision.case_id)
    # Read after the lock, so that a second click finds the objection of the first.
    current = Decision.objects.select_related("by").get(pk=decision.pk)
    if (flag is not None and flag.case_id != case.pk) or not may_object(current, flag, case):
        raise ObjectionError
    objection = Objection.objects.create(decision=current, flag=flag, text=text)
    if case.state == State.DECIDED:
        _move(case, State.OBJECTED)
        _tell_editors(case, but=current.by)
    return objection


def may_object(decision: Decision, flag: Flag | None, case: FlagCase) -> bool:
    """Whether this side can still object: once, within six months, and not to a final decision."""
    if decision.is_final or case.state not in (State.DECIDED, State.OBJECTED):
        return False
    return timezone.now() < decision.objections_until and not has_objected(decision, flag)


def has_objected(decision: Decision, flag: Flag | None) -> bool:
    """Whether this side has objected already; out of the prefetched objections where they are there."""
    side = flag.pk if flag is not None else None
    return any(objection.flag_id == side for objection in decision.objections.all())
