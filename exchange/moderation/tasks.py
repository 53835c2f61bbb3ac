"""Background work of reviews."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task
from wagtail.models import TaskState
from wagtail.users.models import UserProfile

from exchange.members.models import User

# Which switch of a person's notification settings stands for which mail.
_SWITCHES = {
    "submitted": "submitted_notifications",
    "approved": "approved_notifications",
    "returned": "rejected_notifications",
}


@task()
def send_review_mail(kind: str, task_state_id: int, recipient_id: int) -> None:
    """Send one mail about a review: ``submitted``, ``approved`` or ``returned``.

    Does nothing when the page or account is gone meanwhile, or the person has switched these mails off.
    """
    state = TaskState.objects.select_related("workflow_state").filter(pk=task_state_id).first()
    recipient = User.objects.filter(pk=recipient_id, is_active=True).first()
    page = state.workflow_state.content_object if state else None
    if state is None or page is None or recipient is None:
        return
    if not getattr(UserProfile.get_for_user(recipient), _SWITCHES[kind]):
        return
    base = settings.WAGTAILADMIN_BASE_URL
    context = {
        "recipient": recipient,
        "page": page,
        "municipality": page.municipality,
        "author": state.workflow_state.requested_by,
        "reviewer": state.finished_by,
        "comment": state.comment,
        "edit_url": base + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "area_url": base + reverse("moderation:my_area"),
        "page_url": base + page.list_url,
        "settings_url": base + reverse("wagtailadmin_account"),
    }
    subject = " ".join(render_to_string(f"moderation/mail/{kind}_subject.txt", context).split())
    send_mail(subject, render_to_string(f"moderation/mail/{kind}.txt", context), None, [recipient.email])
