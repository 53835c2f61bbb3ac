"""Why mails are refused, as their senders read it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """A reason, and what to do."""

    AUTOMATIC = "automatic", _("The mail was written by a machine.")
    TWICE = "twice", _("The mail has been posted already.")
    UNKNOWN_ADDRESS = (
        "unknown_address",
        _("The address belongs to no thread. Please use the “Reply” button of your mail program on a notification."),
    )
    WRONG_SENDER = (
        "wrong_sender",
        _(
            "Answers are only taken from the address with which you are registered. Please send your answer from "
            "there, or write on the site."
        ),
    )
    NOT_AUTHENTIC = (
        "not_authentic",
        _(
            "It could not be verified that the mail comes from your mail server. Please write on the site, and tell "
            "your IT that SPF, DKIM or DMARC failed."
        ),
    )
    EXPIRED = (
        "expired",
        _("The notification that you answered is too old. Please write on the site, or answer a newer notification."),
    )
    NO_MEMBER = (
        "no_member",
        _("Your account may not write any more. Please ask the coordinators of your municipality."),
    )
    NO_THREAD = "no_thread", _("The thread does not exist any more, or you may not read it any more.")
    CLOSED = (
        "closed",
        _("The thread is closed and takes no more answers. If something is open, please ask a new question."),
    )
    EMPTY = (
        "empty",
        _("No text of your own was found in the mail. Please write your answer above the quoted text."),
    )
    TOO_LONG = "too_long", _("The text is too long; please attach a document instead.")
    TOO_LARGE = (
        "too_large",
        _("The mail is larger than 25 MB. Please make the attachments smaller, or write on the site."),
    )
    UNREADABLE = (
        "unreadable",
        _("The mail could not be read. Please send it again as plain text, or write on the site."),
    )

    @property
    def is_silent(self) -> bool:
        """Whether nobody is told: a machine would answer, and who is posted already need not know."""
        return self in (Refusal.AUTOMATIC, Refusal.TWICE)
