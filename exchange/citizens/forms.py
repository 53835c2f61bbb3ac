"""Forms: the question, its refusal, its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.citizens import proof
from exchange.citizens.models import MOST_CHARACTERS, MOST_CHARACTERS_OF_ANSWER
from exchange.guard import HOUR, OpenedForm, form_token, read_form_token
from exchange.municipalities.models import Municipality
from exchange.pages.models import ExchangePage

FORM_SECONDS = 6 * HOUR
FAST_SECONDS = 3  # before a form can be sent whose browser has done the work
SLOW_SECONDS = 15  # without the work
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
# Signs that turn the direction of what follows: they could make a text read otherwise than it is stored.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class ParagraphsField(forms.CharField):
    """Plain text in paragraphs, at most so long.

    Has no maxlength for the browser, which would cut off what is pasted without a word; the limit is told instead.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """With one kind of line end and no more than one blank line; a browser's line end would count twice."""
        text = str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return _BLANK_LINES.sub("\n\n", _TURNING.sub("", text)).strip()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The limit, for the counter in the browser."""
        return {"data-counted": str(self.max_length)} if self.max_length else {}


class QuestionForm(forms.Form):
    """„Rückfrage an die Kommune“: what a person without an account fills in.

    ``website`` is left empty by people, who do not see it.
    """

    municipality = forms.ChoiceField(
        label=gettext_lazy("Which municipality would you like to ask?"),
        error_messages={
            "required": gettext_lazy("Please choose a municipality."),
            "invalid_choice": gettext_lazy("This municipality cannot be asked here. Please choose another one."),
        },
    )
    text = ParagraphsField(
        label=gettext_lazy("Your question"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 7}),
        help_text=gettext_lazy(
            "At most 2,000 characters. Question and answer appear on this site: please write nothing that is to stay "
            "private, and no names of other people."
        ),
        error_messages={"required": gettext_lazy("Please write down your question.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy(
            "We send a link there by which you confirm the question, and later the answer. Nobody gets to see it."
        ),
        error_messages={"required": gettext_lazy("Without your address we cannot send you the answer.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    show_name = forms.BooleanField(
        label=gettext_lazy("Show my name with the question"),
        required=False,
        help_text=gettext_lazy("Otherwise it says “A citizen”."),
    )
    website = forms.CharField(
        label=gettext_lazy("Please leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self, data: Any = None, *, page: ExchangePage, places: Sequence[Municipality], chosen: str = ""
    ) -> None:
        super().__init__(data)
        self.subject = f"question about {page.pk}"
        self.places = {place.slug: place for place in places}
        self.opened: OpenedForm | None = None
        self.has_worked = False
        if len(places) == 1:
            del self.fields["municipality"]
        else:
            field = cast("forms.ChoiceField", self.fields["municipality"])
            field.choices = [("", _("Please choose")), *((place.slug, place.name) for place in places)]
            self.initial["municipality"] = chosen if chosen in self.places else ""

    @property
    def token(self) -> str:
        """The token to send along: the one that came as long as it can be used, else a new one.

        It is the challenge of the proof of work as well (see proof.py).
        """
        came = str(self.data.get("token", ""))
        return came if self.opened is not None else form_token(self.subject)

    @property
    def place(self) -> Municipality:
        """The municipality that is asked, of a valid form."""
        slug = self.cleaned_data.get("municipality") or next(iter(self.places))
        return self.places[slug]

    def clean_website(self) -> str:
        """Empty, or a machine has filled it in."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("This field is there to recognise machines. Please leave it empty."))
        return ""

    def clean(self) -> dict[str, Any]:
        """A name that is to be shown must be there, and the form must have been open for a while."""
        values = super().clean() or self.cleaned_data
        if values.get("show_name") and not values.get("name"):
            self.add_error("name", _("Please give the name that is to be shown, or do not tick the box below."))
        self._check_token()
        return values

    def _check_token(self) -> None:
        token = str(self.data.get("token", ""))
        self.opened = read_form_token(token, self.subject, seconds=FORM_SECONDS)
        if self.opened is None:
            raise ValidationError(_("The form was open for a long time. Nothing is lost: please send it once more."))
        self.has_worked = proof.is_done(token, str(self.data.get("work", "")))
        seconds = FAST_SECONDS if self.has_worked else SLOW_SECONDS
        if self.opened.age < seconds:
            raise ValidationError(
                _("That was very quick. To keep machines away, please wait for %(seconds)d seconds and send it then."),
                params={"seconds": seconds},
            )

    def start_anew(self) -> None:
        """Have the next answer carry a new token."""
        self.opened = None


class DecisionForm(forms.Form):
    """What the person has seen, so that nobody overwrites a colleague's work."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class RefusalForm(DecisionForm):
    """The reason, which reaches the asker by mail."""

    reason = ParagraphsField(
        label=gettext_lazy("Reason"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The asker gets it by mail. Nobody else reads it."),
        error_messages={"required": gettext_lazy("Please give the reason, so that the person knows why.")},
    )


class AnswerForm(DecisionForm):
    """The answer in public."""

    answer = ParagraphsField(
        label=gettext_lazy("Answer"),
        max_length=MOST_CHARACTERS_OF_ANSWER,
        widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy(
            "Plain text: a blank line begins a paragraph, addresses of websites become links. Everybody can read it."
        ),
        error_messages={"required": gettext_lazy("Please write down the answer.")},
    )
