"""Forms of the notifications."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.notifications.enums import Rhythm, SubscriptionKind


class RhythmForm(forms.Form):
    """How often a member wants to be told."""

    rhythm = forms.ChoiceField(
        label=_("How often shall we tell you?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose how often we shall tell you."),
            "invalid_choice": _("Please choose one of the answers."),
        },
    )


class FollowForm(forms.Form):
    """What is to be followed, or no longer: sent by a button."""

    art = forms.ChoiceField(choices=SubscriptionKind.choices)
    ziel = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    # Without it: to follow from now on.
    ende = forms.BooleanField(required=False)
