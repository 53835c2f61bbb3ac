"""What was looked for and opened: numbers by day, and nothing about who it was."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_LOGGED_LENGTH = 120


class LoggedSearch(models.Model):
    """How often a question was asked on a day. ``key`` is its normalised form, ``text`` how it was first written.

    ``for_members``: asked by somebody who may read everything; visitors must not learn of those. ``hits``: what was
    found the last time.
    """

    day = models.DateField()
    for_members = models.BooleanField()
    key = models.CharField(max_length=MAX_LOGGED_LENGTH)
    text = models.CharField(max_length=MAX_LOGGED_LENGTH)
    hits = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("logged search")
        verbose_name_plural = _("logged searches")
        constraints: ClassVar = [
            # Also answers the reports of a period and the daily clean-up.
            models.UniqueConstraint(fields=["day", "for_members", "key"], name="search_log_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.text}"


class SearchClick(models.Model):
    """How often a page was opened from the hits of a logged search; ``position`` 0 is a recommended page."""

    search = models.ForeignKey(LoggedSearch, on_delete=models.CASCADE, related_name="opened_pages", db_index=False)
    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, related_name="search_clicks")
    position = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("opened hit")
        verbose_name_plural = _("opened hits")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["search", "page", "position"], name="search_click_once"),
        ]

    def __str__(self) -> str:
        return f"{self.search_id} {self.page_id}"
