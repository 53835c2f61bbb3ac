"""Whose index entries count: everything that is asked of the index goes through here."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

_M = TypeVar("_M", bound=models.Model)


def in_scope(rows: models.QuerySet[_M], user: Any) -> models.QuerySet[_M]:
    """The rows that stand for pages this person may read; the rule itself is ``ExchangePageQuerySet.visible_to``.

    The index holds published pages only and marks those that visitors may read.
    """
    return rows if getattr(user, "is_member", False) else rows.filter(is_public=True)
