"""Threads, and the page that lists them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models.pages import PageManager
from wagtail.search import index

from exchange.discussions.enums import ThreadKind
from exchange.discussions.permissions import ForumPermissionTester, ThreadPermissionTester
from exchange.pages.breadcrumb import parent_url, trail
from exchange.pages.models import ExchangePage
from exchange.pages.models.base import catalogue_panels
from exchange.pages.models.querysets import ExchangePageQuerySet

# What the services keep of the posts; never written back out of an older state of the page (see ThreadPage.save).
KEPT_OF_POSTS = {
    "reply_count",
    "last_posted_at",
    "last_poster",
    "answered_at",
    "accepted_answer",
    "duplicate_of",
    "is_closed",
    "is_pinned",
    "escalated_at",
}
SEARCHED_POSTS = 2_000
SEARCHED_CHARACTERS = 200_000  # of the posts of one thread; longer ones are found by their opening and newest posts


class ThreadQuerySet(ExchangePageQuerySet):
    """Threads in the words of the forum."""

    def newest_activity(self) -> Self:
        """Those with the latest post first."""
        return self.order_by("-last_posted_at", "-pk")

    def unanswered(self) -> Self:
        """Questions that nobody but the asker has written to, and that are still open."""
        return self.filter(thread_kind=ThreadKind.QUESTION, answered_at=None, is_closed=False)

    def now(self, thread_id: int) -> Self:
        """The thread with this key, or the one into which it was merged."""
        from exchange.discussions.models.reading import ThreadAlias

        merged = ThreadAlias.objects.filter(old_id=thread_id).order_by().values("thread")
        return self.filter(models.Q(pk=thread_id) | models.Q(pk__in=merged))

    def with_posts_of(self, user_id: int) -> Self:
        """Those in which this person has written."""
        from exchange.discussions.models.post import Post

        return self.filter(pk__in=Post.objects.filter(author=user_id).order_by().values("thread"))


ThreadManager = PageManager.from_queryset(ThreadQuerySet)


class ForumIndexPage(ExchangePage):
    """All threads; members open them by the site's own form."""

    template = "discussions/forum_index_page.html"
    is_creatable = False
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["discussions.ThreadPage"]
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("Forum")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The threads that the address asks for."""
        from exchange.discussions.listing import thread_list

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **thread_list(request)}

    def breadcrumb(self) -> list[dict[str, str]]:
        """The way to it, without a query."""
        return trail((self.title, self.list_url))

    def permissions_for_user(self, user: Any) -> ForumPermissionTester:
        """Who may do what; see ForumPermissionTester."""
        return ForumPermissionTester(user, self)


class ThreadPage(ExchangePage):
    """A question, a discussion or a joint project, and what all have written about it (``posts``).

    The author is the page's ``owner``. What lists show of the posts is kept here, right under concurrent writers: the
    services change it by database expressions, or count anew (see services.counting).
    """

    thread_kind = models.CharField(_("Kind"), max_length=10, choices=ThreadKind, default=ThreadKind.QUESTION)
    solution = models.ForeignKey(
        "solutions.SolutionPage",
        verbose_name=_("Solution"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="threads",
    )
    reply_count = models.PositiveIntegerField(_("Answers"), default=0, editable=False)
    last_posted_at = models.DateTimeField(_("Latest post"), null=True, editable=False)
    last_poster = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    # When somebody other than the asker wrote first.
    answered_at = models.DateTimeField(null=True, editable=False)
    accepted_answer = models.OneToOneField(
        "discussions.Post", null=True, editable=False, on_delete=models.SET_NULL, related_name="accepted_in"
    )
    duplicate_of = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="duplicates"
    )
    is_closed = models.BooleanField(_("Closed"), default=False, editable=False)
    is_pinned = models.BooleanField(_("Pinned"), default=False, editable=False)
    # When the coordinators were told that nobody has answered.
    escalated_at = models.DateTimeField(null=True, editable=False)

    objects = ThreadManager()

    template = "discussions/thread_page.html"
    is_contribution = True
    # By the site's own form alone, which makes the opening post with it.
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["discussions.ForumIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*ExchangePage.content_panels, FieldPanel("summary"), FieldPanel("solution"), *catalogue_panels()]
    search_fields = [*ExchangePage.search_fields, index.SearchField("searched_texts")]

    class Meta:
        verbose_name = _("Thread")
        verbose_name_plural = _("Threads")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(thread_kind__in=ThreadKind.values), name="discussions_known_thread_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(duplicate_of=models.F("exchangepage_ptr")), name="discussions_not_its_own_duplicate"
            ),
        )
        indexes: ClassVar = [
            # The list of all threads.
            models.Index(fields=["-last_posted_at", "-exchangepage_ptr"], name="discussions_activity"),
            # Questions without an answer: their list, and the daily look for those that wait too long.
            models.Index(
                fields=["-last_posted_at"],
                condition=models.Q(answered_at=None, is_closed=False, thread_kind=ThreadKind.QUESTION),
                name="discussions_unanswered",
            ),
            models.Index(fields=["-last_posted_at"], condition=models.Q(is_pinned=True), name="discussions_pinned"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Like every page's, but what is kept of the posts stays as it is: a draft or an editor's form is older."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = (field.name for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = [name for name in names if name not in KEPT_OF_POSTS]
        return super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The posts of the page of the thread that is asked for, and what this person may do with them."""
        from exchange.discussions.presentation import thread_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **thread_context(self, request)}

    def breadcrumb(self) -> list[dict[str, str]]:
        """The way to it, without a query."""
        return trail((_("Forum"), parent_url(self.list_url)), (self.title, self.list_url))

    def permissions_for_user(self, user: Any) -> ThreadPermissionTester:
        """Who may do what in the editor; see ThreadPermissionTester."""
        return ThreadPermissionTester(user, self)

    def get_workflow(self) -> None:
        """None: threads are published at once."""

    @property
    def has_workflow(self) -> bool:
        """Never; see get_workflow."""
        return False

    @property
    def kind_label(self) -> str:
        """What lists call it: question, discussion, joint project."""
        return str(self.get_thread_kind_display())

    @property
    def is_question(self) -> bool:
        """Whether it asks for an answer."""
        return self.thread_kind == ThreadKind.QUESTION

    @property
    def is_unanswered(self) -> bool:
        """Whether it is a question to which nobody else has written."""
        return self.is_question and self.answered_at is None

    @property
    def searched_texts(self) -> list[str]:
        """The texts of its posts for the search: the opening one, then the newest that have room."""
        shown = self.posts.shown().order_by("-is_opening", "-posted_at", "-pk")
        texts: list[str] = []
        room = SEARCHED_CHARACTERS
        for text in shown.values_list("text", flat=True)[:SEARCHED_POSTS]:
            room -= len(text)
            if room < 0:
                break
            texts.append(text)
        return texts[:1] + texts[:0:-1]
