"""The step of the workflow in which colleagues review a page; reports of contributions stand in flags/models.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from exchange.members.models import User
from exchange.members.roles import EDITORS_GROUP, Role
from exchange.moderation.flags.models import Decision, Flag, FlagCase, Objection
from exchange.moderation.forms import ApprovalForm, ReturnForm
from exchange.pages.models import ExchangePage

__all__ = ["Decision", "Flag", "FlagCase", "Objection", "ReviewTask"]


class ReviewTask(Task):
    """Review by the coordinators of the page's municipality or by the county's editors, whoever comes first."""

    class Meta:
        verbose_name = _("Review by coordinators and editors")
        verbose_name_plural = _("Reviews by coordinators and editors")

    @classmethod
    def get_description(cls) -> str:
        """What the step means, for the administration of workflows."""
        return str(_("The coordinators of the municipality or the county's editors approve the page or return it."))

    @staticmethod
    def may_review(page: Any, user: Any) -> bool:
        """Whether this person may decide on this page."""
        municipality_id = getattr(page, "municipality_id", None)
        return user.is_editor or (municipality_id is not None and user.has_role(municipality_id, Role.COORDINATOR))

    def reviewers(self, page: ExchangePage) -> QuerySet[User]:
        """Everybody who is told of a page that waits."""
        return User.objects.filter(
            Q(groups__name=EDITORS_GROUP)
            | Q(memberships__municipality=page.municipality_id, memberships__role=Role.COORDINATOR),
            is_active=True,
        ).distinct()

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Reviewers may open the page."""
        return self.may_review(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While it waits only reviewers may change it; the author can withdraw it and go on writing."""
        return not self.may_review(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Reviewers may lock the page."""
        return self.may_review(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What a reviewer can do; returning a page always asks for the reason."""
        if not self.may_review(obj, user):
            return []
        return [
            ("reject", _("Return with a reason"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        """The form behind an action: a return needs its reason, an approval may have a comment."""
        return ReturnForm if action == "reject" else ApprovalForm

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this person."""
        waiting: QuerySet[TaskState] = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_editor:
            return waiting
        municipality_ids = [m.municipality_id for m in user.active_memberships if m.role == Role.COORDINATOR]
        if not municipality_ids:
            return waiting.none()
        pages = ExchangePage.objects.filter(municipality__in=municipality_ids).order_by()
        return waiting.filter(workflow_state__object_id__in=pages.values(key=Cast("pk", output_field=CharField())))
