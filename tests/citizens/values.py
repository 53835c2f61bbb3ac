"""What the tests ask."""

from __future__ import annotations

import hashlib
from itertools import count
from typing import Any

MAIL = "frieda.frager@privat.example"
QUESTION = "Wie lange dauert es, bis ich einen Bescheid bekomme?"


def filled_in(token: str, **values: Any) -> dict[str, Any]:
    """What a browser sends."""
    return {"token": token, "text": QUESTION, "email": MAIL, **values}


def work_for(token: str, bits: int) -> str:
    """What the script in the browser finds."""
    for number in count():
        if int.from_bytes(hashlib.sha256(f"{token}.{number}".encode()).digest(), "big") >> (256 - bits) == 0:
            return str(number)
    raise AssertionError
