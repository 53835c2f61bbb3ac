"""Tables of the search index. Everything in them is made from pages, tags and services and can be made again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.engine import MAX_TOKEN_LENGTH


class IndexedPage(models.Model):
    """A published page as lists of hits show it.

    ``text`` is the plain text that passages are cut from, ``sources`` tell from where on in it which file is quoted.
    They stand last, since they are long and rarely read.
    """

    page = models.OneToOneField(
        settings.WAGTAIL_PAGE_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    is_public = models.BooleanField()
    kind = models.CharField(max_length=50)
    status = models.CharField(max_length=20, blank=True)
    municipality_name = models.CharField(max_length=120, blank=True)
    tags = models.JSONField(default=list)
    # Another one each time the entry is written: what was made from an older one is recognised by it.
    version = models.BigIntegerField()
    text = models.TextField(blank=True)
    sources = models.JSONField(default=list)

    class Meta:
        verbose_name = _("indexed page")
        verbose_name_plural = _("indexed pages")

    def __str__(self) -> str:
        return f"{self.kind} {self.page_id}"


class Suggestion(models.Model):
    """What a box may offer while somebody types: one row for each word that a title, name or synonym can be begun with.

    A page has ``entry``; a tag or service has ``token``, its facet value, which also tells whether there are pages.
    """

    class Group(models.TextChoices):
        """What is suggested, in the order of the box."""

        PAGE = "page", _("Contributions")
        SERVICE = "service", _("Services")
        MUNICIPALITY = "municipality", _("Municipalities")
        TAG = "tag", _("Tags")

    class Rank(models.IntegerChoices):
        """How well it fits, the best first."""

        BEGINNING = 0
        WORD = 1
        SYNONYM = 2
        WORD_OF_SYNONYM = 3

    key = models.BinaryField(max_length=480)  # bytes, since these are in the same order on all databases
    group = models.CharField(max_length=20, choices=Group)
    rank = models.PositiveSmallIntegerField(choices=Rank)
    title = models.CharField(max_length=255)
    synonym = models.CharField(max_length=200, blank=True)
    always_shown = models.BooleanField(default=False)
    token = models.CharField(
        max_length=MAX_TOKEN_LENGTH, blank=True, db_index=True
    )  # replaced when a tag or service changes
    entry = models.ForeignKey(
        IndexedPage, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="suggestions"
    )
    is_public = models.BooleanField()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        # Each key pressed asks for the first few of every group and rank that begin with what was typed.
        indexes: ClassVar = [models.Index(fields=["group", "rank", "key"], name="search_suggestion_key")]

    def __str__(self) -> str:
        return self.title
