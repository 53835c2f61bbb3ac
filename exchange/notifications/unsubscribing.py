"""Ending all mails out of one of them, without signing in (RFC 8058)."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from exchange.members.models import User

_SALT = "notifications.unsubscribe"


def unsubscribe_url(user: User) -> str:
    """The address that ends this person's mails. It holds for the account's present address, and until then for ever:
    whoever unsubscribes out of an old mail means it."""
    token = signing.dumps([user.pk, user.email], salt=_SALT, compress=True)
    return settings.WAGTAILADMIN_BASE_URL + reverse("notifications:unsubscribe", args=[token])


def user_of_token(token: str) -> User | None:
    """Whose mails a token ends; None for anything that this site did not write, and for accounts that are gone."""
    try:
        key, email = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return User.objects.filter(pk=key, email=email).first()
