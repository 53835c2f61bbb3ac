"""What pages of other apps show of the notifications: the counter in the header, and buttons to follow something."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from exchange.discussions.models import ThreadPage
from exchange.notifications.following import followed_ids
from exchange.notifications.inbox import MOST_COUNTED, mark_page_read, unread_pages
from exchange.notifications.sources import kind_of_model
from exchange.pages.models import ExchangePage

register = template.Library()

# Where a request keeps what has been looked up for its buttons, since a list has many.
_FOLLOWED = "_followed_things"


@register.simple_tag(takes_context=True)
def unread_notifications(context: Context) -> str:
    """How many notifications the member has not read: „3“, „99+“, empty for none; one query.

    What tells of the page that is being shown is read by that. Threads say themselves how far they have been read.
    """
    request = context["request"]
    pages = unread_pages(request.user)
    page = context.get("page")
    if (
        isinstance(page, ExchangePage)
        and not isinstance(page, ThreadPage)
        and page.pk in pages
        and request.method == "GET"
        and page.list_url == request.path
    ):
        mark_page_read(request.user, page.pk)
        pages = [key for key in pages if key != page.pk]
    number = len(pages)
    return f"{MOST_COUNTED - 1}+" if number >= MOST_COUNTED else str(number or "")


@register.inclusion_tag("notifications/follow_button.html", takes_context=True)
def follow_button(context: Context, thing: Any, zurueck: str = "", name: str = "") -> dict[str, Any]:
    """A button to follow a page, tag, service, municipality or saved search, or to end that; for members.

    ``zurueck`` is where it leads, if not to the page of the thing; ``name`` is read out where many stand in a list.
    One query for all buttons of a kind on a page.
    """
    request = context.get("request")
    kind = kind_of_model(type(thing))
    if request is None or kind is None or not getattr(request.user, "is_member", False):
        return {"shown": False}
    followed = request.__dict__.setdefault(_FOLLOWED, {})
    if kind not in followed:
        followed[kind] = followed_ids(request.user, kind)
    return {
        "shown": True,
        "kind": kind.value,
        "key": thing.pk,
        "is_followed": thing.pk in followed[kind],
        "back": zurueck,
        "name": name,
        "csrf_token": context.get("csrf_token"),
    }
