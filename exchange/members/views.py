"""Sign-in, sign-out and password reset."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from exchange.members.forms import NewPasswordForm, PasswordResetForm, SignInForm


class SignInView(auth_views.LoginView):
    """Sign-in by e-mail and password; a wrong try never tells whether the account exists."""

    template_name = "members/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOutView(auth_views.LogoutView):
    """Sign-out; a POST, so that no foreign page can trigger it."""


class PasswordResetView(auth_views.PasswordResetView):
    """Asks for the address and sends the link; the answer is the same for unknown addresses."""

    template_name = "members/password_reset.html"
    form_class = PasswordResetForm
    email_template_name = "members/mail/password_reset.txt"
    subject_template_name = "members/mail/password_reset_subject.txt"
    # The public address, whatever name the request came in under.
    extra_email_context = MappingProxyType({"base": settings.WAGTAILADMIN_BASE_URL})
    success_url = reverse_lazy("members:password_reset_sent")


class PasswordResetSentView(auth_views.PasswordResetDoneView):
    """Says that a link is on its way."""

    template_name = "members/password_reset_sent.html"


class PasswordNewView(auth_views.PasswordResetConfirmView):
    """Sets a new password by the link out of the mail."""

    template_name = "members/password_new.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("members:password_set")


class PasswordSetView(auth_views.PasswordResetCompleteView):
    """Says that the new password holds."""

    template_name = "members/password_set.html"


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer to a sign-in after too many wrong tries: 429 with the way out."""
    return render(request, "members/locked_out.html", status=429)
