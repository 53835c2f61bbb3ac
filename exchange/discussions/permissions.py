"""Who may do what in the forum. Every member writes; editors keep order; in Wagtail's editor only editors work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from wagtail.models import PagePermissionTester

if TYPE_CHECKING:
    from exchange.discussions.models import Post, ThreadPage


class ForumPermissionTester(PagePermissionTester):
    """The page of all threads: nobody adds pages by hand."""

    def can_add_subpage(self) -> bool:
        """Nobody: threads are opened on the site."""
        return False


class ThreadPermissionTester(PagePermissionTester):
    """Threads stay where they are."""

    def can_move(self) -> bool:
        """Nobody: merging is what moves posts."""
        return False


def require_member(user: Any) -> None:
    """PermissionDenied for everybody but members."""
    if not getattr(user, "is_member", False):
        raise PermissionDenied


def require_editor(user: Any) -> None:
    """PermissionDenied for everybody but the county's editors and administrators."""
    if not getattr(user, "is_editor", False):
        raise PermissionDenied


def may_change_thread(user: Any, thread: ThreadPage) -> bool:
    """Title, kind, tags …: whoever opened it, and editors."""
    return bool(getattr(user, "is_member", False)) and (thread.owner_id == user.pk or user.is_editor)


def may_change_post(user: Any, post: Post) -> bool:
    """The author and editors, as long as it is there."""
    if post.is_removed or not getattr(user, "is_member", False):
        return False
    return bool(post.author_id == user.pk or user.is_editor)


def may_accept(user: Any, thread: ThreadPage) -> bool:
    """Which answer helped says the asker or an editor."""
    return thread.is_question and may_change_thread(user, thread)
