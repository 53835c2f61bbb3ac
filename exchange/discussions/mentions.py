"""@Mentions: members named in a post with a leading @.

Names are typed as people know them, „@Vera Muster“; where several members bear a name, their municipality decides:
„@Vera Muster (Kehl)“. So mentions work without a script, and in mails.

Names of members are for members. So every name with an @ is marked that a member bears, that it can be left out for
visitors: also one that addresses nobody, since it is quoted or several bear it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from exchange.discussions.formatting import map_texts, mentioned_names, quote_of
from exchange.discussions.models import Post
from exchange.members.models import User
from exchange.members.roles import EDITORS_GROUP

MAX_WORDS = 5  # of a name
MAX_MENTIONS = 20  # in one post; more is shouting
MAX_NAMES = 2_000  # looked up at once; a post full of @ is no question to people
SUGGESTIONS = 8
_WORD = r"[^\W\d_][\w'’.-]*"
_CANDIDATE = re.compile(rf"(?<![\w@])@({_WORD}(?: {_WORD}){{1,{MAX_WORDS - 1}}})(?: \(([^()\n]{{2,60}})\))?")


def members() -> QuerySet[Any]:
    """Everybody who may be named, with ``full_name``."""
    return (
        User.objects.filter(is_active=True)
        .filter(Q(memberships__isnull=False) | Q(groups__name=EDITORS_GROUP) | Q(is_superuser=True))
        .annotate(full_name=Concat("first_name", Value(" "), "last_name"))
        .distinct()
    )


def mark_mentions(html: str) -> tuple[str, list[int]]:
    """Clean HTML with its mentions marked, and the keys of those who are addressed, each once; no query without an @.

    Who is only quoted, or shares the name with others, is not addressed.
    """
    names = {prefix for match in _CANDIDATE.finditer(html) for prefix in _prefixes(match.group(1))}
    if not names:
        return html, []
    people: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    rows = members().filter(full_name__in=sorted(names)[:MAX_NAMES]).prefetch_related("memberships__municipality")
    for user in rows:
        people[user.full_name].append((user.pk, {each.municipality.name for each in user.memberships.all()}))
    mentioned: list[int] = []

    def mark(match: re.Match[str], quoted: bool) -> str:
        place = match.group(2) or ""
        name = next((name for name in _prefixes(match.group(1)) if name in people), None)
        if name is None:
            return match.group()
        found = [key for key, places in people[name] if not place or place in places]
        if not quoted and len(found) == 1 and len({*mentioned, *found}) <= MAX_MENTIONS:
            mentioned.extend(key for key in found if key not in mentioned)
        return f'<span class="mention">@{name}</span>{match.group()[1 + len(name) :]}'

    marked = map_texts(html, lambda text, quoted: _CANDIDATE.sub(lambda match: mark(match, quoted), text))
    return marked, mentioned


def quote_of_post(post: Post) -> str:
    """A post as the beginning of an answer that quotes it, with no name that visitors would read then.

    Where the name of its author cannot be marked, the municipality stands for it.
    """
    name = post.author.get_full_name() if post.author is not None else ""
    asked = {*mentioned_names(post.html), name}
    known = set(members().filter(full_name__in=asked).values_list("full_name", flat=True))
    if name in known and _CANDIDATE.fullmatch(f"@{name}"):
        head = f"@{name}"
    else:
        head = str(post.municipality or _("County editors"))
    return quote_of(post.html, head, known)


def suggest_members(text: str, *, without: Any = None) -> list[dict[str, str]]:
    """Up to eight members whose names begin with ``text``: ``name``, ``note`` (where), ``insert`` (to be written)."""
    words = text.split()
    if not words or len(text) > 100:
        return []
    found = members()
    for word in words:
        found = found.filter(Q(first_name__istartswith=word) | Q(last_name__istartswith=word))
    if without is not None:
        found = found.exclude(pk=without.pk)
    rows = list(
        found.order_by("last_name", "first_name", "pk").prefetch_related("memberships__municipality")[:SUGGESTIONS]
    )
    namesakes = members().filter(full_name__in=[user.full_name for user in rows]).values_list("full_name", "pk")
    names = [name for name, _key in namesakes]
    suggestions = []
    for user in rows:
        places = [membership.municipality.name for membership in user.memberships.all()]
        place = f" ({places[0]})" if names.count(user.full_name) > 1 and places else ""
        note = ", ".join(filter(None, [user.job_title, *places]))
        suggestions.append({"insert": f"@{user.full_name}{place}", "name": user.full_name, "note": note})
    return suggestions


def _prefixes(name: str) -> list[str]:
    """All beginnings of at least two words, the longest first; dots and hyphens at the end belong to the sentence."""
    words = name.split(" ")
    cut = [" ".join(words[:number]) for number in range(len(words), 1, -1)]
    return [form for prefix in cut for form in dict.fromkeys((prefix, prefix.rstrip(".-'’")))]
