"""Uploaded pictures and documents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class ExchangeImage(AbstractImage):
    """A picture; who may see it follows from the pages it stands on (see exchange.pages.files)."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class ExchangeRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(ExchangeImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="pages_rendition_once"),
        ]
        # Looked up by the file's name whenever a picture is served.
        indexes: ClassVar = [models.Index(fields=["file"], name="pages_rendition_file")]


class ExchangeDocument(AbstractDocument):
    """A document; who may have it follows from the pages it is attached to (see exchange.pages.files)."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
