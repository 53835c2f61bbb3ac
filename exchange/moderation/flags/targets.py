"""What can be reported: a published page, or an answer in a thread. The opening post of a thread is its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.search import index

from exchange.discussions.models import Post
from exchange.members.models import User
from exchange.moderation.flags.models import FlagCase
from exchange.pages.models import ExchangePage

SNAPSHOT_LENGTH = 100_000  # characters
TITLE_LENGTH = 300


@dataclass(frozen=True)
class Target:
    """A page (the specific object) or an answer; neither when it has been deleted for good."""

    page: Any = None
    post: Post | None = None

    @property
    def title(self) -> str:
        """What lists and mails call it."""
        if self.post is not None:
            return (_("Post in “%(title)s”") % {"title": self.post.thread.title})[:TITLE_LENGTH]
        return str(self.page.title) if self.page is not None else ""

    @property
    def url(self) -> str:
        """Its address on the site."""
        if self.post is not None:
            return self.post.get_absolute_url()
        return str(self.page.list_url) if self.page is not None else ""

    @property
    def text(self) -> str:
        """All its words."""
        if self.post is not None:
            return self.post.text[:SNAPSHOT_LENGTH]
        return text_of_page(self.page)[:SNAPSHOT_LENGTH] if self.page is not None else ""

    @property
    def is_shown(self) -> bool:
        """Whether it stands on the site."""
        if self.post is not None:
            return not self.post.is_removed and self.post.thread.live
        return self.page is not None and bool(self.page.live)

    def is_visible_to(self, user: Any) -> bool:
        """Whether this person can read it on the site."""
        page = self.post.thread if self.post is not None else self.page
        return self.is_shown and bool(page.is_visible_to(user))

    @property
    def author(self) -> User | None:
        """Who wrote it; nobody for pages that hold the site together."""
        if self.post is not None:
            return self.post.author
        if self.page is not None and self.page.is_contribution:
            owner: User | None = self.page.owner
            return owner
        return None

    @property
    def municipality_id(self) -> int | None:
        """Whose coordinators are told where no author can be."""
        return self.page.municipality_id if self.page is not None else None


def target_of_page(page: ExchangePage) -> Target:
    """The page as something that can be reported."""
    return Target(page=page.specific)


def target_of_post(post: Post) -> Target:
    """The post, or the page of the thread that it opens."""
    return target_of_page(post.thread) if post.is_opening else Target(post=post)


def target_of(case: FlagCase) -> Target:
    """What a case is about, as it is now."""
    if case.post is not None:
        return target_of_post(case.post)
    return target_of_page(case.page) if case.page is not None else Target()


def text_of_page(page: Any) -> str:
    """The words of a page: all that its type gives to the search."""
    fields = [field for field in type(page).get_search_fields() if isinstance(field, index.SearchField)]
    texts = (text for field in fields for text in _strings(field.get_value(page)))
    return "\n\n".join(text for text in dict.fromkeys(strip_tags(text).strip() for text in texts) if text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for each in value:
            yield from _strings(each)
