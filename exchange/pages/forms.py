"""The form behind every page of the exchange."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from exchange.pages.form_fields import LinesField


class ExchangePageForm(WagtailAdminPageForm):
    """Gives a new page the municipality of the space in which it is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.instance.municipality_id is None:
            self.instance.municipality_id = self.parent_page.municipality_id

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
