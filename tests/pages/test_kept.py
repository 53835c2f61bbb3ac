"""Parts of pages that are made once in each process."""

from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.base import NodeList
from django.utils.safestring import SafeString

from exchange.pages.templatetags.kept import MOST_KEPT, KeptNode


def kept_part(template: Template) -> KeptNode:
    """The one kept part of a template."""
    (node,) = template.nodelist.get_nodes_by_type(KeptNode)
    assert isinstance(node, KeptNode)
    return node


class Watched(NodeList):
    """The content of a part, and how often it was made."""

    made = 0

    def render(self, context: Context) -> SafeString:
        self.made += 1
        return super().render(context)


def watched(text: str) -> tuple[Template, Watched]:
    """The template, and the content of its kept part."""
    template = Template(text)
    node = kept_part(template)
    node.nodelist = content = Watched(node.nodelist)
    return template, content


def test_a_part_is_made_once_for_each_value() -> None:
    """The second request for the same value costs a lookup."""
    template, content = watched("{% load kept %}{% kept name=person %}Guten Tag, {{ name }}!{% endkept %}")
    answers = [template.render(Context({"person": person})) for person in ("Kim", "Toni", "Kim")]
    assert answers == ["Guten Tag, Kim!", "Guten Tag, Toni!", "Guten Tag, Kim!"]
    assert content.made == 2


def test_a_part_sees_nothing_but_its_values() -> None:
    """What is not part of the key cannot get into what others are given."""
    template = Template("{% load kept %}{% kept a=1 %}[{{ secret }}{{ request.user }}]{% endkept %}{{ secret }}")
    assert template.render(Context({"secret": "Kim", "request": {"user": "Kim"}})) == "[]Kim"


def test_values_are_escaped() -> None:
    """As in the rest of the template."""
    template = Template("{% load kept %}{% kept name=person %}{{ name }}{% endkept %}")
    assert template.render(Context({"person": "<b>"})) == "&lt;b&gt;"


def test_the_number_of_parts_is_bounded() -> None:
    """A key that somebody can choose fills no memory."""
    template, content = watched("{% load kept %}{% kept number=number %}{{ number }}{% endkept %}")
    for number in range(MOST_KEPT + 10):
        template.render(Context({"number": number}))
    assert content.made == MOST_KEPT + 10
    assert len(kept_part(template).parts) == MOST_KEPT


def test_only_named_values_are_taken() -> None:
    """Anything else is a mistake in the template."""
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}{% kept person %}{% endkept %}")
