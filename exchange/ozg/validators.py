"""What the keys and words of a service must look like."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# \Z, because $ would also allow a line break at the end.
OZG_ID_PATTERN = r"^[0-9]{5}\Z"
_LEIKA_KEY = re.compile(r"[0-9]{14}")
_MAX_SYNONYM_LENGTH = 100  # characters

validate_ozg_id = RegexValidator(OZG_ID_PATTERN, _("An OZG id has five digits."), "ozg_id")


def validate_leika_keys(keys: object) -> None:
    """A list of different LeiKa keys, each a text of 14 digits; else ValidationError naming the wrong one."""
    for key in _different_texts(keys):
        if not _LEIKA_KEY.fullmatch(key):
            raise ValidationError(_("A LeiKa key has 14 digits: “%(key)s”."), "leika_key", {"key": key[:40]})


def validate_synonyms(synonyms: object) -> None:
    """A list of different words or phrases, none of them empty; else ValidationError."""
    for synonym in _different_texts(synonyms):
        if not synonym.strip() or len(synonym) > _MAX_SYNONYM_LENGTH:
            raise ValidationError(
                _("A synonym has between 1 and %(limit)d characters."), "synonym", {"limit": _MAX_SYNONYM_LENGTH}
            )


def _different_texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValidationError(_("A list of texts is needed."), "not_a_list")
    if len(set(value)) < len(value):
        raise ValidationError(_("An entry occurs twice."), "twice")
    return value
