"""What decisions do to pages and posts: taking away, showing again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from exchange.discussions.services import remove_post, restore_post
from exchange.members.models import User
from exchange.moderation.flags.enums import Action
from exchange.moderation.flags.models import Decision
from exchange.moderation.flags.targets import Target

TAKEN_AWAY = (Action.POST_REMOVED, Action.PAGE_UNPUBLISHED)


def possible_actions(target: Target, first: Decision | None, actor: User) -> list[Action]:
    """What this editor can do about the thing as it is now; ``first`` is the decision that was objected to."""
    if target.is_shown:
        return [Action.REJECTED, Action.MENDED, *_taking_away(target, actor)]
    if first is not None and _can_be_restored(target, first):
        return [Action.AWAY, Action.RESTORED]
    return [Action.AWAY]


def _taking_away(target: Target, actor: User) -> list[Action]:
    if target.post is not None:
        return [Action.POST_REMOVED]
    # The site would fall apart without its start page and its lists.
    if target.page.max_count == 1 or not target.page.permissions_for_user(actor).can_unpublish():
        return []
    return [Action.PAGE_UNPUBLISHED]


def _can_be_restored(target: Target, first: Decision) -> bool:
    if first.action == Action.POST_REMOVED:
        return target.post is not None and target.post.is_removed
    return first.action == Action.PAGE_UNPUBLISHED and target.page is not None and first.revision is not None


def carry_out(action: Action, target: Target, first: Decision | None, actor: User) -> Revision | None:
    """Do what was decided; returns what was published of a page that is taken away.

    PermissionDenied where the person may not, as Wagtail and the forum see it.
    """
    if action == Action.POST_REMOVED and target.post is not None:
        remove_post(post=target.post, actor=actor, reason=_("Removed after a report."))
    elif action == Action.PAGE_UNPUBLISHED:
        return _unpublish(target.page, actor)
    elif action == Action.RESTORED and target.post is not None:
        restore_post(post=target.post, actor=actor)
    elif action == Action.RESTORED and first is not None and first.revision is not None:
        first.revision.publish(user=actor)
    return None


def _unpublish(page: Any, actor: User) -> Revision:
    published: Revision = page.live_revision or page.save_revision(user=actor, log_action=False)
    UnpublishPageAction(page, user=actor).execute()
    return published
