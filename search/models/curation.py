"""What editors add to the search: words that mean the same, and pages they recommend."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.curation.phrases import check_phrases, lines_of

MAX_KEY_LENGTH = 120


class Curated(models.Model):
    """Some phrases, one a line, and who entered them. Never changed by anybody: ``changed_at`` is empty."""

    phrases = models.TextField()
    note = models.CharField(_("Remark"), max_length=200, blank=True, help_text=_("For other editors: why is it so?"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed on"), null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return ", ".join(self.phrase_list)

    @property
    def phrase_list(self) -> list[str]:
        """The phrases."""
        return lines_of(self.phrases)

    def mark_changed(self, user: Any) -> None:
        """Note who is changing it, without saving."""
        self.changed_by = user
        self.changed_at = timezone.now()


class SynonymGroup(Curated):
    """Phrases that mean the same: whoever looks for one of them finds the others, too."""

    is_active = models.BooleanField(
        _("In use"), default=True, help_text=_("Without this tick the search does not know the group.")
    )

    class Meta:
        verbose_name = _("synonym group")
        verbose_name_plural = _("synonyms")
        ordering = ("phrases", "pk")

    def clean(self) -> None:
        """Raises ValidationError for fewer than two phrases, or ones that cannot be looked for."""
        check_phrases("phrases", self.phrase_list, at_least=2)


class ShippedSynonyms(models.Model):
    """A group that came with the product. It stays when editors delete the group, so that it does not come back."""

    key = models.CharField(max_length=MAX_KEY_LENGTH, unique=True)
    group = models.OneToOneField(SynonymGroup, null=True, on_delete=models.SET_NULL, related_name="shipped")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("shipped synonyms")
        verbose_name_plural = _("shipped synonyms")

    def __str__(self) -> str:
        return self.key


class PinnedPage(Curated):
    """A page that stands above the hits, marked as recommended, for whoever asks one of the phrases."""

    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, verbose_name=_("Page"), on_delete=models.CASCADE, related_name="pins"
    )
    sort_order = models.PositiveSmallIntegerField(
        _("Order"), default=1, help_text=_("Where several pages are recommended, the smallest number comes first.")
    )
    until = models.DateField(
        _("Until"),
        null=True,
        blank=True,
        help_text=_("The last day on which the page is recommended. Empty: without an end."),
    )

    class Meta:
        verbose_name = _("recommended page")
        verbose_name_plural = _("recommended pages")
        ordering = ("phrases", "sort_order", "pk")

    def clean(self) -> None:
        """Raises ValidationError for phrases that cannot be looked for."""
        check_phrases("phrases", self.phrase_list, at_least=1)
