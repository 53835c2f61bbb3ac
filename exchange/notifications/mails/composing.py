"""What stands in the mails: plain text and HTML, with the headers that mail programs need."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from exchange.members.models import User
from exchange.notifications.addresses import is_digest, list_id, references, reply_address
from exchange.notifications.incoming.cutting import reply_line
from exchange.notifications.models import Delivery
from exchange.notifications.presentation import grouped_lines, line_of, who_wrote
from exchange.notifications.unsubscribing import unsubscribe_url

# Links in posts that lead to this site without naming it.
_OWN_LINK = re.compile(r'(<a href=")(/(?!/))')


def compose(receiver: User, deliveries: list[Delivery], message_id: str, more: int) -> EmailMultiAlternatives:
    """The mail with this Message-ID about these deliveries, oldest first; ``more`` further ones are only counted."""
    digest = is_digest(message_id)
    context = {**_frame(receiver), **(_digest(deliveries, more) if digest else _single(deliveries[0]))}
    template = f"notifications/mail/{'digest' if digest else 'single'}"
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject, render_to_string(f"{template}.txt", context), None, [receiver.email], headers=_headers(message_id)
    )
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    mail.extra_headers["List-Unsubscribe"] = f"<{context['unsubscribe_url']}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if digest:
        mail.extra_headers["Precedence"] = "bulk"
        return mail
    earlier = references(deliveries[0])
    if earlier:
        mail.extra_headers["In-Reply-To"] = earlier[-1]
        mail.extra_headers["References"] = " ".join(earlier)
    if context["reply_address"]:
        mail.reply_to = [context["reply_address"]]
    return mail


def _headers(message_id: str) -> dict[str, str]:
    return {
        "Message-ID": message_id,
        "List-Id": list_id(),
        # No automatic replies, please: RFC 3834, and the same for Outlook.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _frame(receiver: User) -> dict[str, Any]:
    base = settings.WAGTAILADMIN_BASE_URL
    return {
        "recipient": receiver,
        "prefix": settings.EMAIL_SUBJECT_PREFIX,
        "base_url": base,
        "inbox_url": base + reverse("notifications:inbox"),
        "settings_url": base + reverse("notifications:settings"),
        "unsubscribe_url": unsubscribe_url(receiver),
    }


def _single(delivery: Delivery) -> dict[str, Any]:
    base = settings.WAGTAILADMIN_BASE_URL
    post = delivery.post
    return {
        "delivery": delivery,
        "line": line_of(delivery),
        "is_reply": bool(references(delivery)),
        "author": who_wrote(post) if post is not None else "",
        "text": post.text if post is not None else delivery.page.summary,
        # Clean since it was stored (see discussions.formatting).
        "html": _OWN_LINK.sub(rf"\1{base}\2", post.html) if post is not None else "",
        "reply_address": reply_address(delivery),
        "reply_line": reply_line(),
    }


def _digest(deliveries: list[Delivery], more: int) -> dict[str, Any]:
    groups = grouped_lines(deliveries)
    lines = [line for _label, same in groups for line in same]
    return {"groups": groups, "first": lines[0], "others": len(deliveries) - 1 + more, "more": more}
