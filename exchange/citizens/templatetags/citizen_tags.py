"""What pages of lower layers show of citizens' questions."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from exchange import page_cache
from exchange.citizens.asking import askable_municipalities
from exchange.citizens.handling import own_questions
from exchange.citizens.models import CitizenQuestion
from exchange.pages.models import ExchangePage

register = template.Library()

SHOWN_AT_ONCE = 5  # the others are folded away


@register.simple_tag(takes_context=True)
def citizen_questions(context: dict[str, Any], page: ExchangePage) -> SafeString:
    """Published questions on a page with their answers, and the way to ask one; nothing where there is neither.

    Made once for all readers, and dropped whenever anything is published. Shows the same to everybody who may read the
    page, so that it needs no look at the person; a preview shows nothing.
    """
    if not page.live or getattr(context["request"], "is_preview", False):
        return SafeString("")
    key = f"citizens:{page_cache.generation()}:{page.pk}:{page.visibility}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = _render(page)
        cache.set(key, kept, settings.MEMBER_CACHE_SECONDS)
    return mark_safe(kept)  # noqa: S308 - rendered and escaped by the template


def _render(page: ExchangePage) -> str:
    found = CitizenQuestion.objects.public().filter(page=page.pk).select_related("municipality")
    questions = list(found.order_by("-confirmed_at", "-pk"))
    can_ask = bool(askable_municipalities(page))
    if not questions and not can_ask:
        return ""
    parts = {"first": questions[:SHOWN_AT_ONCE], "more": questions[SHOWN_AT_ONCE:], "number": len(questions)}
    return render_to_string("citizens/on_page.html", {"page": page, "can_ask": can_ask, **parts})


@register.inclusion_tag("citizens/own_area.html")
def citizens_panel(user: Any) -> dict[str, Any]:
    """How many questions wait for a member, for the own area; nothing for others."""
    is_member = bool(getattr(user, "is_member", False))
    return {"is_member": is_member, **(own_questions(user) if is_member else {})}
