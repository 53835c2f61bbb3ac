"""Posts and what hangs on them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.discussions.enums import PostSource


class PostQuerySet(models.QuerySet["Post"]):
    """Posts in the words of the forum."""

    def shown(self) -> PostQuerySet:
        """Those that nobody has taken away."""
        return self.filter(removed_at=None)

    def visible_to(self, user: object) -> PostQuerySet:
        """Posts of threads that this person may read; removed ones are among them, without their text."""
        from exchange.discussions.models.thread import ThreadPage

        return self.filter(thread__in=ThreadPage.objects.visible_to(user).order_by().values("pk"))

    def in_order(self) -> PostQuerySet:
        """As they are read: the opening one, then by time."""
        return self.order_by("posted_at", "pk")


class Post(models.Model):
    """What one member wrote in a thread. ``html`` is clean (see formatting.py), ``text`` without members' names."""

    thread = models.ForeignKey("discussions.ThreadPage", on_delete=models.CASCADE, related_name="posts")
    is_opening = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts", verbose_name=_("Author")
    )
    # Where the author worked when writing; none for the county's editors.
    municipality = models.ForeignKey(
        "municipalities.Municipality", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    html = models.TextField()
    text = models.TextField()
    posted_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=5, choices=PostSource, default=PostSource.WEB)
    edited_at = models.DateTimeField(null=True)
    helpful_count = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removal_reason = models.CharField(max_length=300, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = (
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(is_opening=True), name="discussions_one_opening_post"
            ),
            models.CheckConstraint(condition=models.Q(source__in=PostSource.values), name="discussions_known_source"),
        )
        indexes: ClassVar = [
            # A page of a thread, and the place of a post in it.
            models.Index(fields=["thread", "posted_at", "id"], name="discussions_reading_order"),
            # Threads in which somebody has written.
            models.Index(fields=["author", "thread"], name="discussions_own_threads"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.text[:50]}"

    def get_absolute_url(self) -> str:
        """The permanent address: it leads to the page of the thread on which the post stands."""
        return reverse("discussions:post", args=[self.pk])

    @property
    def anchor(self) -> str:
        """Its place on the page of the thread."""
        return f"beitrag-{self.pk}"

    @property
    def is_removed(self) -> bool:
        """Whether only a note in its place is shown."""
        return self.removed_at is not None


class PostRevision(models.Model):
    """What a post said before it was edited."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    html = models.TextField()
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("earlier version of a post")
        verbose_name_plural = _("earlier versions of posts")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.post_id} {self.written_at:%Y-%m-%d %H:%M}"


class HelpfulVote(models.Model):
    """That a member found a post helpful."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("helpful vote")
        verbose_name_plural = _("helpful votes")
        constraints = (models.UniqueConstraint(fields=["post", "user"], name="discussions_one_vote"),)

    def __str__(self) -> str:
        return f"{self.post_id}: {self.user_id}"


class Attachment(models.Model):
    """A file or picture on a post; whoever may read the post may have it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="beitraege/%Y/%m/", max_length=300)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    # Of pictures in pixels, so that the page does not jump when they are loaded.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """Whether browsers show it."""
        return self.width is not None

    @property
    def url(self) -> str:
        """Its address, which asks who may have it."""
        return reverse("discussions:attachment", args=[self.pk, self.name])
