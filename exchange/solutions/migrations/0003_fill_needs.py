"""What solutions need stood in their publiccode.yml alone; now it has fields, in drafts and older versions, too."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from exchange.solutions.mapping import NEEDS
from exchange.solutions.needs import lines_of
from exchange.solutions.publiccode.reading import read_publiccode


def fill_needs(apps: Any, schema_editor: Any) -> None:
    """Write the needs out of each kept file into the page, and into every revision out of the file that it keeps.

    An empty field beside a file would count as deleted by people.
    """
    pages = apps.get_model("solutions", "SolutionPage").objects.exclude(publiccode="")
    for page in pages.only("pk", "publiccode", *NEEDS).iterator():
        for name, lines in _needs(page.publiccode).items():
            setattr(page, name, lines)
        page.save(update_fields=list(NEEDS))
    content_types = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="solutions", model="solutionpage"
    )
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=content_types)
    for revision in revisions.iterator():
        if text := revision.content.get("publiccode"):
            revision.content |= _needs(text)
            revision.save(update_fields=["content"])


def _needs(publiccode: str) -> dict[str, list[str]]:
    depends_on = read_publiccode(publiccode.encode()).software.depends_on
    return {name: list(lines_of(getattr(depends_on, kind))) for name, kind in NEEDS.items()}


class Migration(migrations.Migration):
    """Nothing is to be undone: the files still hold everything."""

    dependencies = (
        ("solutions", "0002_logo_and_needs"),
        ("wagtailcore", "0083_workflowcontenttype"),
        ("contenttypes", "0002_remove_content_type_name"),
    )

    operations = (migrations.RunPython(fill_needs, migrations.RunPython.noop),)
