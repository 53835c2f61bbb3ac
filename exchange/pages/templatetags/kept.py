"""Parts of pages that are the same for many requests, made once in each process.

``{% kept site_settings=site_settings items=main_navigation %}…{% endkept %}`` renders what stands in it with these
values alone, not with the rest of the context, and keeps the HTML by them. So nobody can get a part with something
that was not given to it, and whatever changes makes another part. The values must be hashable and never change
themselves. For what is many times larger than its key: Django's ``{% cache %}`` would ask the cache server.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

register = template.Library()

MOST_KEPT = 64  # variants of one part


class KeptNode(template.Node):
    """The part between ``kept`` and ``endkept``. Templates live as long as the process, and their nodes with them."""

    def __init__(self, values: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self.parts: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()

    def render(self, context: template.Context) -> SafeString:
        """The HTML for the values that the names have now."""
        given = {name: value.resolve(context) for name, value in self.values.items()}
        key = tuple(given.values())
        part = self.parts.get(key)
        if part is None:
            part = self.parts[key] = self.nodelist.render(context.new(given))
            if len(self.parts) > MOST_KEPT:
                self.parts.popitem(last=False)
        return part


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """See the module: ``{% kept name=value … %}…{% endkept %}``."""
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("“kept” takes name=value only.")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(values, nodelist)
