"""One vocabulary of tags for all pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

from exchange.german import german_slug


class Tag(TagBase):
    """A word that says what a page is about; shared by all pages of all municipalities."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name",)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Address part with German transcription (ä → ae); a number is added where it is taken."""
        slug = german_slug(tag) or "schlagwort"
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        """Address of the page that lists what carries this tag."""
        return reverse("catalogue:tag", args=[self.slug])


class TaggedPage(ItemBase):
    """A tag on a page."""

    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey("pages.ExchangePage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        verbose_name = _("tag of a page")
        verbose_name_plural = _("tags of pages")
        constraints = (models.UniqueConstraint(fields=["tag", "content_object"], name="pages_taggedpage_once"),)


def tags_on(pages: models.QuerySet[Any]) -> models.QuerySet[Tag]:
    """The tags that any of these pages carries."""
    return Tag.objects.filter(models.Exists(pages.order_by().filter(tagged_items__tag=models.OuterRef("pk"))))
