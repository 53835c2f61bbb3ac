"""Forms for sign-in and passwords."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.members.models import User

ADDRESS_LENGTH = 254  # characters, RFC 5321
RESET_PAUSE = 300  # seconds between two mails to the same person


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    error_messages = {
        "invalid_login": _("This e-mail address and password do not match. Please check both."),
        "inactive": _("This account is not active. Please turn to the coordinator of your municipality."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # An e-mail field gives the right keyboard on phones.
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        self.fields["username"].label = _("E-mail address")
        # Wrong tries are counted under what was typed, in a column of limited length.
        self.fields["username"].validators.append(MaxLengthValidator(ADDRESS_LENGTH))

    def clean_username(self) -> str:
        """The address in the spelling in which accounts are kept."""
        return str(self.cleaned_data["username"]).strip().lower()


class PasswordResetForm(DjangoPasswordResetForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")

    def get_users(self, email: str) -> Iterator[User]:
        """The account with this address, unless it got a mail just now: nobody can flood a colleague's mailbox."""
        for user in super().get_users(email):
            if cache.add(f"password-mail:{user.pk}", True, RESET_PAUSE):
                yield user


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, typed twice."""
