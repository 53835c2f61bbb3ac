"""Mails about reviews: sent by a task once the decision is stored, never inside the request's transaction."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from exchange.moderation.models import ReviewTask
from exchange.moderation.tasks import send_review_mail


def replace_wagtail_mails() -> None:
    """Wagtail's own mails go out inside the request and name workflows; ours take their place."""
    for signal, sender, uid in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=uid)


def _mail_after_commit(kind: str, task_state: TaskState, recipient_ids: list[int]) -> None:
    for recipient_id in recipient_ids:
        transaction.on_commit(partial(send_review_mail.enqueue, kind, task_state.pk, recipient_id))


@receiver(task_submitted, dispatch_uid="tell_reviewers")
def tell_reviewers(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """A page waits: tell everybody who may decide, but not the one who submitted it."""
    task = instance.task.specific
    if not isinstance(task, ReviewTask):
        return
    reviewers = task.reviewers(instance.workflow_state.content_object)
    if user is not None:
        reviewers = reviewers.exclude(pk=user.pk)
    _mail_after_commit("submitted", instance, list(reviewers.values_list("pk", flat=True)))


@receiver([workflow_approved, workflow_rejected], dispatch_uid="tell_author")
def tell_author(signal: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """The decision: tell the one who asked for the review, with the reason or comment."""
    requested_by = instance.requested_by
    if requested_by is None or requested_by == user or instance.current_task_state is None:
        return
    kind = "approved" if signal is workflow_approved else "returned"
    _mail_after_commit(kind, instance.current_task_state, [requested_by.pk])
