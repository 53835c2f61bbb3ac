"""What editors search in Wagtail's admin: everything that is declared searchable there, drafts included."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_OBJECT_ID_LENGTH = 255
DIGEST_LENGTH = 32  # letters


class IndexedObject(models.Model):
    """An object under its number in the engine.

    ``digest`` is made of all its texts: what has the same one need not be written again. Only search.backend writes and
    reads it.
    """

    number = models.BigAutoField(primary_key=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=MAX_OBJECT_ID_LENGTH)
    digest = models.CharField(max_length=DIGEST_LENGTH)

    class Meta:
        verbose_name = _("object in the editors' index")
        verbose_name_plural = _("objects in the editors' index")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="search_object_once"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}"
