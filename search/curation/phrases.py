"""Phrases as editors type them, one a line, and what makes one that can be looked for."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.analysis import skeleton, storable

MAX_PHRASE_LENGTH = 80  # characters
MAX_PHRASES = 20


def lines_of(text: str) -> list[str]:
    """The lines that say something, each without surplus blanks."""
    lines = (" ".join(line.split()) for line in storable(text).splitlines())
    return [line for line in lines if line]


def check_phrases(field: str, phrases: Sequence[str], *, at_least: int) -> None:
    """Raise ValidationError with everything that is wrong, for this field of a form."""
    errors = [error for phrase in phrases for error in _faults(phrase)]
    if len(phrases) < at_least:
        errors.append(
            ngettext("Please enter at least %(number)d phrase.", "Please enter at least %(number)d phrases.", at_least)
            % {"number": at_least}
        )
    if len(phrases) > MAX_PHRASES:
        errors.append(
            _("These are %(number)d phrases; please enter at most %(limit)d.")
            % {"number": len(phrases), "limit": MAX_PHRASES}
        )
    errors += _repetitions(phrases)
    if errors:
        raise ValidationError({field: errors})


def _faults(phrase: str) -> list[str]:
    if len(phrase) > MAX_PHRASE_LENGTH:
        return [
            _("“%(phrase)s…” is too long: %(length)d characters, allowed are %(limit)d.")
            % {"phrase": phrase[:30], "length": len(phrase), "limit": MAX_PHRASE_LENGTH}
        ]
    if not any(sign.isalpha() for sign in skeleton(phrase)):
        return [_("“%(phrase)s” has no letter in it.") % {"phrase": phrase}]
    return []


def _repetitions(phrases: Sequence[str]) -> list[str]:
    """Phrases that the search cannot tell from an earlier one."""
    first: dict[str, str] = {}
    errors = []
    for phrase in phrases:
        key = skeleton(phrase)
        if key not in first:
            first[key] = phrase
        elif first[key] == phrase:
            errors.append(_("“%(phrase)s” stands there twice.") % {"phrase": phrase})
        else:
            errors.append(
                _("“%(phrase)s” and “%(other)s” are the same to the search; one of them is enough.")
                % {"phrase": first[key], "other": phrase}
            )
    return errors
