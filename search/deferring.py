"""Writing what changes many times only once, at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Key = TypeVar("Key")


class Deferred(Generic[Key]):
    """Keys of what is to be written later, kept for whoever runs in the block ``until_the_end`` and for nobody else."""

    def __init__(self, name: str) -> None:
        self._waiting: ContextVar[set[Key] | None] = ContextVar(name, default=None)

    def put_off(self, keys: Iterable[Key]) -> bool:
        """Whether these were noted for later; otherwise they have to be written now."""
        waiting = self._waiting.get()
        if waiting is None:
            return False
        waiting.update(keys)
        return True

    @contextmanager
    def until_the_end(self, write: Callable[[set[Key]], object]) -> Iterator[None]:
        """Let ``write`` have all keys that were put off in the block, once. An error in the block drops them."""
        if self._waiting.get() is not None:
            yield  # the outer block writes
            return
        waiting: set[Key] = set()
        token = self._waiting.set(waiting)
        try:
            yield
        finally:
            self._waiting.reset(token)
        if waiting:
            write(waiting)
