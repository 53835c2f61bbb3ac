"""Tags and filters of the exchange: addresses, numbers in German spelling, data for machines."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from exchange.pages.anchors import heading_anchor
from exchange.pages.cards import Card, render_card
from exchange.pages.structured_data import breadcrumb_list

register = template.Library()
register.filter("anchor", heading_anchor)

# The characters that could end the script element or open a comment in it; as django.utils.html.json_script does.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def with_colon(label: str) -> str:
    """A label before what belongs to it; one that is a question has its sign already."""
    return label if str(label).endswith(("?", "!", ":")) else f"{label}:"


@register.filter
def json_ld(data: dict[str, Any] | None) -> SafeString:
    """The data as a JSON-LD script element, which is data to browsers and never run; nothing without data."""
    if not data:
        return SafeString("")
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: template.Context) -> SafeString:
    """The way to this page for search engines, out of the context's ``breadcrumb``."""
    return json_ld(breadcrumb_list(context.get("breadcrumb") or []))


@register.simple_tag(takes_context=True)
def canonical_url(context: template.Context, *kept: str) -> str:
    """The one full address of this page: without parameters, except the page of a list and those named in ``kept``."""
    request = context["request"]
    values = {name: request.GET[name] for name in kept if request.GET.get(name)}
    number = request.GET.get("page", "")
    if number.isascii() and number.isdigit() and int(number[:6]) > 1:
        values["page"] = number
    query = f"?{urlencode(values)}" if values else ""
    return f"{settings.WAGTAILADMIN_BASE_URL}{request.path}{query}"


@register.simple_tag(takes_context=True)
def canonical_link(context: template.Context, *kept: str) -> SafeString:
    """The link element with the one full address of this page; see ``canonical_url``."""
    return format_html('<link rel="canonical" href="{}">', canonical_url(context, *kept))


@register.filter
def euro(value: Decimal | int | None) -> str:
    """An amount of money as in „12.500 €“; cents only where there are some. Empty for None."""
    if value is None:
        return ""
    decimals = 0 if value == int(value) else 2
    return f"{number_format(value, decimals, force_grouping=True)}\u00a0€"


@register.filter
def quantity(value: Decimal | int | float | None) -> str:
    """A number as in „1.480“ or „2,5“, without zeros at the end. Empty for None."""
    if value is None:
        return ""
    number = Decimal(str(value)).normalize()
    decimals = max(0, -int(number.as_tuple().exponent))
    return str(number_format(number, decimals, force_grouping=True))


@register.simple_tag(takes_context=True)
def page_links(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """The pages to link from this one: ``previous``, ``next`` (addresses, empty where there is none) and ``numbers``.

    These are the page's neighbours, the first and the last with number and address; None where some are left out. The
    other parameters of the request's address stay: they are put together once for all links.
    """
    parameters = context["request"].GET.copy()
    parameters.pop("page", None)
    start = f"?{parameters.urlencode()}&page=" if parameters else "?page="
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "previous": f"{start}{page.number - 1}" if page.has_previous() else "",
        "next": f"{start}{page.number + 1}" if page.has_next() else "",
        "numbers": [(number, f"{start}{number}") if isinstance(number, int) else None for number in numbers],
    }


@register.filter
def host(url: str) -> str:
    """The site that a link leads to, without „www.“; empty when it is no full address."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.simple_tag
def page_card(card: Card, heading: str = "") -> SafeString:
    """The HTML of a card; ``heading`` is the element of its title, else h3."""
    return render_card(card, heading or "h3")


@register.simple_tag
@cache
def icon(name: str, css_class: str = "") -> SafeString:
    """The component of that name, made once in each process: a page shows dozens of icons."""
    return render_to_string("components/icon.html", {"name": name, "class": css_class})
