"""What an object says to those who search it: the texts that its model declares by ``search_fields``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db.models import Model
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.utils import get_descendant_models

from search.analysis import storable
from search.models.objects import DIGEST_LENGTH

MAX_TEXT_LENGTH = 200_000  # characters of one field; what follows is not read
LIGHTEST, HEAVIEST = 0.5, 10.0
_DIGEST_BYTES = DIGEST_LENGTH // 2
_STEP = "__"


class Text(NamedTuple):
    """What one field says; ``path`` leads to it, „tags__name“, and ``weight`` is its boost."""

    path: str
    weight: float
    text: str


class Texts(NamedTuple):
    """All texts of an object: of its own fields in the order of their declaration, those of related objects, and those
    that are searched while somebody types."""

    own: tuple[Text, ...]
    related: tuple[Text, ...]
    typed: tuple[Text, ...]

    def digest(self) -> str:
        """Another one as soon as anything is another."""
        return blake2b(json.dumps(self).encode(), digest_size=_DIGEST_BYTES).hexdigest()


def read_texts(obj: Any) -> Texts:
    """The texts of an object of its specific class."""
    fields = obj.get_search_fields()
    searched = [field for field in fields if isinstance(field, SearchField)]
    return Texts(
        own=tuple(_text_of(field, obj) for field in searched),
        related=tuple(_related(obj, fields, SearchField)),
        typed=tuple(
            [_text_of(field, obj) for field in fields if isinstance(field, AutocompleteField)]
            + list(_related(obj, fields, AutocompleteField))
        ),
    )


def searched_fields(model: Any) -> list[str]:
    """The names of a model's own searchable fields, in the order of their texts."""
    return [field.field_name for field in model.get_searchable_search_fields()]


def typed_paths(model: type[Model]) -> list[str]:
    """The paths of all texts of a model's objects that are searched while somebody types, its subclasses' included."""
    models: Iterable[Any] = get_descendant_models(model)
    return sorted({path for one in models if hasattr(one, "get_search_fields") for path in _typed(one)})


def _typed(model: Any) -> Iterator[str]:
    yield from _paths_to_typed(model.get_search_fields())


def _paths_to_typed(fields: Iterable[Any], before: str = "") -> Iterator[str]:
    for field in fields:
        if isinstance(field, AutocompleteField):
            yield before + field.field_name
        elif isinstance(field, RelatedFields):
            yield from _paths_to_typed(field.fields, before + field.field_name + _STEP)


def _related(obj: Any, fields: Iterable[Any], kind: type[Any], before: str = "") -> Iterator[Text]:
    """The texts in fields of this kind of all objects that are related to this one."""
    for relation in fields:
        if not isinstance(relation, RelatedFields):
            continue
        path = before + relation.field_name + _STEP
        for other in _objects(relation.get_value(obj)):
            for field in relation.fields:
                if isinstance(field, kind):
                    yield _text_of(field, other, path)
            yield from _related(other, relation.fields, kind, path)


def _objects(value: Any) -> list[Any]:
    if value is None:
        return []
    if hasattr(value, "all"):
        return list(value.all())
    return [value() if callable(value) else value]


def _text_of(field: Any, obj: Any, before: str = "") -> Text:
    weight = min(max(getattr(field, "boost", None) or 1.0, LIGHTEST), HEAVIEST)
    text = "\n".join(_strings(field.get_value(obj)))
    return Text(before + field.field_name, weight, storable(text)[:MAX_TEXT_LENGTH])


def _strings(value: Any) -> Iterator[str]:
    """Whatever a field gives to be searched, as strings."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set):
        for item in value:
            yield from _strings(item)
    elif value is not None:
        yield str(value)
