"""Words of the forum."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThreadKind(models.TextChoices):
    """What somebody wants of the others."""

    QUESTION = "question", _("Question")
    DISCUSSION = "discussion", _("Discussion")
    PROJECT = "project", _("Who joins in?")


class PostSource(models.TextChoices):
    """How a post came in."""

    WEB = "web", _("on the site")
    MAIL = "mail", _("by mail")
