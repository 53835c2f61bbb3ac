"""What senders of mails are told, by a mail that no machine answers."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from datetime import timedelta
from email.message import Message
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import timezone

from exchange.discussions.models import Post, ThreadPage
from exchange.notifications.incoming.decoding import header
from exchange.notifications.incoming.enums import Refusal
from exchange.notifications.models import RefusalMail

PAUSE = timedelta(days=1)  # between two refusals to one address
_MESSAGE_ID = re.compile(r"<[\x21-\x3b=\x3f-\x7e]{3,200}>")

logger = logging.getLogger(__name__)


def tell_of_refusal(
    message: Message, reason: Refusal, *, sender: str, is_known: bool, thread: ThreadPage | None
) -> None:
    """Tell the sender why the mail was not posted, at most once a day.

    Only who has a genuine address of ours or an account (``is_known``): From may be forged, and others must not get
    mails because of that. ``thread`` is named, so it must be one that the sender may read.
    """
    if reason.is_silent or not is_known or not _is_address(sender) or not _is_due(sender):
        return
    context = {
        "reason": reason.label,
        "thread": thread,
        "page_url": settings.WAGTAILADMIN_BASE_URL + thread.list_url
        if thread
        else settings.WAGTAILADMIN_BASE_URL + "/",
    }
    _send("refused", context, sender, message)


def tell_of_left_out(message: Message, post: Post, left_out: Sequence[str]) -> None:
    """Tell the author which files were left out of a post, and why."""
    if post.author is None:
        return
    url = settings.WAGTAILADMIN_BASE_URL + post.get_absolute_url()
    _send("left_out", {"files": left_out, "page_url": url}, post.author.email, message)


def clean_refusals() -> None:
    """Forget whom nothing keeps from being told again."""
    RefusalMail.objects.filter(sent_at__lt=timezone.now() - PAUSE).delete()


def _is_due(address: str) -> bool:
    """Note that the address is told now; False where it was within the last day, by another process too."""
    digest = hashlib.sha256(address.lower().encode("utf-8", "replace")).hexdigest()
    now = timezone.now()
    if RefusalMail.objects.filter(digest=digest, sent_at__lte=now - PAUSE).update(sent_at=now):
        return True
    return RefusalMail.objects.get_or_create(digest=digest, defaults={"sent_at": now})[1]


def _send(name: str, context: dict[str, Any], address: str, answered: Message) -> None:
    subject = " ".join(render_to_string(f"notifications/incoming/{name}_subject.txt", context).split())
    # RFC 3834 (3.1.7) and Exchange's own mark.
    fields = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    match = _MESSAGE_ID.fullmatch(header(answered, "Message-ID"))
    if match:
        fields |= {"In-Reply-To": match.group(), "References": match.group()}
    body = render_to_string(f"notifications/incoming/{name}.txt", context)
    try:
        EmailMessage(subject, body, None, [address], headers=fields).send()
    except (SMTPException, OSError):
        # The mail has been dealt with all the same; trying again would deal with it again.
        logger.exception("an answer to a mail could not be sent")


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
