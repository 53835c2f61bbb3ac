"""The form behind a report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from exchange.pages.form_fields import GermanDecimalField, GermanIntegerField
from exchange.pages.forms import ExchangePageForm

_NUMBERS = {
    "cost_once": GermanDecimalField,
    "cost_per_year": GermanDecimalField,
    "effort_person_days": GermanDecimalField,
    "cases_per_year": GermanIntegerField,
}


class ReportPageForm(ExchangePageForm):
    """Checks what belongs together. What is required may be missing in a draft, not when the report is submitted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "summary" in self.fields:
            self.fields["summary"].required = True
        for name, field_class in _NUMBERS.items():
            if name in self.fields:
                self.fields[name] = self._meta.model._meta.get_field(name).formfield(form_class=field_class)

    def clean(self) -> dict[str, Any]:
        """The values, with a message beside each field that is wrong."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = values.get("started_on"), values.get("ended_on")
        if begin and end and end < begin:
            self.add_error("ended_on", _("The end lies before the begin (%(begin)s).") % {"begin": f"{begin:%d.%m.%Y}"})
        return values
