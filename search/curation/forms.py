"""Forms of editors: synonyms and recommended pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from exchange.pages.models import ExchangePage
from search.curation.phrases import lines_of
from search.kinds import findable_models


class PhrasesForm(WagtailAdminModelForm):
    """Keeps who has changed the phrases."""

    def clean_phrases(self) -> str:
        """One phrase a line, without blank lines."""
        return "\n".join(lines_of(self.cleaned_data["phrases"]))

    def save(self, commit: bool = True) -> Any:
        """Save it in the name of the person who is signed in."""
        self.instance.mark_changed(self.for_user)
        return super().save(commit)


class SynonymGroupForm(PhrasesForm):
    """A group of synonyms."""

    phrases = forms.CharField(
        label=_("Phrases"),
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "Words or short phrases that mean the same, one a line, for example “Perso” and “Personalausweis”. Only"
            " what holds in both directions: whoever looks for one of them finds the pages with the others, too."
        ),
    )


class PinnedPageForm(PhrasesForm):
    """A recommended page."""

    phrases = forms.CharField(
        label=_("Searches"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "For which searches the page is recommended, one a line. Each holds for exactly these words; capitals,"
            " umlauts and punctuation do not matter."
        ),
    )

    def clean_page(self) -> ExchangePage:
        """A page that the search finds. Raises ValidationError for others, which readers would never see."""
        page: ExchangePage = self.cleaned_data["page"]
        if page.specific_class not in findable_models().values():
            raise ValidationError(_("Pages of this kind do not stand in the search. Please choose a contribution."))
        return page
