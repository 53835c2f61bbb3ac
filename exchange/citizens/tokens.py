"""The signed token in the mail, by which a question is confirmed."""

from __future__ import annotations

from django.core import signing

CONFIRMATION_SALT = "exchange.citizens.confirmation"
CONFIRMATION_DAYS = 7
_CONFIRMATION_SECONDS = CONFIRMATION_DAYS * 24 * 60 * 60


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
