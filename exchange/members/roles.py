"""The roles of the exchange and the groups that carry their rights."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# The county's editors; their rights hold on the whole site.
EDITORS_GROUP = "Redaktion"
# What the names of all groups begin with that carry a role in a municipality.
ROLE_GROUP_PREFIX = "Kommune "


class Role(models.TextChoices):
    """What a member may do in the space of a municipality."""

    AUTHOR = "author", _("Author")
    TRUSTED_AUTHOR = "trusted_author", _("Trusted author")
    COORDINATOR = "coordinator", _("Coordinator")


def role_group_name(ags: str, role: str) -> str:
    """Name of the group that carries the rights of ``role`` in the municipality with this AGS.

    The key stands in the name, since several municipalities share one name.
    """
    return f"{ROLE_GROUP_PREFIX}{ags}: {Role(role).value}"
