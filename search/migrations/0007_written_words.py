"""Words to correct to, by how they are written: the key changes, and the next building of the index fills the table."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0006_objects")]

    operations = [
        migrations.DeleteModel("SpellingKey"),
        migrations.CreateModel(
            name="SpellingKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "generation", "key", "written", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("generation", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
                ("term", models.CharField(max_length=160)),
                ("written", models.CharField(max_length=40)),
            ],
            options={
                "verbose_name": "spelling",
                "verbose_name_plural": "spellings",
                "indexes": [models.Index(fields=["generation", "written"], name="search_spelling_written")],
            },
        ),
    ]
