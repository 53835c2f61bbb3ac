"""Setting up the review."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from exchange.moderation.models import ReviewTask
from exchange.pages.models import ExchangePage

# Wagtail puts both names into sentences of the editor: „In Prüfung einreichen“.
WORKFLOW_NAME = "Prüfung"
TASK_NAME = "Prüfung"


@transaction.atomic
def ensure_review_workflow(root: ExchangePage) -> Workflow:
    """The one workflow, on the root of the site; made when missing, otherwise left as editors have set it."""
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    task = ReviewTask.objects.filter(name=TASK_NAME).first() or ReviewTask.objects.create(name=TASK_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    return workflow
