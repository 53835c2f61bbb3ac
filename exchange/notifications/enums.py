"""Words of the notifications."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriptionKind(models.TextChoices):
    """What a member can follow. A solution is a page too: with it go the threads about it."""

    PAGE = "page", _("Contributions")
    TAG = "tag", _("Tags")
    SERVICE = "service", _("Services")
    MUNICIPALITY = "municipality", _("Municipalities")
    SEARCH = "search", _("Saved searches")


class Rhythm(models.TextChoices):
    """How often a member is told, and where."""

    AT_ONCE = "at_once", _("At once: a mail for each")
    DAILY = "daily", _("Daily: one mail on each working day")
    WEEKLY = "weekly", _("Weekly: one mail on Mondays")
    SITE = "site", _("On this site only, no mails")
    NEVER = "never", _("Never: no mails, and nothing new in your notifications")

    @property
    def has_mails(self) -> bool:
        """Whether mails go out in this rhythm."""
        return self in MAIL_RHYTHMS


MAIL_RHYTHMS = (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY)


class Event(models.TextChoices):
    """What happened."""

    THREAD = "thread", _("New in the forum")
    ANSWER = "answer", _("Answers")
    ACCEPTED = "accepted", _("Accepted answers")
    PAGE = "page", _("New contributions")
    UPDATE = "update", _("Revised contributions")
    ADOPTION = "adoption", _("Who uses what")
    ESCALATION = "escalation", _("Questions without an answer")


class Reason(models.TextChoices):
    """Why somebody is told, the best fitting first; the sentences stand below notifications and in mails."""

    MENTION = "mention", _("because you are mentioned")
    OWN_THREAD = "own_thread", _("because you have asked")
    OWN_POST = "own_post", _("because the answer is yours")
    ADOPTER = "adopter", _("because your municipality uses this solution")
    AUTHOR = "author", _("because you have reported on this service")
    THREAD = "thread", _("because you follow this thread")
    FOLLOWED_PAGE = "followed_page", _("because you follow this page")
    SOLUTION = "solution", _("because you follow the solution “%(name)s”")
    SERVICE = "service", _("because you follow the service “%(name)s”")
    TAG = "tag", _("because you follow the tag “%(name)s”")
    MUNICIPALITY = "municipality", _("because you follow the municipality “%(name)s”")
    SEARCH = "search", _("because you follow the saved search “%(name)s”")
    COORDINATOR = "coordinator", _("because you coordinate or edit, and nobody has answered for five working days")


REASON_ORDER = {reason: number for number, reason in enumerate(Reason)}


class MailState(models.TextChoices):
    """What has become of the mail about a delivery."""

    NONE = "none", _("no mail")
    PENDING = "pending", _("waits to be sent")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")


OPEN_STATES = (MailState.PENDING, MailState.SENDING)
