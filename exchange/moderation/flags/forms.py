"""Forms for reporting, deciding and objecting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.guard import DAY, OpenedForm, form_token, read_form_token
from exchange.moderation.flags.enums import Action, Reason
from exchange.moderation.flags.models import TEXT_LENGTH

LEAST_SECONDS = 3  # nobody reads and fills in the form faster


class FlagForm(forms.Form):
    """What is wrong with a contribution; visitors can say who they are, members are known.

    ``subject`` names what is reported and holds for the stamp (see exchange/guard.py).
    """

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what comes closest.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Please explain"),
        help_text=gettext_lazy("Which passage do you mean, and why should it not stand there?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Please say in a sentence or two what you mean.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    mail = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("If you want to hear what we decide. We use it for nothing else."),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    # Nobody sees it; robots fill in what they find.
    homepage = forms.CharField(
        label=gettext_lazy("Please leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, subject: str, is_known: bool) -> None:
        super().__init__(data, initial={"stamp": form_token(subject)})
        self.subject = subject
        self.opened: OpenedForm | None = None
        if is_known:
            del self.fields["name"], self.fields["mail"]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields that people fill in."""
        return [field for field in self.visible_fields() if field.name != "homepage"]

    def clean(self) -> dict[str, Any]:
        """Sent by a person, as far as one can tell; whoever is refused wrongly only has to send once more."""
        values = self.cleaned_data
        if self.errors:  # it comes back anyway, and is looked at then
            return values
        self.opened = read_form_token(values.get("stamp", ""), self.subject, seconds=DAY)
        if self.opened is None:
            self._put("stamp", form_token(self.subject))
            raise ValidationError(_("The form stood open for too long. Please send it once more."))
        if self.opened.age < LEAST_SECONDS:
            raise ValidationError(_("That was very fast. Please wait a moment and send it once more."))
        if values.get("homepage"):
            self._put("homepage", "")
            raise ValidationError(_("Something filled in a field that nobody can see. Please send it once more."))
        return values

    def _put(self, name: str, value: str) -> None:
        data: Any = self.data
        data = data.copy()
        data[name] = value
        self.data = data


class DecisionForm(forms.Form):
    """What is done about a case, and why. Both sides read the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Your reason"),
        help_text=gettext_lazy("Both sides get it by mail. Please do not name anybody who has reported something."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Please give the reason: both sides have a right to it.")},
    )

    def __init__(self, data: Any = None, *, actions: Sequence[Action]) -> None:
        super().__init__(data)
        self.fields["action"] = forms.ChoiceField(
            label=_("Decision"),
            choices=[(action.value, action.label) for action in actions],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Please choose what is to be done."),
                "invalid_choice": _("This cannot be done any more: the contribution has changed."),
            },
        )
        self.order_fields(["action"])


class ObjectionForm(forms.Form):
    """Why somebody disagrees with a decision."""

    text = forms.CharField(
        label=gettext_lazy("Why do you disagree?"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": gettext_lazy("Please say why you disagree with the decision.")},
    )
