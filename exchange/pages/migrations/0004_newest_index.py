from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_exchange_fields")]

    operations = [
        migrations.RemoveIndex(model_name="exchangepage", name="pages_newest"),
        migrations.AddIndex(
            model_name="exchangepage",
            index=models.Index(
                condition=models.Q(("live", True)), fields=["visibility", "-first_published_at"], name="pages_newest"
            ),
        ),
    ]
