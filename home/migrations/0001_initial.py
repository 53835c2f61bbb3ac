
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pages', '0002_translatable'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('exchangepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'Start page',
            },
            bases=('pages.exchangepage',),
        ),
        migrations.CreateModel(
            name='ExchangeSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('site_name', models.CharField(default='Interkommunal', max_length=60, verbose_name='Name of the site')),
                ('claim', models.CharField(default='Der Erfahrungsaustausch der Kommunen zur Digitalisierung', max_length=200, verbose_name='What it is, in one sentence')),
                ('operator', models.CharField(blank=True, max_length=200, verbose_name='Operator')),
                ('contact_mail', models.EmailField(blank=True, max_length=254, verbose_name='Contact')),
                ('accessibility_mail', models.EmailField(blank=True, help_text='Reached by “Report a barrier” on every page.', max_length=254, verbose_name='Contact for accessibility')),
                ('security_mail', models.EmailField(blank=True, help_text='Published in /.well-known/security.txt (RFC 9116).', max_length=254, verbose_name='Contact for security')),
                ('sample_content', models.BooleanField(default=False, help_text='Tells every reader that the contributions are invented.', verbose_name='Sample content')),
                ('accessibility', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='Accessibility statement')),
                ('easy_language', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='Easy language')),
                ('imprint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='Legal notice')),
                ('privacy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='Privacy')),
                ('sign_language', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='Sign language')),
            ],
            options={
                'verbose_name': 'Settings of the exchange',
            },
        ),
    ]
