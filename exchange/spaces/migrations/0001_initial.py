
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pages', '0003_exchange_fields'),
    ]

    operations = [
        migrations.CreateModel(
            name='MunicipalityIndexPage',
            fields=[
                ('exchangepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'Municipalities',
            },
            bases=('pages.exchangepage',),
        ),
        migrations.CreateModel(
            name='MunicipalityPage',
            fields=[
                ('exchangepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', wagtail.fields.RichTextField(blank=True, help_text='What is your municipality working on? Whom may colleagues call?', verbose_name='Introduction')),
            ],
            options={
                'verbose_name': 'Municipality',
                'verbose_name_plural': 'Municipalities',
            },
            bases=('pages.exchangepage',),
        ),
    ]
