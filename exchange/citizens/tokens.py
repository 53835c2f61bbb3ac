"""Signed tokens: the one in the form, which says when it was opened, and the one in the mail."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache

FORM_SALT = "exchange.citizens.form"
CONFIRMATION_SALT = "exchange.citizens.confirmation"
FORM_SECONDS = 6 * 60 * 60
CONFIRMATION_DAYS = 7
_CONFIRMATION_SECONDS = CONFIRMATION_DAYS * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form as this site has handed it out."""

    nonce: str
    opened_at: float

    @property
    def age(self) -> float:
        """Seconds since it was handed out."""
        return time.time() - self.opened_at

    def use(self) -> bool:
        """Whether it is sent for the first time; kept for as long as the token would hold."""
        return bool(cache.add(f"citizens:sent:{self.nonce}", True, timeout=FORM_SECONDS))

    def give_back(self) -> None:
        """Let it be sent again: what was sent with it has not been stored."""
        cache.delete(f"citizens:sent:{self.nonce}")


def form_token(page_id: int) -> str:
    """A token for a form about this page. It is the challenge of the proof of work as well (see proof.py)."""
    return signing.dumps([page_id, secrets.token_urlsafe(9), time.time()], salt=FORM_SALT)


def read_form_token(token: str, page_id: int) -> OpenedForm | None:
    """The form of a token; None for one that is forged, has expired or is another page's."""
    try:
        of_page, nonce, opened_at = signing.loads(token, salt=FORM_SALT, max_age=FORM_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return OpenedForm(nonce, opened_at) if of_page == page_id else None


def confirmation_token(question_id: int) -> str:
    """What the link in the mail carries."""
    return signing.dumps(question_id, salt=CONFIRMATION_SALT)


def read_confirmation_token(token: str) -> int | None:
    """The key of the question; None for a token that is forged or has expired."""
    try:
        question_id = signing.loads(token, salt=CONFIRMATION_SALT, max_age=_CONFIRMATION_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return question_id if isinstance(question_id, int) else None
