"""Searches that members keep."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Bytes: an index row of PostgreSQL must hold the address.
MAX_ADDRESS_LENGTH = 2_000


class SavedSearch(models.Model):
    """A search with its filters under a name of its own; goes with the account. ``address`` is a query string."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("Name"), max_length=120)
    address = models.CharField(max_length=MAX_ADDRESS_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "address"], name="search_saved_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Where its hits stand."""
        return f"{reverse('search:results')}?{self.address}"
