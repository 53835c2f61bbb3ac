"""Model fields."""

from __future__ import annotations

from typing import Any

from wagtail import fields


class StreamField(fields.StreamField):
    """Wagtail's field without the block definitions in migrations: they never change the table."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """What a migration stores: the column, not the blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
