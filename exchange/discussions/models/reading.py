"""How far members have read, and threads that have gone into others."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadMark(models.Model):
    """How far a member has read a thread: all posts up to this key, in the order in which they were written."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks")
    thread = models.ForeignKey("discussions.ThreadPage", on_delete=models.CASCADE, related_name="read_marks")
    last_read = models.BigIntegerField()

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = (models.UniqueConstraint(fields=["user", "thread"], name="discussions_one_mark"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.thread_id}: {self.last_read}"


class ThreadAlias(models.Model):
    """The address and the key of a thread that was merged into another one."""

    slug = models.CharField(max_length=255, primary_key=True)
    # The key of the page that is gone: mails that were sent before are answered to it.
    old_id = models.BigIntegerField(unique=True)
    thread = models.ForeignKey("discussions.ThreadPage", on_delete=models.CASCADE, related_name="earlier_addresses")

    class Meta:
        verbose_name = _("earlier address of a thread")
        verbose_name_plural = _("earlier addresses of threads")

    def __str__(self) -> str:
        return self.slug
