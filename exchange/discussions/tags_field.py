"""The tags of a thread: typed, or chosen among those that pages carry already."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exchange.discussions.choosing import MOST_TYPED, SUGGESTIONS, ChoosingField
from exchange.german import german_slug
from exchange.pages.models import Tag


class TagsField(ChoosingField):
    """Tags, separated by commas; words that exist already keep their spelling."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            suggestions=reverse_lazy("discussions:tags"),
            separator=",",
            free=True,
            **{
                "label": gettext_lazy("Tags"),
                "help_text": gettext_lazy("Two to five words, separated by commas. Followers of a tag are told."),
                **kwargs,
            },
        )

    def prepare_value(self, value: Any) -> Any:
        """A list as one line."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The tags; ValidationError for too many."""
        words = list(dict.fromkeys(word[:100].strip() for word in self.words(value)))
        known = {tag.name.casefold(): tag.name for tag in Tag.objects.filter(slug__in=map(german_slug, words))}
        spelt: dict[str, str] = {}
        for word in words:
            spelt.setdefault(word.casefold(), known.get(word.casefold(), word))
        tags = list(spelt.values())
        if len(tags) > settings.TAG_LIMIT:
            raise ValidationError(
                _("Please choose at most %(limit)d tags; these are %(count)d."),
                params={"limit": settings.TAG_LIMIT, "count": len(tags)},
            )
        return tags


def suggest_tags(text: str, visible: Any) -> list[dict[str, str]]:
    """Up to eight tags of these pages with a word that begins like this, the most frequent first.

    Each has ``title``, ``url`` and, as ``note``, how often it is used.
    """
    beginning = german_slug(text[:MOST_TYPED])
    if not beginning:
        return []
    tags = (
        Tag.objects.filter(Q(slug__startswith=beginning) | Q(slug__contains=f"-{beginning}"))
        .annotate(
            number=Count("tagged_pages", filter=Q(tagged_pages__content_object__in=visible.order_by().values("pk")))
        )
        .filter(number__gt=0)
        .order_by("-number", "name", "pk")
    )
    return [
        {
            "title": tag.name,
            "url": tag.get_absolute_url(),
            "note": ngettext("%(number)d contribution", "%(number)d contributions", tag.number)
            % {"number": tag.number},
        }
        for tag in tags[:SUGGESTIONS]
    ]
