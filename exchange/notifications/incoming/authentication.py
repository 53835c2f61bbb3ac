"""What the own mail server has found out about the sender's domain (Authentication-Results, RFC 8601)."""

from __future__ import annotations

import re
from email.message import Message

from django.conf import settings

from exchange.notifications.incoming.decoding import clean, raw_headers
from exchange.notifications.incoming.limits import MAX_HEADER

_RESULT = re.compile(r"^(dmarc|dkim|spf)\s*=\s*(\w+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([\w-]+\.[\w-]+)\s*=\s*([^\s;]+)", re.IGNORECASE)
# Where each method names the domain that it has checked.
_DOMAINS = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}


def is_authentic(message: Message, sender: str) -> bool:
    """Whether the mail comes from the domain of its From, as far as the own server checks that.

    True without REPLY_AUTHSERV_ID. Otherwise DMARC decides where the server has a result, else a passed DKIM or SPF
    for the same domain is needed. The server must remove headers of its own name from mails that come in; one result
    that DMARC has failed counts more than any that it has passed.
    """
    if not settings.REPLY_AUTHSERV_ID:
        return True
    domain = sender.rpartition("@")[2].lower()
    found = [result for value in raw_headers(message, "Authentication-Results") for result in _results(value)]
    dmarc = [passed for method, passed, checked in found if method == "dmarc" and checked in ("", domain)]
    if dmarc:
        return all(dmarc)
    return any(passed and _aligned(checked, domain) for method, passed, checked in found if method != "dmarc")


def _results(value: str) -> list[tuple[str, bool, str]]:
    """Method, whether it has passed, and the domain that was checked; DMARC „none“ is no result."""
    name, *results = _bare(value[:MAX_HEADER]).split(";")
    if not name.split() or name.split()[0].lower() != settings.REPLY_AUTHSERV_ID.lower():
        return []
    found = []
    for result in results:
        match = _RESULT.match(result.strip())
        if match is None:
            continue
        method, verdict = match.group(1).lower(), match.group(2).lower()
        if method == "dmarc" and verdict in ("none", "temperror"):
            continue
        properties = {key.lower(): text.lower() for key, text in _PROPERTY.findall(result)}
        checked = next((properties[key] for key in _DOMAINS[method] if key in properties), "")
        found.append((method, verdict == "pass", checked.rpartition("@")[2]))
    return found


def _bare(value: str) -> str:
    """The value without comments, and with „x“ for quoted strings: the sender chooses what some of them say."""
    kept: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for letter in clean(value):
        if is_escaped or letter == "\\":
            is_escaped = not is_escaped
        elif letter == '"' and not depth:
            is_quoted = not is_quoted
            kept.append("x" if is_quoted else "")
        elif letter == "(" and not is_quoted:
            depth += 1
        elif letter == ")" and depth:
            depth -= 1
        elif not is_quoted and not depth:
            kept.append(letter)
    return " ".join("".join(kept).split())


def _aligned(checked: str, domain: str) -> bool:
    """Whether one is the other or lies below it, as DMARC's relaxed mode wants (RFC 7489, 3.1)."""
    if "." not in checked:
        return False
    return checked == domain or checked.endswith(f".{domain}") or domain.endswith(f".{checked}")
