"""„Ansprechperson fragen“: a member's question reaches the contact of a municipality by mail."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from exchange.members.models import User
from exchange.solutions.models import Adoption, Inquiry

MAX_A_DAY = 10  # questions of one person


class TooManyError(Exception):
    """The person has asked as often as one may in a day."""


@transaction.atomic
def ask_contact(*, adoption: Adoption, sender: User, text: str) -> None:
    """Send the text to the contact of an adoption; the answer goes to the sender.

    Only members may (PermissionDenied); TooManyError after ten questions within 24 hours.
    """
    if not sender.is_member:
        raise PermissionDenied
    # The lock makes two requests at the same time count each other.
    User.objects.select_for_update().get(pk=sender.pk)
    since = timezone.now() - timedelta(days=1)
    Inquiry.objects.filter(at__lte=since).delete()
    if Inquiry.objects.filter(sender=sender).count() >= MAX_A_DAY:
        raise TooManyError
    Inquiry.objects.create(adoption=adoption, sender=sender)
    transaction.on_commit(lambda: send_question.enqueue(adoption.pk, sender.pk, text))


@task()
def send_question(adoption_id: int, sender_id: int, text: str) -> None:
    """Send the mail; does nothing when adoption or account are gone meanwhile."""
    adoption = Adoption.objects.declared().select_related("municipality", "solution").filter(pk=adoption_id).first()
    sender = User.objects.filter(pk=sender_id, is_active=True).first()
    if adoption is None or sender is None:
        return
    membership = sender.memberships.select_related("municipality").order_by("since", "pk").first()
    context = {
        "adoption": adoption,
        "sender": sender,
        "from_municipality": membership.municipality if membership else None,
        "text": text,
        "page_url": settings.WAGTAILADMIN_BASE_URL + adoption.solution.list_url,
    }
    subject = " ".join(render_to_string("solutions/mail/question_subject.txt", context).split())
    body = render_to_string("solutions/mail/question.txt", context)
    EmailMessage(subject, body, None, [adoption.contact_mail], reply_to=[sender.email]).send()
