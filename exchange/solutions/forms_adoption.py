"""The form of „Nutzen wir auch“."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.solutions.adopting import FIELDS
from exchange.solutions.enums import AdoptionState, Operation
from exchange.solutions.models import Adoption, CoupledSoftware

COUPLED_ROWS = 1  # empty ones that are offered; a button gives more
MAX_COUPLED = 40


class AdoptionForm(forms.ModelForm[Adoption]):
    """How a municipality uses a solution, and whom to ask."""

    class Meta:
        model = Adoption
        fields = FIELDS
        widgets = {
            "state": forms.RadioSelect,
            "since": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "use_case": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"] = forms.ChoiceField(
            label=self.fields["state"].label, choices=AdoptionState.choices, widget=forms.RadioSelect
        )
        self.fields["operated_by"] = forms.ChoiceField(
            label=self.fields["operated_by"].label,
            choices=[("", _("Not decided or not known")), *Operation.choices],
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """What is in use since a day cannot begin in the future."""
        values = super().clean() or self.cleaned_data
        since, state = values.get("since"), values.get("state")
        if since and state and state != AdoptionState.PLANNED and since > timezone.localdate():
            self.add_error("since", _("This day lies in the future. Choose “Planned”, or correct the date."))
        return values


class CoupledForm(forms.ModelForm[CoupledSoftware]):
    """Specialist software that was connected; an empty name means none."""

    class Meta:
        model = CoupledSoftware
        fields = ("name", "worked", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["worked"] = forms.TypedChoiceField(
            label=_("Does the connection work?"),
            choices=[("True", _("Yes")), ("False", _("No"))],
            coerce=lambda value: value == "True",
            initial="True",
        )

    def has_changed(self) -> bool:
        """Only what is typed makes an entry, not the choice that stands there from the beginning."""
        return bool(self["name"].value() or self["note"].value())

    def clean(self) -> dict[str, Any]:
        """A remark belongs to a software."""
        values = super().clean() or self.cleaned_data
        if values.get("note") and not values.get("name") and "name" not in self.errors:
            self.add_error("name", _("Which software is the remark about? Empty both fields to leave the row out."))
        return values


class QuestionForm(forms.Form):
    """A question to the contact of a municipality."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=4_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("What would you like to know? Please no personal data of citizens."),
    )


CoupledFormSet = forms.formset_factory(
    CoupledForm, extra=COUPLED_ROWS, max_num=MAX_COUPLED, absolute_max=MAX_COUPLED, validate_max=True
)
PREFIX = "fachverfahren"


def coupled_rows(sent: QueryDict | None, stored: Sequence[Mapping[str, Any]]) -> BaseFormSet[CoupledForm]:
    """The rows for specialist software: those that were sent, else those that are stored and an empty one."""
    lost = {"missing_management_form": _("Not all rows have arrived. Please load the page again.")}
    return CoupledFormSet(sent, initial=stored, prefix=PREFIX, error_messages=lost)


def with_another_row(sent: QueryDict, declared: Adoption | None) -> tuple[AdoptionForm, BaseFormSet[CoupledForm]]:
    """The form and its rows with everything that was typed, one empty row more, and no judgement on any of it yet."""
    typed = {name: sent.get(name, "") for name in FIELDS}
    rows = [{name: row[name].value() for name in row.fields} for row in CoupledFormSet(sent, prefix=PREFIX)]
    return AdoptionForm(instance=declared, initial=typed), coupled_rows(None, rows)
