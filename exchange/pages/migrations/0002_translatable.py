"""Second step: the language columns, once Wagtail's table of languages exists."""

import django.db.models.deletion
from django.db import migrations, models

from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):

    dependencies = [
        ("pages", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        BootstrapLocaleField("pages.ExchangePage"),
        BootstrapTranslationKeyField("pages.ExchangePage"),
        BootstrapTranslatableModel("pages.ExchangePage"),
    ]
