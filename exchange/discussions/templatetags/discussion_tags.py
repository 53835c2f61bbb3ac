"""What pages show of the forum."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Q
from django.utils.safestring import SafeString

from exchange.discussions.forms import ReplyForm
from exchange.discussions.listing import FORUM_URL, threads_about
from exchange.discussions.models import ThreadPage
from exchange.discussions.parts import ShownPost, render_post, render_row, row_of
from exchange.ozg.models import Service
from exchange.pages.models import ExchangePage

register = template.Library()


@register.simple_tag
def thread_row(thread: ThreadPage, *, pinned: bool = False) -> SafeString:
    """The row of a thread in a list."""
    return render_row(row_of(thread), pinned=pinned)


@register.simple_tag
def thread_post(item: ShownPost, *, copy: bool = False) -> SafeString:
    """A post of a thread; ``copy``: it stands on the page a second time."""
    return render_post(item, copy=copy)


@register.simple_tag
def reply_form() -> ReplyForm:
    """An empty form for an answer."""
    return ReplyForm()


@register.inclusion_tag("discussions/threads_about.html", takes_context=True)
def threads_on_service(context: dict[str, Any], service: Service) -> dict[str, Any]:
    """What is being asked and discussed about a service, as far as the person may read it."""
    return _about(context, Q(service_links__service=service.pk), f"leistung={service.slug}", f"leistung={service.name}")


@register.inclusion_tag("discussions/threads_about.html", takes_context=True)
def threads_on_solution(context: dict[str, Any], solution: ExchangePage) -> dict[str, Any]:
    """What is being asked and discussed about a solution, as far as the person may read it."""
    return _about(context, Q(solution=solution.pk), f"loesung={solution.slug}", f"loesung={solution.pk}")


@register.inclusion_tag("discussions/threads_about.html", takes_context=True)
def threads_of_municipality(context: dict[str, Any], municipality: Any) -> dict[str, Any]:
    """What people of a municipality have asked, as far as the person may read it."""
    return _about(context, Q(municipality=municipality.pk), f"kommune={municipality.slug}", "")


def _about(context: dict[str, Any], condition: Q, listed: str, preset: str) -> dict[str, Any]:
    user = context["request"].user
    is_member = bool(getattr(user, "is_member", False))
    return {
        **threads_about(condition, user),
        "list_url": f"{FORUM_URL}?{listed}",
        "preset": preset if is_member else "",
    }
