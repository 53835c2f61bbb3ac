"""Choices of the pages app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may read a page."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members only")
