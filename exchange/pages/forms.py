"""The form behind every page of the exchange."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from exchange.german import free_slug, german_slug
from exchange.pages.form_fields import LinesField

SLUG_LENGTH = 70  # characters; long titles make addresses that nobody can read out


class ExchangePageForm(WagtailAdminPageForm):
    """Gives a new page the municipality of the space in which it is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.instance.municipality_id is None:
            self.instance.municipality_id = self.parent_page.municipality_id

    def clean_slug(self) -> str:
        """The address of a page that was never published, made of its title in German spelling and free in its place.

        Wagtail's editor proposes one in the browser, where ä becomes a, and refuses the second page of one title, at a
        field that authors never see. Once a page has been published its address is the editors' business.
        """
        slug: str = self.cleaned_data["slug"]
        title = self.cleaned_data.get("title", "")
        if self.instance.first_published_at is not None or self.parent_page is None or not german_slug(title):
            return slug
        base = german_slug(title, SLUG_LENGTH)
        siblings = self.parent_page.get_children().exclude(pk=self.instance.pk).filter(slug__startswith=base)
        taken = set(siblings.values_list("slug", flat=True))
        return free_slug(base, taken)

    def clean_tags(self) -> list[str]:
        """The tags, at most as many as make sense to a reader."""
        tags: list[str] = self.cleaned_data.get("tags") or []
        if len(tags) > settings.TAG_LIMIT:
            raise ValidationError(
                _("Please choose at most %(limit)d tags; these are %(count)d."),
                params={"limit": settings.TAG_LIMIT, "count": len(tags)},
            )
        return tags


class ServiceForm(WagtailAdminModelForm):
    """A service of the catalogue, as editors see it."""

    synonyms = LinesField(
        label=gettext_lazy("Synonyms"),
        required=False,
        help_text=gettext_lazy("What citizens and colleagues say and type, one word or phrase a line."),
    )
