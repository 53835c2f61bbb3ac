"""What becomes of a question."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The way of a question; only the third and fourth are seen by the public."""

    UNCONFIRMED = "unconfirmed", _("Address not confirmed")
    WAITING = "waiting", _("Waits for the review")
    PUBLISHED = "published", _("Published, awaits the answer")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Refused")
