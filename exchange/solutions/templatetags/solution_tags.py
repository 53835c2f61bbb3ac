"""What pages of lower layers show of solutions."""

from __future__ import annotations

from typing import Any

from django import template

from exchange.pages.breadcrumb import address_of
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import Adoption, SolutionPage

register = template.Library()


@register.inclusion_tag("solutions/used_in.html", takes_context=True)
def solutions_used_in(context: dict[str, Any], municipality_id: int) -> dict[str, Any]:
    """The solutions that a municipality says it uses and that the person may read, with how it uses them."""
    visible = SolutionPage.objects.visible_to(context["request"].user).order_by().values("pk")
    rows = (
        Adoption.objects.declared()
        .filter(municipality=municipality_id, solution__in=visible)
        .order_by("solution__title", "pk")
        .values_list("solution__title", "solution__url_path", "state")
    )
    return {
        "chips": [
            {
                "title": title,
                "url": address_of(url_path),
                "note": "" if state == AdoptionState.RUNNING else AdoptionState(state).label,
            }
            for title, url_path, state in rows
        ]
    }
