"""Addresses of sign-in and passwords."""

from django.urls import path

from exchange.members import views

app_name = "members"

urlpatterns = [
    path("anmelden/", views.SignInView.as_view(), name="sign_in"),
    path("abmelden/", views.SignOutView.as_view(), name="sign_out"),
    path("passwort/", views.PasswordResetView.as_view(), name="password_reset"),
    path("passwort/gesendet/", views.PasswordResetSentView.as_view(), name="password_reset_sent"),
    path("passwort/neu/<uidb64>/<token>/", views.PasswordNewView.as_view(), name="password_new"),
    path("passwort/gesetzt/", views.PasswordSetView.as_view(), name="password_set"),
]
