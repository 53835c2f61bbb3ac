"""Whose index entries count: everything that is asked of the index goes through here."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

_M = TypeVar("_M", bound=models.Model)


def in_scope(rows: models.QuerySet[_M], user: Any) -> models.QuerySet[_M]:
    """The rows that stand for pages this person may read; the rule itself is ``ExchangePageQuerySet.visible_to``.

    The index holds published pages only and marks those that visitors may read.
    """
    return rows.filter(is_public=True) if reads_public_only(user) else rows


def reads_public_only(user: Any) -> bool:
    """Whether this person may read public pages only, as visitors and outsiders do."""
    return not getattr(user, "is_member", False)
