"""Forms of the editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.municipalities.models import Municipality
from exchange.spaces.models import MunicipalityPage

MOST_NAMED = 8


class JoinForm(forms.Form):
    """Names a municipality of the register by key or name; with ten thousand of them a list would help nobody."""

    municipality = forms.CharField(
        label=_("Municipality"),
        max_length=120,
        help_text=_("Name or municipality key (AGS). Examples: Kehl, 08317057"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_municipality(self) -> Municipality:
        """The one municipality that is meant; a message names the candidates where there are several."""
        text = self.cleaned_data["municipality"]
        register = Municipality.objects.all()
        found = list(register.filter(Q(ags=text) | Q(name__iexact=text))[: MOST_NAMED + 1])
        found = found or list(register.filter(name__icontains=text)[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(_("The register has no municipality of this name or key."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several municipalities match. Please give the key: %(candidates)s"),
                params={"candidates": _candidates(found)},
            )
        if MunicipalityPage.objects.filter(municipality=found[0]).exists():
            raise forms.ValidationError(_("%(name)s takes part already."), params={"name": found[0].name})
        return found[0]


def _candidates(found: list[Any]) -> str:
    named = "; ".join(f"{entry.name} ({entry.county}): {entry.ags}" for entry in found[:MOST_NAMED])
    return named if len(found) <= MOST_NAMED else f"{named} …"
