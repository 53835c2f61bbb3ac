"""Words of reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """What is wrong with a contribution, in the words of whoever reports it."""

    SPAM = "spam", _("Advertising or spam")
    INSULT = "insult", _("It insults or threatens somebody")
    PERSONAL_DATA = "personal_data", _("It contains personal data that does not belong there")
    COPYRIGHT = "copyright", _("It violates a copyright, for example of a picture or text")
    WRONG = "wrong", _("It is factually wrong")
    ILLEGAL = "illegal", _("It breaks the law in another way")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("open")
    DECIDED = "decided", _("decided")
    OBJECTED = "objected", _("objection")
    CLOSED = "closed", _("decided finally")


WAITING = (State.OPEN, State.OBJECTED)


class Action(models.TextChoices):
    """What editors do about a case."""

    REJECTED = "rejected", _("Nothing wrong: it stays as it is")
    MENDED = "mended", _("Mended by editing")
    POST_REMOVED = "post_removed", _("Remove the post")
    PAGE_UNPUBLISHED = "page_unpublished", _("Take the page off the site")
    AWAY = "away", _("It is off the site, and stays so")
    RESTORED = "restored", _("Show it again")

    @property
    def outcome(self) -> str:
        """What those concerned read about it."""
        return str(_OUTCOMES[self])


_OUTCOMES = {
    Action.REJECTED: _("The contribution stays on the site as it is."),
    Action.MENDED: _("The contribution was changed and stays on the site."),
    Action.POST_REMOVED: _("The post has been removed."),
    Action.PAGE_UNPUBLISHED: _("The page was taken off the site."),
    Action.AWAY: _("The contribution is off the site and stays so."),
    Action.RESTORED: _("The contribution is shown again."),
}
