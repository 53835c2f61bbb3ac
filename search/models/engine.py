"""Tables of the engine: terms, words and vectors of documents, which are known to it by their number alone.

The engine has no reference to what they stand for, so that it can index anything. There are two collections, each with
numbers of its own: in that of the site they are the keys of pages, in that of the editor those of ``IndexedObject``.
Every table has the ``generation`` of the index: a new one is built beside the one that serves.
The binary columns are arrays of numpy, written and read by search.postings, search.vectors and search.state alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_TOKEN_LENGTH = 160  # a facet's name, a colon and the longest address part (120)
MAX_VALUE_NAME_LENGTH = 255
MAX_WORD_LENGTH = 40  # letters; longer words are not offered as corrections


class IndexState(models.Model):
    """One generation of a collection's index: its statistics, and whether it serves or is still being built.

    Numbers of generations are unique among all collections. Whoever writes locks all rows, so that writers come one
    after the other. ``version`` is another one after each change, ``analysis`` tells by which rules texts were read.
    The gram columns say on how many documents each group of four letters stands: on public ones, and on all.
    """

    class Collection(models.TextChoices):
        """What is indexed apart from the other."""

        SITE = "site", _("published pages")
        OBJECTS = "objects", _("what editors search")

    generation = models.PositiveIntegerField(primary_key=True)
    collection = models.CharField(max_length=10, choices=Collection, default=Collection.SITE)
    serves = models.BooleanField(default=False)
    analysis = models.PositiveIntegerField(default=0)
    done_until = models.BigIntegerField(default=0)  # the last document written by a rebuild that goes on
    version = models.BigIntegerField(default=0)
    public_grams = models.BinaryField(default=bytes)
    all_grams = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("state of the index")
        verbose_name_plural = _("states of the index")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collection"], condition=models.Q(serves=True), name="search_one_index_serves"
            ),
        ]

    def __str__(self) -> str:
        return str(self.generation)


class DocumentChunk(models.Model):
    """The documents of a chunk, in the order of their numbers: how long they are, how old, and their facet values.

    A chunk is a run of 4,096 document numbers. ``documents`` are their places in it, as in ``PostingChunk``; ``times``
    are seconds since 1970. ``values`` are the keys of the facet values that stand in the chunk, ``value_counts`` say
    how many of them each document has, ``value_places`` which ones. ``version`` is another one after each change.
    """

    pk = models.CompositePrimaryKey("generation", "chunk")
    generation = models.PositiveIntegerField()
    chunk = models.PositiveIntegerField()
    version = models.BigIntegerField()
    documents = models.BinaryField()
    lengths = models.BinaryField()
    times = models.BinaryField()
    values = models.BinaryField()
    value_counts = models.BinaryField()
    value_places = models.BinaryField()

    class Meta:
        verbose_name = _("documents of a chunk")
        verbose_name_plural = _("documents of chunks")

    def __str__(self) -> str:
        return f"{self.generation}/{self.chunk}"


class FacetValue(models.Model):
    """A facet value, „kommune:kehl“, with its name. The key is made of both, so that neither ever changes."""

    id = models.BigIntegerField(primary_key=True)
    token = models.CharField(max_length=MAX_TOKEN_LENGTH)
    name = models.CharField(max_length=MAX_VALUE_NAME_LENGTH, blank=True)

    class Meta:
        verbose_name = _("facet value")
        verbose_name_plural = _("facet values")

    def __str__(self) -> str:
        return self.token


class PostingChunk(models.Model):
    """On which documents of a chunk a term stands, and how often."""

    pk = models.CompositePrimaryKey("generation", "term", "chunk")
    generation = models.PositiveIntegerField()
    term = models.CharField(max_length=MAX_TOKEN_LENGTH)
    chunk = models.PositiveIntegerField()
    documents = models.BinaryField()
    counts = models.BinaryField()

    class Meta:
        verbose_name = _("term in a chunk")
        verbose_name_plural = _("terms in chunks")

    def __str__(self) -> str:
        return f"{self.term} {self.generation}/{self.chunk}"


class DocumentVector(models.Model):
    """What the ranking and the passages need of one document.

    ``sequence``: its terms in order; ``grams``: groups of four letters with their numbers; ``places``: terms and
    compound parts with where they begin; ``terms``: all its terms, compressed, to take it out of the index again.
    """

    pk = models.CompositePrimaryKey("generation", "document")
    generation = models.PositiveIntegerField()
    document = models.BigIntegerField()
    is_public = models.BooleanField()
    sequence = models.BinaryField()
    grams = models.BinaryField()
    places = models.BinaryField()
    terms = models.BinaryField()

    class Meta:
        verbose_name = _("vector of a document")
        verbose_name_plural = _("vectors of documents")

    def __str__(self) -> str:
        return f"{self.generation}/{self.document}"


class SpellingKey(models.Model):
    """A word of the index under its folded beginning, under this without any one letter, and under its sound.

    ``written`` is how it stands on documents, ``word`` the same folded. Which documents these are, tell the postings of
    its ``written_token``; on which it stands in any form, those of its ``term``.
    """

    pk = models.CompositePrimaryKey("generation", "key", "written")
    generation = models.PositiveIntegerField()
    key = models.CharField(max_length=MAX_WORD_LENGTH)
    word = models.CharField(max_length=MAX_WORD_LENGTH)
    term = models.CharField(max_length=MAX_TOKEN_LENGTH)
    written = models.CharField(max_length=MAX_WORD_LENGTH)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        indexes: ClassVar = [models.Index(fields=["generation", "written"], name="search_spelling_written")]

    def __str__(self) -> str:
        return f"{self.key}: {self.word}"
