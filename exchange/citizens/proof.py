"""Proof of work: the browser looks for a number, which takes it a second and a sender of masses too long.

The number together with the form's signed token must have a SHA-256 that begins with ``QUESTION_WORK_BITS`` zero bits
(the idea of Hashcash, http://www.hashcash.org/hashcash.pdf). Nothing is stored, nobody else is asked, and without
scripts the form works too: it then takes a longer time before it can be sent.
"""

from __future__ import annotations

import hashlib

from django.conf import settings

_DIGEST_BITS = 256
_MOST_DIGITS = 15


def is_done(token: str, number: str) -> bool:
    """Whether this number is the work for this token; never where the site asks for none."""
    bits: int = settings.QUESTION_WORK_BITS
    if not bits or not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        return False
    digest = hashlib.sha256(f"{token}.{number}".encode()).digest()
    return int.from_bytes(digest, "big") >> (_DIGEST_BITS - bits) == 0
