"""Forms of the wiki: the editor's, and the public ones for new solutions and for adoptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.german import transcribe
from exchange.pages.form_fields import LinesField
from exchange.pages.forms import ExchangePageForm
from exchange.solutions.categories import category_choices
from exchange.solutions.enums import Platform
from exchange.solutions.labels import PROPRIETARY, language_name
from exchange.solutions.needs import KINDS, tidy
from exchange.solutions.publiccode.licences import LicenceError, check_licence
from exchange.solutions.publiccode.tree import MAX_BYTES as MAX_FILE_SIZE
from exchange.solutions.widgets import CompactChoices

# What people call licences that let nobody see the source.
NOT_OPEN = {"proprietär", "proprietaer", "proprietary", "kommerziell", "closed source", "nicht quelloffen"}
NEEDS = tuple(f"needs_{kind}" for kind in KINDS)
# What interfaces of German administration are offered in: the Union's languages, its neighbours', and newcomers'.
USUAL_LANGUAGES = (
    "ar", "bg", "bs", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "hr", "hu", "it", "ka", "ku",
    "lb", "lt", "lv", "mk", "mt", "nl", "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "ti",
    "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip


def clean_licence(text: str) -> str:
    """The licence as the SPDX list writes it; a ValidationError with the nearest ones where it has none such."""
    if not text.strip():
        return ""
    if text.strip().casefold() in NOT_OPEN:
        return PROPRIETARY
    try:
        return check_licence(text).expression
    except LicenceError as error:
        raise ValidationError(str(error)) from error


class ChosenField(forms.MultipleChoiceField):
    """Choices that stay in the order they had; new ones come behind them."""

    def __init__(self, *, before: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.before = before

    def clean(self, value: Any) -> list[str]:
        """The chosen values."""
        chosen = super().clean(value)
        return sorted(chosen, key=lambda each: self.before.index(each) if each in self.before else len(self.before))


class NeedsField(LinesField):
    """What a software needs, a line for each thing; see needs.py."""

    def to_python(self, value: Any) -> Any:
        """The lines as a list, their signs as this site writes them."""
        return list(dict.fromkeys(map(tidy, super().to_python(value))))


class SolutionPageForm(ExchangePageForm):
    """The editor's form of a solution: lists are chosen or typed line by line, the licence is checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (
            "slug" in self.fields
            and self.instance.first_published_at
            and not getattr(self.for_user, "is_editor", False)
        ):
            self.fields["slug"].disabled = True  # others have passed the address on
        if "summary" in self.fields:
            self.fields["summary"].required = True
            self.fields["summary"].help_text = _("What is it for? One or two sentences for the list of solutions.")
        for name in ("features", "based_on"):
            if name in self.fields:
                self._replace(name, LinesField, widget=forms.Textarea({"rows": 5}))
        for name in NEEDS:
            if name in self.fields:
                self._replace(name, NeedsField, widget=forms.Textarea({"rows": 3}))
        known = dict.fromkeys([*USUAL_LANGUAGES, *self.instance.languages])
        languages = sorted(
            ((code, language_name(code)) for code in known), key=lambda each: transcribe(each[1]).casefold()
        )
        others = [(each, each) for each in self.instance.platforms if each not in Platform.values]
        self._choose("platforms", [*Platform.choices, *others])
        self._choose("categories", category_choices(self.instance.categories), _("Find a category"))
        self._choose("languages", languages, _("Find a language"))

    def _replace(self, name: str, field_class: type[forms.Field], **options: Any) -> None:
        old = self.fields[name]
        self.fields[name] = field_class(label=old.label, help_text=old.help_text, required=False, **options)

    def _choose(self, name: str, choices: Any, filter_label: str = "") -> None:
        if name in self.fields:
            widget = CompactChoices(filter_label=filter_label)
            before = getattr(self.instance, name)
            self._replace(name, ChosenField, choices=choices, widget=widget, before=before)

    def clean_licence(self) -> str:
        """The licence as the SPDX list writes it."""
        return clean_licence(self.cleaned_data["licence"])


class NewSolutionForm(forms.Form):
    """A new solution: the text or file of a publiccode.yml, or the three facts that say which software it is."""

    file = forms.FileField(label=gettext_lazy("File publiccode.yml"), required=False)
    text = forms.CharField(
        label=gettext_lazy("… or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        max_length=1_000_000,
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=150)
    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "The SPDX name, for example EUPL-1.2 or AGPL-3.0-or-later; “proprietär” if the source is not open. "
            "Leave it empty if you do not know."
        ),
    )
    repository = forms.URLField(
        label=gettext_lazy("Source code"), required=False, max_length=500, assume_scheme="https"
    )
    summary = forms.CharField(
        label=gettext_lazy("What is it for?"),
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One or two sentences for the list of solutions."),
    )

    def clean_licence(self) -> str:
        """The licence as the SPDX list writes it."""
        return clean_licence(self.cleaned_data["licence"])

    def clean(self) -> dict[str, Any]:
        """A file or text, or else name and summary."""
        values = self.cleaned_data
        if values.get("file") or values.get("text", "").strip():
            if values.get("name"):
                both = _(
                    "There is a publiccode.yml and a name. Please give one of them: what the file says goes before "
                    "what is typed."
                )
                self.add_error("name", both)
        elif not {"file", "text"} & set(self.errors):
            for name in ("name", "summary"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in, or give a publiccode.yml."))
        return values

    @property
    def publiccode(self) -> bytes:
        """The file that was given, as far as it can be one; empty without one."""
        file = self.cleaned_data.get("file")
        return file.read(MAX_FILE_SIZE + 1) if file else self.cleaned_data.get("text", "").strip().encode()
