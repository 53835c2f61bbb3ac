"""Where contributions stand: for their authors, and for those who review them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from exchange.discussions.models import ThreadPage
from exchange.members.models import User
from exchange.pages.models import ExchangePage

PUBLISHED_PER_PAGE = 30


class Stage(TextChoices):
    """Where a contribution stands, as its author sees it."""

    RETURNED = "returned", _("Returned to you")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    CHANGED = "changed", _("Published, with changes not yet submitted")
    PUBLISHED = "published", _("Published")


@dataclass(frozen=True)
class Contribution:
    """A page with its stage and the reviewer's last word."""

    page: ExchangePage
    stage: Stage
    reason: str
    reviewer: User | None
    decided_at: datetime | None
    waiting_since: datetime | None


@dataclass(frozen=True)
class Written:
    """What a person has written: everything that is not finished, and one page of what is published."""

    entries: list[Contribution]
    page_obj: Page[ExchangePage]

    @property
    def returned(self) -> list[Contribution]:
        """What a reviewer has sent back."""
        return [entry for entry in self.entries if entry.stage == Stage.RETURNED]

    @property
    def others(self) -> list[Contribution]:
        """All else."""
        return [entry for entry in self.entries if entry.stage != Stage.RETURNED]

    @property
    def number(self) -> int:
        """How many the others are, those on other pages included."""
        return len(self.others) + self.page_obj.paginator.count - len(self.page_obj)


@dataclass(frozen=True)
class Waiting:
    """A page that waits for a review."""

    page: ExchangePage
    state: TaskState
    author: User | None
    since: datetime

    @property
    def age(self) -> timedelta:
        """How long it has been waiting."""
        return timezone.now() - self.since

    @property
    def is_late(self) -> bool:
        """Whether it has waited for more than a week."""
        return self.age > timedelta(days=7)


def contributions_of(user: User, number: str | None = None) -> Written:
    """What a person has written, what needs them first; a fixed number of queries. The forum has a list of its own.

    Everything that is not finished, and what is published by pages, of which this is the ``number``.
    """
    pages = (
        ExchangePage.objects.contributions()
        .not_type(ThreadPage)
        .filter(owner=user)
        .select_related("municipality", "content_type")
        .order_by("-latest_revision_created_at", "-pk")
    )
    finished = Q(live=True, has_unpublished_changes=False)
    page_obj = Paginator(pages.filter(finished), PUBLISHED_PER_PAGE).get_page(number)
    listed = [*pages.exclude(finished), *page_obj]
    latest = _latest_states(listed)
    stages = list(Stage)
    contributions = [_contribution(page, latest.get(page.pk)) for page in listed]
    contributions.sort(key=lambda contribution: stages.index(contribution.stage))
    return Written(contributions, page_obj)


def contribution_of(page: ExchangePage) -> Contribution:
    """Where one page stands."""
    return _contribution(page, _latest_states([page]).get(page.pk))


def _latest_states(pages: Iterable[ExchangePage]) -> dict[int, TaskState]:
    states = (
        TaskState.objects.filter(
            workflow_state__base_content_type=ContentType.objects.get_for_model(ExchangePage),
            workflow_state__object_id__in=[str(page.pk) for page in pages],
        )
        .select_related("workflow_state", "finished_by")
        .order_by("pk")
    )
    return {int(state.workflow_state.object_id): state for state in states}


def _contribution(page: ExchangePage, state: TaskState | None) -> Contribution:
    status = state.workflow_state.status if state else None
    if status == WorkflowState.STATUS_IN_PROGRESS:
        stage = Stage.IN_REVIEW
    elif status == WorkflowState.STATUS_NEEDS_CHANGES:
        stage = Stage.RETURNED
    elif not page.live:
        stage = Stage.DRAFT
    elif page.has_unpublished_changes:
        stage = Stage.CHANGED
    else:
        stage = Stage.PUBLISHED
    told = state is not None and state.status in (TaskState.STATUS_REJECTED, TaskState.STATUS_APPROVED)
    return Contribution(
        page=page,
        stage=stage,
        reason=state.comment if state and told else "",
        reviewer=state.finished_by if state and told else None,
        decided_at=state.finished_at if state and told else None,
        waiting_since=state.started_at if state and stage == Stage.IN_REVIEW else None,
    )


def waiting_for(user: User) -> list[Waiting]:
    """What waits for this person's review, the longest waiting first; a fixed number of queries."""
    state_ids: set[int] = set()
    for task in Task.objects.filter(active=True).specific():
        state_ids.update(task.get_task_states_user_can_moderate(user).values_list("pk", flat=True))
    states = list(
        TaskState.objects.filter(pk__in=state_ids)
        .select_related("workflow_state__requested_by", "revision")
        .order_by("started_at", "pk")
    )
    pages = ExchangePage.objects.select_related("municipality", "content_type", "owner").in_bulk(
        [int(state.workflow_state.object_id) for state in states]
    )
    return [
        Waiting(page=page, state=state, author=state.workflow_state.requested_by, since=state.started_at)
        for state in states
        if (page := pages.get(int(state.workflow_state.object_id))) is not None
    ]


def may_review_anything(user: Any) -> bool:
    """Whether to offer this person the queue at all."""
    return bool(user.is_editor) or any(membership.role == "coordinator" for membership in user.active_memberships)
