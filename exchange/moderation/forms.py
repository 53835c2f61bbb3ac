"""Forms of reviewers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ApprovalForm(forms.Form):
    """A comment that the author gets with the good news."""

    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 3}))


class ReturnForm(forms.Form):
    """The reason, which reaches the author by mail and on the site."""

    comment = forms.CharField(
        label=_("Reason for the author"),
        help_text=_("What is missing or should be changed before the page can be published?"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Please give the reason, so that the author knows what to do.")},
    )
