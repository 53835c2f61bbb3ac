"""The migration that gives pages their lines of what they need."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from exchange.members.models import User
from exchange.solutions.importing import take_over_file
from exchange.solutions.mapping import changed_since
from exchange.solutions.models import SolutionPage
from exchange.solutions.publiccode.reading import read_publiccode
from tests.solutions.test_needs import FILE

pytestmark = pytest.mark.django_db


def test_pages_and_their_older_versions_are_filled(author: User) -> None:
    """So that neither publishing a draft nor restoring an older version looks as if people had deleted the lines."""
    page = take_over_file(read_publiccode(FILE.encode()).software, actor=author).page
    page.save_revision(user=author)
    SolutionPage.objects.update(needs_open=[], needs_hardware=[])
    for revision in page.revisions.all():
        revision.content |= {"needs_open": [], "needs_hardware": []}
        revision.save(update_fields=["content"])
    import_module("exchange.solutions.migrations.0003_fill_needs").fill_needs(apps, None)
    page = SolutionPage.objects.get()
    assert page.needs_hardware == ["Kartenleser"]
    for version in (page, *(revision.as_object() for revision in page.revisions.all())):
        assert changed_since(version) == []
