"""Which phrases mean the same: asked by the search, kept by editors, the first ones shipped with the product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.db import transaction

from exchange import page_cache
from search.analysis import skeleton
from search.curation.kept import Kept
from search.models import ShippedSynonyms, SynonymGroup
from search.models.curation import MAX_KEY_LENGTH

SHIPPED_FILE = Path(__file__).resolve().parent.parent / "data" / "synonyms.txt"

Groups = tuple[tuple[str, ...], ...]


def _read_groups() -> tuple[tuple[int, tuple[str, ...]], ...]:
    groups = SynonymGroup.objects.filter(is_active=True).order_by("pk").only("phrases")
    return tuple((group.pk, tuple(group.phrase_list)) for group in groups)


_groups = Kept("search:synonyms", _read_groups)
_plain: Kept[Groups] = Kept("search:synonyms", lambda: tuple(phrases for _pk, phrases in _groups.get()))
_left_out: ContextVar[int | None] = ContextVar("left_out_synonyms", default=None)


def synonym_groups() -> Groups:
    """The groups in use, each with its phrases as they were typed. The same object until editors change something."""
    left_out = _left_out.get()
    if left_out is None:
        return _plain.get()
    return tuple(phrases for pk, phrases in _groups.get() if pk != left_out)


@contextmanager
def leaving_out(group: SynonymGroup) -> Iterator[None]:
    """Searches inside do not know this group, as if it were not in use."""
    token = _left_out.set(group.pk)
    try:
        yield
    finally:
        _left_out.reset(token)


def forget_synonyms() -> None:
    """Have the groups read again."""
    _groups.forget()


def read_shipped() -> dict[str, list[str]]:
    """The groups that come with the product by their keys; one a line, phrases between commas, „#“ for notes."""
    lines = (line.strip() for line in SHIPPED_FILE.read_text(encoding="utf-8").splitlines())
    groups = ([phrase.strip() for phrase in line.split(",")] for line in lines if line and not line.startswith("#"))
    return {skeleton(phrases[0])[:MAX_KEY_LENGTH]: phrases for phrases in groups}


@transaction.atomic
def load_synonyms() -> int:
    """Bring the shipped groups in; safe to repeat. Returns how many were made or renewed.

    A group that editors have changed stays as it is, and one that they have deleted does not come back.
    """
    loaded = {entry.key: entry.group for entry in ShippedSynonyms.objects.select_related("group")}
    shipped = {key: "\n".join(phrases) for key, phrases in read_shipped().items()}
    new = {key: SynonymGroup(phrases=text) for key, text in shipped.items() if key not in loaded}
    SynonymGroup.objects.bulk_create(new.values())
    ShippedSynonyms.objects.bulk_create(ShippedSynonyms(key=key, group=group) for key, group in new.items())
    renewed = []
    for key, group in loaded.items():
        text = shipped.get(key, "")
        if text and group is not None and group.changed_at is None and group.phrases != text:
            group.phrases = text
            renewed.append(group)
    SynonymGroup.objects.bulk_update(renewed, ["phrases"])
    if new or renewed:
        forget_synonyms()
        page_cache.forget_all()
    return len(new) + len(renewed)
